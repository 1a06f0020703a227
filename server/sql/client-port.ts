import type { IncomingMessage } from 'node:http'
import type { DatabaseSync } from 'node:sqlite'
import { pipeline } from 'node:stream/promises'
import express, { type Application, type Request, type Response } from 'express'
import type { Logger } from 'pino'
import { askEngine, EngineError } from '../export/engine.ts'
import { accountOf, proofOf } from '../http/account-of.ts'
import { describeFailure, HttpError, route } from '../http/errors.ts'
import { authenticateToken } from '../http/guard.ts'
import { readClientRequest, type ClientRequest } from './client-request.ts'
import { SQL_ROLES } from './limits.ts'
import { StatementRefused } from './statement.ts'
import { StatementCancelled, type Statements } from './statements.ts'

export interface ClientPortParts {
  db: DatabaseSync
  statements: Statements
  /** Address of the engine as the user of analysts, with the database of the public views. */
  analystUrl: string
  clock: () => Date
  log: Logger
}

/** What of the engine's answer is passed on. */
const PASSED = [
  'content-type',
  'content-encoding',
  'x-clickhouse-format',
  'x-clickhouse-timezone',
  'x-clickhouse-summary',
]

/**
 * The way in for programs that speak ClickHouse's HTTP protocol (`CLICKHOUSE_PUBLIC_PORT`): user is the account, password a
 * token of it with the scope `sql`. Each statement goes the way of `POST /api/sql`: read by the engine's parser, refused where it
 * is no SELECT over the public views, run within the account's provinces and limits, kept in its history. The engine's
 * own port stays on loopback: its row filter trusts the query's id, which only the product may set.
 */
