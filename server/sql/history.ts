import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { inTransaction } from '../state/transaction.ts'

const entry = z.object({
  id: z.string(),
  at: z.string(),
  sql: z.string(),
  format: z.string(),
  status: z.enum(['done', 'failed', 'cancelled']),
  rows: z.number().nullable(),
  milliseconds: z.number(),
  error: z.string().nullable(),
})

/** A statement someone ran; `at` is UTC, ISO 8601. */
export type HistoryEntry = z.output<typeof entry>

/** Statements kept an account. */
const KEPT = 200

const COLUMNS = 'id, at, sql, format, status, rows, milliseconds, error'

/** Adds a statement that has ended. */
export function noteRun(db: DatabaseSync, account: string, ran: HistoryEntry): void {
  const { id, at, sql, format, status, rows, milliseconds, error } = ran
  inTransaction(db, () => {
    db.prepare(`INSERT INTO sql_history (account, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(
      ...[account, id, at, sql, format, status, rows, milliseconds, error],
    )
    db.prepare(
      'DELETE FROM sql_history WHERE account = ? AND id NOT IN (SELECT id FROM sql_history WHERE account = ? ORDER BY at DESC LIMIT ?)',
    ).run(account, account, KEPT)
  })
}

/** What an account ran, newest first. */
export function readHistory(db: DatabaseSync, account: string): HistoryEntry[] {
  return db
    .prepare(`SELECT ${COLUMNS} FROM sql_history WHERE account = ? ORDER BY at DESC LIMIT ${KEPT}`)
    .all(account)
    .map((row) => entry.parse(row))
}

export function findInHistory(db: DatabaseSync, account: string, id: string): HistoryEntry | null {
  const row = db.prepare(`SELECT ${COLUMNS} FROM sql_history WHERE account = ? AND id = ?`).get(account, id)
  return row === undefined ? null : entry.parse(row)
}
