import type { DatabaseSync } from 'node:sqlite'
import express, { Router, type Response } from 'express'
import type { Logger } from 'pino'
import { z } from 'zod'
import { EngineError } from '../export/engine.ts'
import { FORMATS } from '../export/formats.ts'
import { accountOf } from '../http/account-of.ts'
import { describeFailure, HttpError, route, sendError } from '../http/errors.ts'
import type { Account } from '../sign-in/roles.ts'
import { answerSqlError } from './answer-error.ts'
import { findInHistory, readHistory, type HistoryEntry } from './history.ts'
import { SQL_ROLES } from './limits.ts'
import type { Progress } from './running.ts'
import { runStatement } from './run.ts'
import { readSchema } from './schema.ts'
import { StatementCancelled, type SqlWarehouse, type Statements } from './statements.ts'

export interface SqlParts {
  db: DatabaseSync
  warehouse: SqlWarehouse
  statements: Statements
  /** `http://analyst:password@host:port/database of the public views`; null: this warehouse has no such user. */
  analystUrl: string | null
  clock: () => Date
  log: Logger
}

/** `GET /api/sql/history` */
export interface HistoryAnswer {
  entries: HistoryEntry[]
}

/** `GET /api/sql/queries/ID`: how far it is, or how it ended. */
export type FollowedAnswer =
  Progress | ({ state: 'ended' } & Pick<HistoryEntry, 'id' | 'status' | 'rows' | 'milliseconds'>)

const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
export const sqlOptions = z.object({
  format: z.enum(['json', ...FORMATS]).default('json'),
  for: z.enum(['people', 'machines']).default('machines'),
  lang: z.enum(['vi', 'en']).default('vi'),
})
export const sqlBody = sqlOptions.extend({
  sql: z.string(),
  id: uuid.optional(),
  limits: z
    .object({ seconds: z.number().int().min(1), rows: z.number().int().min(1) })
    .partial()
    .default({}),
})
type Asked = z.output<typeof sqlBody>

/**
 * `/api/sql`: read-only SQL over the public views, for some roles and within the account's provinces.
 *
 * - `POST /` runs a statement; `GET /schema` says what can be read; `GET /history` what the account ran
 * - `GET /history/ID/result?format=…` runs one of these again, as a file
 * - `GET /queries/ID` says how far it is or how it ended, `DELETE /queries/ID` ends it; so does leaving
 */
export function sqlRoutes(parts: SqlParts): Router {
  const { db, warehouse, statements, analystUrl, clock, log } = parts
  const { running } = statements
  const router = Router({ caseSensitive: true, strict: true })
  const note = (cause: unknown): void =>
    log.error({ failure: describeFailure(cause) }, 'the warehouse did not answer')

  router.use((req, res, next) => {
    res.set('cache-control', 'no-store')
    const account = accountOf(req)
    if (account === null) return sendError(res, 401, 'unauthorized', 'Sign in first.')
    if (!SQL_ROLES.includes(account.role)) {
      return sendError(
        res,
        403,
        'role',
        `SQL dành cho vai trò ${SQL_ROLES.join(', ')} / SQL is for the roles ${SQL_ROLES.join(', ')}`,
      )
    }
    if (analystUrl === null) {
      return sendError(
        res,
        501,
        'sql_not_here',
        'SQL chỉ có với kho dữ liệu tích hợp (không đặt CLICKHOUSE_URL) / SQL is there with the embedded warehouse only (CLICKHOUSE_URL unset)',
      )
    }
    next()
  })

  const run = async (asked: Asked, account: Account, res: Response): Promise<void> => {
    const leave = new AbortController()
    res.once('close', () => leave.abort())
    try {
      await statements.run(asked, account, leave, (admitted) => {
        res.set('x-query-id', admitted.id)
        const { format, lang: language } = asked
        const statement = { ...admitted, sql: asked.sql, format, people: asked.for === 'people', language }
        return runStatement(res, statement, account, { warehouse, analystUrl: analystUrl ?? '', clock, note })
      })
    } catch (error) {
      const left = error instanceof StatementCancelled
      if (res.headersSent) {
        // What went out is not whole: the connection ends without saying that it is.
        if (!left) log.warn({ failure: describeFailure(error) }, 'an SQL result was cut off')
        res.destroy()
      } else if (left) {
        if (!res.destroyed) answerSqlError(res, new EngineError(394, ''), asked.sql)
      } else if (error instanceof HttpError) {
        if (error.status === 429) res.set('retry-after', '5')
        throw error
      } else if (!answerSqlError(res, error, asked.sql)) {
        note(error)
        throw new HttpError(
          503,
          'warehouse_unavailable',
          'The data warehouse cannot be reached at the moment.',
        )
      }
    }
  }

  router.post(
    '/',
    express.json({ limit: '256kb' }),
    route(async (req, res) => run(parsed(sqlBody, req.body), signedIn(accountOf(req)), res)),
  )

  router.get(
    '/schema',
    route(async (_req, res) => {
      const database = new URL(analystUrl ?? '').pathname.slice(1)
      res.json(await readSchema(warehouse, database, note))
    }),
  )

  router.get('/history', (req, res) => {
    res.json({ entries: readHistory(db, signedIn(accountOf(req)).name) } satisfies HistoryAnswer)
  })

  router.get(
    '/history/:id/result',
    route(async (req, res) => {
      const account = signedIn(accountOf(req))
      const found = findInHistory(db, account.name, String(req.params['id']))
      if (found === null) return sendError(res, 404, 'not_found', 'There is no such statement of yours.')
      await run({ ...parsed(sqlOptions, req.query), sql: found.sql, limits: {} }, account, res)
    }),
  )

  router.get(
    '/queries/:id',
    route(async (req, res) => {
      const [account, id] = [signedIn(accountOf(req)).name, String(req.params['id'])]
      const answer = (await running.progress(account, id)) ?? ended(findInHistory(db, account, id))
      if (answer === null) return sendError(res, 404, 'not_found', 'There is no such statement of yours.')
      res.json(answer satisfies FollowedAnswer)
    }),
  )

  router.delete(
    '/queries/:id',
    route(async (req, res) => {
      const was = await running.cancel(signedIn(accountOf(req)).name, String(req.params['id']))
      if (!was) return sendError(res, 404, 'not_found', 'No such statement is under way.')
      res.status(204).end()
    }),
  )
  return router
}

const ended = (entry: HistoryEntry | null): FollowedAnswer | null => {
  if (entry === null) return null
  const { id, status, rows, milliseconds } = entry
  return { id, state: 'ended', status, rows, milliseconds }
}

function signedIn(account: Account | null): Account {
  if (account === null) throw new HttpError(401, 'unauthorized', 'Sign in first.')
  return account
}

function parsed<Shape extends z.ZodType>(shape: Shape, given: unknown): z.output<Shape> {
  const read = shape.safeParse(given)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new HttpError(
    400,
    'bad_request',
    `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'cannot be read'}`,
  )
}
