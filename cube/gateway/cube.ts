import './settings.ts'
import { randomBytes, randomUUID } from 'node:crypto'
import { CubejsHandlerError } from '@cubejs-backend/api-gateway'
import { ClickHouseDriver } from '@cubejs-backend/clickhouse-driver'
import express, { type Application, type Request } from 'express'
import type { Account } from '../access/grants.ts'
import project from '../cube.ts'
import { Core } from './core.ts'
import { statementOf, type Statement } from './statement.ts'

export interface CubeOptions {
  /** `http://user:password@host:port/database`; the user needs SELECT only. */
  clickhouseUrl: string
  log: (message: string, detail?: Record<string, unknown>) => void
  /** Who asks, as the server's sign-in put on the request; null: refused with 403. */
  accountOf: (request: Request) => Account | null
}

export interface Cube {
  /** Mounts Cube's REST and GraphQL under `/cubejs-api`. */
  install: (app: Application) => void
  /** The SQL of a query, for exports. */
  statement: (query: Record<string, unknown>, account: Account) => Promise<Statement>
  release: () => Promise<void>
}

/** What of Cube's HTTP surface is offered; the rest needs the native library or serves a playground. */
const OFFERED = /^\/cubejs-api\/(?:v1\/(?:load|meta|sql|dry-run)|graphql)\/?$/

/** Log events of Cube that an operator should see. */
const WARNINGS = /error|warning|conflict|rejected/i

/**
 * Cube in this process: the metrics of model/ over the warehouse, for accounts and within their grants.
 *
 * @throws when the model does not compile.
 */
export async function createCube({ clickhouseUrl, log, accountOf }: CubeOptions): Promise<Cube> {
  const url = new URL(clickhouseUrl)
  const driverFactory = () =>
    new ClickHouseDriver({
      protocol: url.protocol,
      host: url.hostname,
      port: url.port || (url.protocol === 'https:' ? '8443' : '8123'),
      username: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: url.pathname.slice(1) || 'default',
      readOnly: true,
      maxPoolSize: 8,
    })
  const ledger = driverFactory()
  const core = new Core({
    ...project,
    // Never used: accounts come from the product's own sign-in. Cube insists on one.
    apiSecret: randomBytes(32).toString('hex'),
    basePath: '/cubejs-api',
    devServer: false,
    cacheAndQueueDriver: 'memory',
    logger: (message: string, detail: Record<string, unknown>) => {
      if (WARNINGS.test(message) && !/user ?error/i.test(message)) log(message, detail)
    },
    driverFactory,
    orchestratorOptions: { queryCacheOptions: { queueOptions: { concurrency: 8 } } },
    checkAuth: async (request: Request & { securityContext?: unknown }) => {
      const account = accountOf(request)
      if (account === null) throw new CubejsHandlerError(403, 'Forbidden', 'Chưa đăng nhập / Not signed in')
      request.securityContext = { account, ledgerVersion: await ledgerVersion(ledger) }
    },
  } as never)

  // The model is compiled now: a broken one fails the start, not the first person's question.
  await (await core.getCompilerApi({} as never)).getCompilers()
  const rest = express()
  rest.disable('x-powered-by')
  core.restGateway().initApp(rest)
  return {
    install(app) {
      app.use((request, response, next) => {
        if (OFFERED.test(request.path)) rest(request, response, next)
        else next()
      })
    },
    async statement(query, account) {
      const securityContext = { account, ledgerVersion: await ledgerVersion(ledger) }
      return statementOf(core.restGateway(), query, { requestId: randomUUID(), securityContext })
    },
    async release() {
      await core.shutdown()
      await core.releaseConnections()
      await ledger.release()
    },
  }
}

/**
 * The ledger's version as a request begins. It becomes part of the SQL (source/dialect.ts) and so of the cache's
 * key: Cube by itself answers once more from before a load, and only then looks at its refresh key.
 */
async function ledgerVersion(driver: ClickHouseDriver): Promise<string | null> {
  try {
    const [row] = await driver.query<{ version: string | number }>('SELECT version FROM ledger_version', [])
    return row === undefined ? null : String(row.version)
  } catch {
    // The query itself will say that the warehouse cannot be reached.
    return null
  }
}
