/** The product as one process: warehouse, Cube, server and web. `npm start` runs it by way of bootstrap.mjs. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { handledText } from '../etl/commands/load-text.ts'
import { today } from '../etl/commands/today.ts'
import { loadDemonstration } from '../etl/demo/demonstration.ts'
import { loadFiles } from '../etl/load/load.ts'
import { rederive } from '../etl/load/rederive.ts'
import { schedulePulls } from '../etl/pull/schedule.ts'
import { sourcesFolder } from '../etl/pull/sources-folder.ts'
import { WarehouseError } from '../etl/warehouse/errors.ts'
import { analystUrl, openWarehouse } from '../etl/warehouse/warehouse.ts'
import { dropFolder } from '../etl/watch/folder.ts'
import { startWatching } from '../etl/watch/watch.ts'
import { DeliverySettingsError, readDeliverySettings } from '../reports/deliver/settings.ts'
import { createApp } from './app.ts'
import { keepAudit } from './audit/retention.ts'
import { accountOf } from './http/account-of.ts'
import { describeFailure } from './http/errors.ts'
import { applyMapping } from './oidc/account.ts'
import { OidcSettingsError, readOidcSettings } from './oidc/settings.ts'
import { createFirstAdministrator } from './sign-in/first-administrator.ts'
import { readProvinces } from './sign-in/provinces.ts'
import { createClientPort } from './sql/client-port.ts'
import { createStatements } from './sql/statements.ts'
import { openState, StateError } from './state/state.ts'

const HELP = `Toàn Cảnh: starts the warehouse, loads the demonstration data when it is empty, and serves the dashboard.

  npm start                    with demonstration data
  npm start -- --empty         without
  npm start -- --dossiers N    a smaller or larger demonstration (at least 300000; 4000000 if not said)

Environment
  PORT, HOST        where it listens (8080, 127.0.0.1)
  TOANCANH_DATA     data folder (./data): embedded warehouse, accounts, outputs
  CLICKHOUSE_PUBLIC_PORT  port for programs that speak ClickHouse's HTTP protocol (docs/analysts.md)
  CLICKHOUSE_URL    an external ClickHouse, http://user:password@host:8123/database
  TOANCANH_SOURCES  definitions of sources that are pulled (<data>/sources)
  TOANCANH_DROP     drop folder, what is put into it is loaded (drop in the data folder)
  CLICKHOUSE_CLUSTER  its cluster's name; CLICKHOUSE_URL then lists a server a shard
  STATE_URL         accounts and sessions (SQLite file in the data folder)
  OIDC_…, PUBLIC_URL  sign-in through an OpenID Connect provider (docs/sign-in.md)
  ALERT_RULES       alert rules of this installation (alerts in the data folder; docs/alerts.md)
  ALERT_QUIET_HOURS, ALERT_DIGEST_HOUR  when alerts are told (22-6, 7; docs/delivery.md)
  SMTP_URL, MAIL_…  the mail server that reports go out by (docs/delivery.md); REPORT_… where else they go
  TRUST_PROXY       proxies in front, as Express's "trust proxy" (none)
  LOG_LEVEL         fatal, error, warn, info, debug (warn)
`

const ROOT = join(import.meta.dirname, '..')
const say = (text: string) => process.stderr.write(`${text}\n`)

/** What ends a start with a message for people; the exit codes are the commands'. */
class StartError extends Error {
  readonly code: number
  constructor(message: string, code: number) {
    super(message)
    this.code = code
  }
}

interface Started {
  stop: () => Promise<void>
}

