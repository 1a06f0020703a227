import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClickHouseClient } from '@clickhouse/client'
import { warehouseClient } from './client.ts'
import { startEmbedded, type Embedded, type EmbeddedOptions } from './embedded.ts'
import type { User } from './engine-config.ts'
import { FilesInUseError, WarehouseError } from './errors.ts'
import { migrate } from './migrate.ts'
import { loadReference } from './reference.ts'

export const DATABASE = 'toancanh'

export interface WarehouseOptions {
  /** `TOANCANH_DATA`: the embedded warehouse's files, and `run/warehouse.json` by which others join it. */
  dataDir: string
  /** `CLICKHOUSE_URL`: an external ClickHouse instead. */
  clickhouseUrl?: string | undefined
  /** The product itself: never joins another's embedded warehouse, waits for its end instead. @default false */
  own?: boolean
  log?: (message: string) => void
}

export interface Warehouse {
  database: string
  mode: 'external' | 'embedded' | 'joined'
  /** `http://user:password@host:port/database` for one of the product's users. */
  url: (user: User) => string
  client: (user: User) => ClickHouseClient
  close: () => Promise<void>
}

/** What there is to stop of a warehouse that others run. */
const nothing = () => Promise.resolve()

interface RunFile {
  pid: number
  urls: Record<User, string>
}

/**
 * Opens the warehouse, wherever it is: `CLICKHOUSE_URL`, a running product's embedded one, or one started here.
 * Migrations and reference data are brought up to date by whoever starts it.
 *
 * @throws WarehouseError when it cannot be reached or started.
 */
export async function openWarehouse(options: WarehouseOptions): Promise<Warehouse> {
  const log = options.log ?? (() => undefined)
  if (options.clickhouseUrl !== undefined && options.clickhouseUrl !== '') {
    const url = parseUrl(options.clickhouseUrl)
    const warehouse = connect('external', () => url, databaseOf(url), nothing)
    return prepared(warehouse, log)
  }
  const runFile = join(options.dataDir, 'run', 'warehouse.json')
  for (let waited = 0; ; waited += 500) {
    const running = await readRunFile(runFile)
    if (running === undefined) break
    if (options.own !== true) return connect('joined', (user) => running.urls[user], DATABASE, nothing)
    if (waited === 0) log(`process ${running.pid} has the warehouse open; waiting for it to end`)
    if (waited > 600_000)
      throw new WarehouseError(`process ${running.pid} still has the warehouse open; stop it first`)
    await sleep(500)
  }
  const embedded = await startWhenFree({ dir: join(options.dataDir, 'warehouse'), database: DATABASE, log })
  const urls = userUrls(embedded)
  const warehouse = connect(
    'embedded',
    (user) => urls[user],
    DATABASE,
    async () => {
      rmSync(runFile, { force: true })
      await embedded.stop()
    },
  )
  await prepared(warehouse, log)
  writeRunFile(runFile, { pid: process.pid, urls })
  return warehouse
}

/** A product killed a moment ago leaves its engine closing the files; that takes seconds at most. */
async function startWhenFree(options: EmbeddedOptions): Promise<Embedded> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startEmbedded(options)
    } catch (error) {
      if (!(error instanceof FilesInUseError) || attempt === 40) throw error
      await sleep(500)
    }
  }
}

function connect(
  mode: Warehouse['mode'],
  url: (user: User) => string,
  database: string,
  stop: () => Promise<void>,
): Warehouse {
  const clients = new Map<User, ClickHouseClient>()
  return {
    database,
    mode,
    url,
    client(user) {
      const client = clients.get(user) ?? warehouseClient(url(user))
      clients.set(user, client)
      return client
    },
    async close() {
      await Promise.all([...clients.values()].map((client) => client.close()))
      clients.clear()
      await stop()
    },
  }
}

async function prepared(warehouse: Warehouse, log: (message: string) => void): Promise<Warehouse> {
  try {
    // Without a database in the address: it may have to be created first.
    const admin = warehouseClient(warehouse.url('loader').replace(/\/[^/]*$/, '/'))
    const applied = await migrate(admin, warehouse.database)
    const changed = await loadReference(admin, warehouse.database)
    await admin.close()
    if (applied.length > 0) log(`warehouse schema: applied ${applied.join(', ')}`)
    if (changed.length > 0) log(`reference data: loaded ${changed.join(', ')}`)
    return warehouse
  } catch (error) {
    await warehouse.close()
    if (
      error instanceof Error &&
      /ECONNREFUSED|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH/.test(
        `${error.message} ${String((error as { code?: unknown }).code)}`,
      )
    ) {
      throw new WarehouseError(`the warehouse cannot be reached (${error.message}); check CLICKHOUSE_URL`)
    }
    throw error
  }
}

function parseUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new WarehouseError('CLICKHOUSE_URL must look like http://user:password@host:8123/database')
  }
  return text
}

const databaseOf = (url: string) => decodeURIComponent(new URL(url).pathname.slice(1)) || DATABASE

function userUrls({ host, port, credentials }: Embedded): Record<User, string> {
  const url = (user: User) => `http://${user}:${credentials[user]}@${host}:${port}/${DATABASE}`
  return { loader: url('loader'), cube: url('cube'), reader: url('reader'), stopper: url('stopper') }
}

/** What a running product wrote, if it still runs and answers; a stale file is ignored. */
async function readRunFile(path: string): Promise<RunFile | undefined> {
  let run: RunFile
  try {
    run = JSON.parse(readFileSync(path, 'utf8')) as RunFile
    process.kill(run.pid, 0)
    const response = await fetch(`${new URL(run.urls.loader).origin}/ping`, {
      headers: { connection: 'close' },
    })
    return response.ok ? run : undefined
  } catch {
    return undefined
  }
}

function writeRunFile(path: string, run: RunFile): void {
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 })
  writeFileSync(`${path}.new`, JSON.stringify(run), { mode: 0o600 })
  renameSync(`${path}.new`, path)
}
