import './settings.ts'
import { randomBytes, randomUUID } from 'node:crypto'
import { CubejsHandlerError } from '@cubejs-backend/api-gateway'
import { ClickHouseDriver } from '@cubejs-backend/clickhouse-driver'
import express, { type Application, type Request } from 'express'
import type { Account } from '../access/grants.ts'
import project from '../cube.ts'
import { createAnswers, type Answer, type Question } from './answers.ts'
import { Core } from './core.ts'
import { describe, metaOf, rowsOf, type AnswerRow, type Described } from './rows.ts'
import { createSnapshots, type Snapshot } from './snapshot.ts'
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
  /** The rows of a query, for documents that are made in this process. */
  rows: (query: Record<string, unknown>, account: Account) => Promise<AnswerRow[]>
  /** Titles and definitions of members. */
  describe: (members: readonly string[], account: Account) => Promise<Described[]>
  release: () => Promise<void>
}

/** The state of the warehouse a question is asked of, as Cube's model gets to know it. */
interface Seen {
  ledgerVersion: string | null
  /** Cube keeps SQL by what of this can be written as JSON, which `pin` cannot. */
  pinned: boolean
  pin?: Snapshot['pin']
}

/** What of Cube's HTTP surface is offered; the rest needs the native library or serves a playground. */
const OFFERED = /^\/cubejs-api\/(?:v1\/(?:load|meta|sql|dry-run)|graphql)\/?$/

const SHOWN_SQL = '/cubejs-api/v1/sql'
const QUESTION = '/cubejs-api/v1/load'

/** Log events of Cube that an operator should see. */
const WARNINGS = /error|warning|conflict|rejected/i

/**
 * Cube in this process: the metrics of model/ over the warehouse, for accounts and within their grants.
 *
 * @throws when the model does not compile.
 */
export async function createCube({ clickhouseUrl, log, accountOf }: CubeOptions): Promise<Cube> {
  // One of Cube's packages has every error's stack mapped to its sources, also of those made for a time limit that is then
  // kept: milliseconds a question.
  Reflect.deleteProperty(Error, 'prepareStackTrace')
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
  const snapshot = createSnapshots((sql) => ledger.query(sql, []))
  /**
   * The ledger's version as a request begins. It becomes part of the SQL (source/dialect.ts) and so of the cache's
   * key: Cube by itself answers once more from before a load, and only then looks at its refresh key.
   *
   * @param pinned whether the SQL is run now, for this version alone; else people see it, or keep it
   */
  const seenBy = async (pinned: boolean): Promise<Seen> => {
    try {
      const { version, pin } = await snapshot()
      return { ledgerVersion: version, pinned, ...(pinned ? { pin } : {}) }
    } catch {
      // The query itself will say that the warehouse cannot be reached.
      return { ledgerVersion: null, pinned: false }
    }
  }
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
      request.securityContext = { account, ...(await seenBy(request.path !== SHOWN_SQL)) }
    },
  } as never)

  const contextOf = async (account: Account, pinned: boolean) => ({
    requestId: randomUUID(),
    securityContext: { account, ...(await seenBy(pinned)) },
  })

  // The model is compiled now: a broken one fails the start, not the first person's question.
  await (await core.getCompilerApi({} as never)).getCompilers()
  const rest = express()
  rest.disable('x-powered-by')
  core.restGateway().initApp(rest)
  const answer = createAnswers<Question & { seen: Seen }>({
    today,
    async ask({ query, account, seen }) {
      const securityContext = { account, ...seen }
      const context = { requestId: randomUUID(), securityContext, signedWithPlaygroundAuthSecret: false }
      let answer: Answer = { status: 500, body: '{}', final: false }
      await core.restGateway().load({
        query,
        context,
        apiType: 'rest',
        res(message: Record<string, unknown>, options?: { status: number }) {
          answer = {
            status: options?.status ?? 200,
            body: JSON.stringify(message),
            final: options === undefined && message['error'] === undefined,
          }
        },
      } as never)
      return answer
    },
  })
  return {
    install(app) {
      app.post(QUESTION, express.json({ limit: '1mb' }), (request, response, next) => {
        const query = plainQuery(request.body)
        const account = accountOf(request)
        if (query === null || account === null) return next()
        seenBy(true)
          .then((seen) => answer({ query, account, version: seen.ledgerVersion, seen }))
          .then(({ status, body }) => response.status(status).type('json').send(body))
          .catch(next)
      })
      app.use((request, response, next) => {
        if (OFFERED.test(request.path)) rest(request, response, next)
        else next()
      })
    },
    async statement(query, account) {
      return statementOf(core.restGateway(), query, await contextOf(account, false))
    },
    async rows(query, account) {
      return rowsOf(core.restGateway(), query, await contextOf(account, true))
    },
    async describe(members, account) {
      const cubes = await metaOf(core.restGateway(), await contextOf(account, false))
      return members.map((member) => describe(member, cubes))
    },
    async release() {
      await core.shutdown()
      await core.releaseConnections()
      await ledger.release()
    },
  }
}

/** The one query of a request that says nothing else; whatever else Cube takes goes to Cube itself. */
function plainQuery(body: unknown): Record<string, unknown> | null {
  if (typeof body !== 'object' || body === null || Object.keys(body).join() !== 'query') return null
  const { query } = body as { query: unknown }
  return typeof query === 'object' && query !== null && !Array.isArray(query)
    ? (query as Record<string, unknown>)
    : null
}

/** The ministry's day. */
const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date())