async function start(): Promise<Started> {
  const { values } = readArguments()
  const host = process.env['HOST'] ?? '127.0.0.1'
  const port = portOf('PORT', process.env['PORT'] ?? '8080')
  const publicPort = process.env['CLICKHOUSE_PUBLIC_PORT'] ?? ''
  const clientPort = publicPort === '' ? null : portOf('CLICKHOUSE_PUBLIC_PORT', publicPort)
  const dataDir = resolve(process.env['TOANCANH_DATA'] ?? 'data')
  const version = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string })
    .version
  const log = pino({ level: process.env['LOG_LEVEL'] ?? 'warn' })

  const provinces = readProvinces(join(ROOT, 'etl/reference'))
  const oidc = readOidcSettings(process.env, provinces)
  const delivery = readDeliverySettings(process.env, dataDir)

  const stops: (() => Promise<void> | void)[] = []
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step()
  }
  try {
    // The port first: taken, nothing else need be started.
    const server = createServer()
    server.on('request', starting)
    await listen(server, port, host, 'PORT')
    stops.push(() => close(server))
    const state = openState({ dataDir, url: process.env['STATE_URL'] })
    stops.push(() => state.close())
    applyMapping(state.db, oidc, new Date())
    stops.push(keepAudit(state.db, (error) => log.error(describeFailure(error), 'old audit lines stay')))
    // Cube is a second's worth of code: it is read while the warehouse starts in its own process.
    const gateway = import('../cube/gateway/cube.ts')
    const reporting = import('../reports/start.ts')
    const warehouse = await openWarehouse({
      dataDir,
      clickhouseUrl: process.env['CLICKHOUSE_URL'],
      own: true,
      log: say,
    })
    stops.push(() => warehouse.close())
    await rederive({ warehouse, dataDir, log: say })
    if (values.empty !== true) {
      await loadDemonstration({
        warehouse,
        dataDir,
        dossiers: values.dossiers === undefined ? undefined : Number(values.dossiers),
        log: say,
      })
    }
    const { createCube } = await gateway
    const cube = await createCube({
      clickhouseUrl: warehouse.url('cube'),
      log: (message, detail) => log.warn(detail ?? {}, message),
      accountOf,
    })
    stops.push(() => cube.release())
    const { startReports } = await reporting
    const reports = startReports(
      state.db,
      { cube, warehouse, provinces: provinces.current, regions: provinces.regions },
      delivery,
      say,
    )
    stops.push(() => reports.stop())
    const clock = () => new Date()
    const statements = createStatements({ db: state.db, warehouse, clock })
    const engineUrl = analystUrl(warehouse)
    if (clientPort !== null) {
      if (engineUrl === null)
        throw new StartError(
          'CLICKHOUSE_PUBLIC_PORT needs the embedded warehouse: leave CLICKHOUSE_URL away',
          2,
        )
      const clients = createServer(
        createClientPort({ db: state.db, statements, analystUrl: engineUrl, clock, log }),
      )
      await listen(clients, clientPort, host, 'CLICKHOUSE_PUBLIC_PORT')
      stops.push(() => close(clients))
    }
    const trustProxy = process.env['TRUST_PROXY']
    const app = createApp({
      state,
      cube,
      warehouse,
      exports: { cube, engineUrl: warehouse.url('cube') },
      sql: { warehouse, statements, analystUrl: engineUrl },
      reports: reports.routes,
      alerts: reports.alerts,
      webDir: join(ROOT, 'web', 'dist'),
      log,
      version,
      ...(oidc === null ? {} : { oidc }),
      ...(trustProxy === undefined
        ? {}
        : { trustProxy: /^\d+$/.test(trustProxy) ? Number(trustProxy) : trustProxy }),
    })
    server.off('request', starting)
    server.on('request', app)

    const administrator = await createFirstAdministrator(state)
    const address = server.address()
    const shown = typeof address === 'object' && address !== null ? address.port : port
    const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
    console.log(`\nToàn Cảnh: http://${name}:${shown}\n`)
    if (administrator !== null) {
      console.log('Tài khoản quản trị đầu tiên (chỉ hiện một lần) / First administrator (shown only once):')
      console.log(`  tên / name:          ${administrator.name}`)
      console.log(`  mật khẩu / password: ${administrator.password}\n`)
    } else {
      console.log('Quên mật khẩu / lost password: npm run admin -- user password admin\n')
    }
    const dir = resolve(dropFolder(dataDir))
    const watching = startWatching({
      dir,
      dataDir,
      withWarehouse: (work) => work(warehouse),
      today,
      log: say,
      onHandled: (report) => say(handledText(report)),
    })
    stops.push(() => watching.stop())
    const pulling = new AbortController()
    const pulls = schedulePulls({
      dataDir,
      sources: sourcesFolder(dataDir),
      env: process.env,
      signal: pulling.signal,
      log: say,
      load: (files) => loadFiles(files, { warehouse, dataDir, today: today(), log: say }),
    })
    stops.push(async () => {
      pulling.abort()
      await pulls
    })
    console.log(`Thư mục nhận tệp / files put here are loaded: ${dir}\n`)
    return { stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Until everything is up: nothing but the word that it is not. */
function starting(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, {
    'retry-after': '5',
    'content-type': 'text/plain; charset=utf-8',
    connection: 'close',
  })
  response.end(
    'Toàn Cảnh đang khởi động, xin thử lại sau giây lát. / Starting, please try again in a moment.\n',
  )
}

function readArguments() {
  try {
    const read = parseArgs({
      options: {
        empty: { type: 'boolean' },
        dossiers: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (read.values.help === true) {
      process.stdout.write(HELP)
      process.exit(0)
    }
    if (read.values.dossiers !== undefined && !/^\d+$/.test(read.values.dossiers))
      throw new Error('--dossiers takes a whole number')
    return read
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n\n${HELP}`, 2)
  }
}

function portOf(name: string, text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new StartError(`${name} is not a port number: ${text}`, 2)
  return port
}

async function listen(server: Server, port: number, host: string, name: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      const reason = taken
        ? `port ${port} on ${host} is taken; stop what uses it or choose another: ${name}=${port + 1} npm start`
        : error.message
      reject(new StartError(reason, 4))
    })
    server.listen(port, host, resolve)
  })
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  setTimeout(() => server.closeAllConnections(), 3_000).unref()
  await closed
}

let stopping = false
async function shutDown(started: Promise<Started>, code: number): Promise<void> {
  if (stopping) return
  stopping = true
  await started.then(
    ({ stop }) => stop(),
    () => undefined,
  )
  process.exit(code)
}

const started = start()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => void shutDown(started, 0))
// Started by bootstrap.mjs: with its end, however sudden, the product ends too.
process.on('disconnect', () => void shutDown(started, 0))
started.catch((error: unknown) => {
  const known =
    error instanceof StartError ||
    error instanceof WarehouseError ||
    error instanceof StateError ||
    error instanceof OidcSettingsError ||
    error instanceof DeliverySettingsError
  say(`toan-canh: ${known ? error.message : String((error as Error).stack ?? error)}`)
  process.exit(
    error instanceof StartError
      ? error.code
      : error instanceof OidcSettingsError || error instanceof DeliverySettingsError
        ? 2
        : error instanceof WarehouseError
          ? 4
          : 1,
  )
})
