import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { inTransaction } from '../state/transaction.ts'
import { recordAudit } from './audit.ts'

const DAY_MS = 24 * 3_600_000

/**
 * Deletes audit lines older than 24 months, and writes down how many. The database itself refuses to delete younger
 * ones (migration 004), by its own clock: the one this asks too.
 * @returns how many were deleted.
 */
export function expireAudit(db: DatabaseSync, now: Date): number {
  return inTransaction(db, () => {
    const { cutoff } = z
      .object({ cutoff: z.string() })
      .parse(db.prepare("SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-24 months') AS cutoff").get())
    const deleted = Number(db.prepare('DELETE FROM audit WHERE at < ?').run(cutoff).changes)
    if (deleted > 0) {
      recordAudit(db, now, { name: null, origin: 'start', address: null }, 'audit_expired', null, {
        lines: deleted,
        before: cutoff,
      })
    }
    return deleted
  })
}

/** Does so now and every day. @returns what ends it. */
export function keepAudit(db: DatabaseSync, failed: (error: unknown) => void): () => void {
  const run = (): void => {
    try {
      expireAudit(db, new Date())
    } catch (error) {
      failed(error)
    }
  }
  run()
  const timer = setInterval(run, DAY_MS)
  timer.unref()
  return () => clearInterval(timer)
}
