import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { ClickHouseClient } from '@clickhouse/client'
import express, { Router, type Response } from 'express'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { ReadableWarehouse } from '../api/warehouse-rows.ts'
import { EngineError } from '../export/engine.ts'
import { FORMATS } from '../export/formats.ts'
import { accountOf } from '../http/account-of.ts'
import { describeFailure, HttpError, route, sendError } from '../http/errors.ts'
import type { Account } from '../sign-in/roles.ts'
import { answerSqlError } from './answer-error.ts'
import { findInHistory, noteRun, readHistory, type HistoryEntry } from './history.ts'
import { LIMITS, SQL_ROLES } from './limits.ts'
import { queryIdOf } from './query-id.ts'
import { runStatement } from './run.ts'
import { runningStatements } from './running.ts'
import { readSchema } from './schema.ts'
import { MAX_SQL_BYTES, readStatement, StatementRefused } from './statement.ts'

/** The warehouse as SQL needs it. */
export interface SqlWarehouse extends ReadableWarehouse {
  client: (user: 'reader' | 'stopper') => ClickHouseClient
}

export interface SqlParts {
  db: DatabaseSync
  warehouse: SqlWarehouse
  /** `http://analyst:password@host:port/database of the public views`; null: this warehouse has no such user. */
  analystUrl: string | null
  clock: () => Date
  log: Logger
}

/** `GET /api/sql/history` */
export interface HistoryAnswer {
  entries: HistoryEntry[]
}

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
 * - `GET /queries/ID` says how far it is, `DELETE /queries/ID` ends it; so does leaving
 */
export function sqlRoutes(parts: SqlParts): Router {
  const { db, warehouse, analystUrl, clock, log } = parts
  const running = runningStatements(warehouse.client('stopper'))
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
    const id = asked.id ?? randomUUID()
    const full = running.full(account.name)
    if (full !== null) {
      res.set('retry-after', '5')
      const words =
        full === 'account'
          ? 'Bạn đang có câu lệnh chạy; chờ hoặc dừng bớt / Statements of yours are running; wait, or cancel one'
          : 'Đang có nhiều câu lệnh chạy; thử lại sau / Many statements are running; try again later'
      throw new HttpError(429, 'busy', words)
    }
    if (running.has(id) || findInHistory(db, account.name, id) !== null) {
      throw new HttpError(409, 'id_taken', 'Mã này đã dùng / This id has been used')
    }
    const most = asked.format === 'json' ? LIMITS.json : LIMITS.file
    const limits = {
      seconds: Math.min(asked.limits.seconds ?? most.seconds, most.seconds),
      rows: Math.min(asked.limits.rows ?? most.rows, most.rows),
    }
    const queryId = queryIdOf(account, id)
    const cancel = new AbortController()
    running.add(id, { account: account.name, queryId, cancel })
    res.once('close', () => cancel.abort())
    res.set('x-query-id', id)
    const started = performance.now()
    const at = clock().toISOString()
    const ended = (status: HistoryEntry['status'], rows: number | null, error: string | null) =>
      noteRun(db, account.name, {
        ...{ id, at, sql: asked.sql.slice(0, MAX_SQL_BYTES), format: asked.format, status, rows, error },
        milliseconds: Math.round(performance.now() - started),
      })
    try {
      const canonical = await readStatement(warehouse.client('reader'), asked.sql)
      const statement = { ...asked, canonical, people: asked.for === 'people', language: asked.lang, limits }
      const rows = await runStatement(res, statement, account, queryId, cancel.signal, {
        warehouse,
        analystUrl: analystUrl ?? '',
        clock,
        note,
      })
      ended('done', rows, null)
    } catch (error) {
      const left = cancel.signal.aborted && isLeaving(error)
      ended(left ? 'cancelled' : 'failed', null, left ? null : toldOf(error))
      if (res.headersSent) {
        // What went out is not whole: the connection ends without saying that it is.
        if (!left) log.warn({ failure: describeFailure(error) }, 'an SQL result was cut off')
        res.destroy()
      } else if (left) {
        if (!res.destroyed) answerSqlError(res, new EngineError(394, ''), asked.sql)
      } else if (!answerSqlError(res, error, asked.sql)) {
        note(error)
        throw new HttpError(
          503,
          'warehouse_unavailable',
          'The data warehouse cannot be reached at the moment.',
        )
      }
    } finally {
      running.remove(id)
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
      const progress = await running.progress(signedIn(accountOf(req)).name, String(req.params['id']))
      if (progress === null) return sendError(res, 404, 'not_found', 'No such statement is under way.')
      res.json(progress)
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

/** An error that comes of ending a statement: by who asked, or by their leaving. */
const isLeaving = (error: unknown): boolean => {
  const { name, code } = error as { name?: string; code?: string }
  return (
    name === 'AbortError' ||
    name === 'ReaderLeft' ||
    code === 'ERR_STREAM_PREMATURE_CLOSE' ||
    code === 'ECONNRESET'
  )
}

/** An error as the history keeps it. */
const toldOf = (error: unknown): string =>
  error instanceof StatementRefused || error instanceof EngineError ? error.message.slice(0, 1000) : 'failed'
