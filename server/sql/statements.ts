import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { ClickHouseClient } from '@clickhouse/client'
import type { ReadableWarehouse } from '../api/warehouse-rows.ts'
import { EngineError } from '../export/engine.ts'
import { HttpError } from '../http/errors.ts'
import type { Account } from '../sign-in/roles.ts'
import { findInHistory, noteRun, type HistoryEntry } from './history.ts'
import { LIMITS } from './limits.ts'
import { queryIdOf } from './query-id.ts'
import { runningStatements, type RunningStatements } from './running.ts'
import { MAX_SQL_BYTES, readStatement, StatementRefused } from './statement.ts'

/** The warehouse as SQL needs it. */
export interface SqlWarehouse extends ReadableWarehouse {
  client: (user: 'reader' | 'stopper') => ClickHouseClient
}

/** A statement as an account asks for it. */
export interface AskedStatement {
  sql: string
  /** As the history keeps it; `json` has the limits of a screen, any other those of a file. */
  format: string
  /** A UUID of the asker's own. */
  id?: string | undefined
  /** Lower limits than the product's. */
  limits: { seconds?: number | undefined; rows?: number | undefined }
}

/** A statement that may run. */
export interface AdmittedStatement {
  id: string
  /** What is run (statement.ts). */
  canonical: string
  /** With the account's provinces (query-id.ts). */
  queryId: string
  limits: { seconds: number; rows: number }
  /** Aborts when it is ended from elsewhere, or its asker leaves. */
  signal: AbortSignal
}

/** Ended by who asked, or by their leaving. */
export class StatementCancelled extends Error {
  override name = 'StatementCancelled'
}

/** Statements of all accounts, by whatever way they are asked: one set of limits, one history. */
export interface Statements {
  running: RunningStatements
  /**
   * Runs one statement and notes how it ended.
   *
   * @param leave aborted when the asker leaves
   * @param send sends it to the engine and its result to the asker; gives the rows of the result, where known
   * @throws HttpError 429 while others run, 409 for an id that was used; StatementRefused; StatementCancelled; what `send`
   * throws.
   */
  run: (
    asked: AskedStatement,
    account: Account,
    leave: AbortController,
    send: (statement: AdmittedStatement) => Promise<number | null>,
  ) => Promise<void>
}

export function createStatements(parts: {
  db: DatabaseSync
  warehouse: SqlWarehouse
  clock: () => Date
}): Statements {
  const { db, warehouse, clock } = parts
  const running = runningStatements(warehouse.client('stopper'))
  return {
    running,
    async run(asked, account, leave, send) {
      const id = asked.id ?? randomUUID()
      admit(running, account)
      if (running.has(id) || findInHistory(db, account.name, id) !== null) {
        throw new HttpError(409, 'id_taken', 'Mã này đã dùng / This id has been used')
      }
      const most = asked.format === 'json' ? LIMITS.json : LIMITS.file
      const limits = {
        seconds: Math.min(asked.limits.seconds ?? most.seconds, most.seconds),
        rows: Math.min(asked.limits.rows ?? most.rows, most.rows),
      }
      const queryId = queryIdOf(account, id)
      running.add(id, { account: account.name, queryId, cancel: leave })
      const started = performance.now()
      const at = clock().toISOString()
      const note = (status: HistoryEntry['status'], rows: number | null, error: string | null) =>
        noteRun(db, account.name, {
          ...{ id, at, sql: asked.sql.slice(0, MAX_SQL_BYTES), format: asked.format, status, rows, error },
          milliseconds: Math.round(performance.now() - started),
        })
      try {
        const canonical = await readStatement(warehouse.client('reader'), asked.sql)
        note('done', await send({ id, canonical, queryId, limits, signal: leave.signal }), null)
      } catch (error) {
        const left = leave.signal.aborted && isLeaving(error)
        note(left ? 'cancelled' : 'failed', null, left ? null : toldOf(error))
        throw left ? new StatementCancelled('cancelled', { cause: error }) : error
      } finally {
        running.remove(id)
      }
    },
  }
}

function admit(running: RunningStatements, account: Account): void {
  const full = running.full(account.name)
  if (full === null) return
  const words =
    full === 'account'
      ? 'Bạn đang có câu lệnh chạy; chờ hoặc dừng bớt / Statements of yours are running; wait, or cancel one'
      : 'Đang có nhiều câu lệnh chạy; thử lại sau / Many statements are running; try again later'
  throw new HttpError(429, 'busy', words)
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
