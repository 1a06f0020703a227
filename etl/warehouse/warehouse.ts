import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClickHouseClient } from '@clickhouse/client'
import { addressesOf } from './addresses.ts'
import { warehouseClient, type Settings } from './client.ts'
import { startEmbedded, type Embedded, type EmbeddedOptions } from './embedded.ts'
import { USERS, type User } from './engine-config.ts'
import { FilesInUseError, WarehouseError } from './errors.ts'
import { prepare, type Urls } from './prepare.ts'
import { makePublicViews, publicOf } from './public-database.ts'

export const DATABASE = 'toancanh'

export interface WarehouseOptions {
  /** `TOANCANH_DATA`: the embedded warehouse's files, and `run/warehouse.json` by which others join it. */
  dataDir: string
  /** `CLICKHOUSE_URL`: an external ClickHouse instead; of a cluster one address per shard. */
  clickhouseUrl?: string | undefined
  /** `CLICKHOUSE_CLUSTER`: the cluster's name in the servers' configuration. @default the environment's */
  clickhouseCluster?: string | undefined
  /** The product itself: never joins another's embedded warehouse, waits for its end instead. @default false */
  own?: boolean
  log?: (message: string) => void
}

export interface Warehouse {
  database: string
  mode: 'external' | 'embedded' | 'joined'
  /**
   * `http://user:password@host:port/database` for one of the product's users; of a cluster's servers the one that is named
   * first in CLICKHOUSE_URL. Any of them answers for all. An external one has no `analyst`: asking for it throws.
   */
  url: (user: User) => string
  client: (user: User) => ClickHouseClient
  /** A client of every server, in the order of their shards. */
  nodes: (user: User) => readonly [ClickHouseClient, ...ClickHouseClient[]]
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
    const { clickhouseCluster = process.env['CLICKHOUSE_CLUSTER'] ?? '' } = options
    return openExternal(addressesOf(options.clickhouseUrl), clickhouseCluster, log)
  }
  const runFile = join(options.dataDir, 'run', 'warehouse.json')
  for (let waited = 0; ; waited += 500) {
    const running = await readRunFile(runFile)
    if (running === undefined) break
    if (options.own !== true) return connect('joined', (user) => [running.urls[user]], DATABASE, nothing)
    if (waited === 0) log(`process ${running.pid} has the warehouse open; waiting for it to end`)
    if (waited > 600_000)
      throw new WarehouseError(`process ${running.pid} still has the warehouse open; stop it first`)
    await sleep(500)
  }
  const embedded = await startWhenFree({ dir: join(options.dataDir, 'warehouse'), database: DATABASE, log })
  const urls = userUrls(embedded)
  const warehouse = connect(
    'embedded',
    (user) => [urls[user]],
    DATABASE,
    async () => {
      rmSync(runFile, { force: true })
      await embedded.stop()
    },
  )
  try {
    await prepare([urls.loader], DATABASE, '', log)
    await makePublicViews(warehouse.client('loader'), DATABASE)
  } catch (error) {
    await warehouse.close()
    throw error
  }
  writeRunFile(runFile, { pid: process.pid, urls })
  return warehouse
}

/** Where analysts' SQL is run: `http://analyst:…@host:port/` and the database of the public views. null: an external warehouse. */
export function analystUrl(warehouse: Warehouse): string | null {
  if (warehouse.mode === 'external') return null
  const url = new URL(warehouse.url('analyst'))
  url.pathname = publicOf(warehouse.database)
  return url.href
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

/** @param urls of every server, in the order of their shards; `entry` is the one that readers ask. */
function connect(
  mode: Warehouse['mode'],
  urls: (user: User) => Urls,
  database: string,
  stop: () => Promise<void>,
  entry = 0,
  settings: Settings = {},
): Warehouse {
  const clients = new Map<User, [ClickHouseClient, ...ClickHouseClient[]]>()
  const nodes = (user: User) => {
    const [first, ...others] = urls(user)
    const own = user === 'loader' ? settings : {}
    const found = clients.get(user) ?? [
      warehouseClient(first, own),
      ...others.map((url) => warehouseClient(url, own)),
    ]
    clients.set(user, found)
    return found
  }
  return {
    database,
    mode,
    url: (user) => urls(user)[entry] ?? urls(user)[0],
    client: (user) => nodes(user)[entry] ?? nodes(user)[0],
    nodes,
    async close() {
      await Promise.all([...clients.values()].flat().map((client) => client.close()))
      clients.clear()
      await stop()
    },
  }
}

async function openExternal(urls: Urls, cluster: string, log: (message: string) => void): Promise<Warehouse> {
  if (urls.length > 1 && cluster === '') {
    throw new WarehouseError(
      'CLICKHOUSE_URL names several servers: CLICKHOUSE_CLUSTER must name their cluster',
    )
  }
  const database = databaseOf(urls[0])
  const prepared = await prepare(urls, database, cluster, log)
  const entry = prepared.urls.indexOf(urls[0])
  const urlsOf = (user: User) => {
    // Here one user does everything: it must not run what analysts write.
    if (user === 'analyst') throw new WarehouseError('an external ClickHouse has no user for analysts')
    return prepared.urls
  }
  return connect('external', urlsOf, database, nothing, entry, prepared.settings)
}

const databaseOf = (url: string) => decodeURIComponent(new URL(url).pathname.slice(1)) || DATABASE

function userUrls({ host, port, credentials }: Embedded): Record<User, string> {
  const url = (user: User) => `http://${user}:${credentials[user]}@${host}:${port}/${DATABASE}`
  return Object.fromEntries(USERS.map((user) => [user, url(user)])) as Record<User, string>
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