export function createClientPort({ db, statements, analystUrl, clock, log }: ClientPortParts): Application {
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.get('/ping', (_req, res) => void res.type('text/plain').send('Ok.\n'))
  app.use((_req, res, next) => {
    res.set({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    next()
  })
  app.use(authenticateToken(db, clock, readCredentials))
  app.use(express.raw({ type: () => true, limit: '256kb' }))
  app.all(
    '/',
    route(async (req, res) => {
      const account = accountOf(req)
      const proof = proofOf(req)
      if (account === null || proof?.kind !== 'token') {
        res.set('www-authenticate', 'Basic realm="toan-canh"')
        return fail(
          res,
          401,
          FAILURES.unauthorized,
          'Authentication failed: user is your account, password a token of it.',
        )
      }
      if (!proof.scopes.includes('sql') || !SQL_ROLES.includes(account.role)) {
        return fail(
          res,
          403,
          FAILURES.sql_not_allowed,
          `Not enough privileges: SQL is for tokens with the scope sql, of the roles ${SQL_ROLES.join(', ')}.`,
        )
      }
      const leave = new AbortController()
      res.once('close', () => leave.abort())
      try {
        const asked = readClientRequest(req, new URL(analystUrl).pathname.slice(1))
        await statements.run(asked, account, leave, async ({ id, canonical, queryId, limits, signal }) => {
          const answer = await askEngine({
            url: analystUrl,
            sql: canonical,
            parameters: engineParameters(asked, queryId, limits),
            headers: acceptedEncoding(req),
            signal,
          })
          pass(answer as IncomingMessage, res, id)
          await pipeline(answer, res)
          return null
        })
      } catch (error) {
        answerFailure(res, error, log)
      }
    }),
  )
  app.use((_req, res) =>
    fail(res, 404, FAILURES.bad_request, 'There is nothing at this address but / and /ping.'),
  )
  app.use((error: unknown, _req: Request, res: Response, next: express.NextFunction) => {
    if (res.headersSent) return next(error)
    answerFailure(res, error, log)
  })
  return app
}

/** As the programs send them: headers of their own, Basic, or parameters. */
function readCredentials(req: Request): { name: string | null; token: string } | null {
  const parameter = (name: string) => (typeof req.query[name] === 'string' ? req.query[name] : undefined)
  const basic = /^basic\s+(.+)$/i.exec(req.get('authorization') ?? '')?.[1]
  const [basicName, ...basicRest] =
    basic === undefined ? [] : Buffer.from(basic, 'base64').toString().split(':')
  const bearer = /^(?:bearer\s+)?(tc_\S+)$/i.exec(req.get('authorization') ?? '')?.[1]
  const token =
    req.get('x-clickhouse-key') ??
    (basic === undefined ? undefined : basicRest.join(':')) ??
    bearer ??
    parameter('password')
  if (token === undefined) return null
  const name = req.get('x-clickhouse-user') ?? basicName ?? parameter('user') ?? null
  return { name: name === '' ? null : name, token }
}

const acceptedEncoding = (req: Request): Record<string, string> => {
  const accepted = req.get('accept-encoding')
  return accepted === undefined ? {} : { 'accept-encoding': accepted }
}

function engineParameters(
  { engineFormat, parameters, compressed, whole }: ClientRequest,
  queryId: string,
  limits: { seconds: number; rows: number },
): Record<string, string | number> {
  return {
    ...parameters,
    query_id: queryId,
    default_format: engineFormat,
    max_execution_time: limits.seconds,
    max_result_rows: limits.rows,
    ...(compressed ? { enable_http_compression: 1 } : {}),
    ...(whole ? { wait_end_of_query: 1, buffer_size: 1_048_576 } : {}),
  }
}

function pass(answer: IncomingMessage, res: Response, id: string): void {
  res.status(200).set('x-clickhouse-query-id', id)
  for (const name of PASSED) {
    const value = answer.headers[name]
    if (typeof value === 'string') res.set(name, value)
  }
}

/** The engine's own codes for what the product itself refuses, and their names. */
const FAILURES = {
  unauthorized: [516, 'AUTHENTICATION_FAILED'],
  sql_not_allowed: [497, 'ACCESS_DENIED'],
  sql_syntax: [62, 'SYNTAX_ERROR'],
  bad_request: [36, 'BAD_ARGUMENTS'],
  id_taken: [216, 'QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING'],
  busy: [202, 'TOO_MANY_SIMULTANEOUS_QUERIES'],
  warehouse_unavailable: [210, 'NETWORK_ERROR'],
} as const
type Failure = (typeof FAILURES)[keyof typeof FAILURES] | readonly [code: number, type: string]

const failureOf = (code: string): Failure =>
  Object.entries(FAILURES).find(([name]) => name === code)?.[1] ?? FAILURES.bad_request

/** In the form these programs read: the engine's code in a header, its words as text. */
function fail(res: Response, status: number, [code, type]: Failure, message: string): void {
  res
    .status(status)
    .set('x-clickhouse-exception-code', String(code))
    .type('text/plain')
    .send(`Code: ${code}. DB::Exception: ${message} (${type})\n`)
}

function answerFailure(res: Response, error: unknown, log: Logger): void {
  if (error instanceof StatementCancelled || res.headersSent) {
    // What went out is not whole: the connection ends without saying that it is.
    if (!(error instanceof StatementCancelled)) {
      log.warn({ failure: describeFailure(error) }, 'an SQL result was cut off')
    }
    res.destroy()
    return
  }
  if (error instanceof StatementRefused) {
    return fail(res, error.code === 'sql_not_allowed' ? 403 : 400, failureOf(error.code), error.message)
  }
  if (error instanceof HttpError) {
    if (error.status === 429) res.set('retry-after', '5')
    return fail(res, error.status, failureOf(error.code), error.message)
  }
  if (error instanceof EngineError && error.code !== 0) {
    return fail(res, error.code === 497 ? 403 : 400, [error.code, error.type || 'UNKNOWN'], error.message)
  }
  const { status } = error as { status?: unknown }
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return fail(res, status, FAILURES.bad_request, (error as Error).message)
  }
  log.error({ failure: describeFailure(error) }, 'the warehouse did not answer')
  fail(res, 503, FAILURES.warehouse_unavailable, 'The data warehouse cannot be reached at the moment.')
}
