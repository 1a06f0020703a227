import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from '../../server/state/transaction.ts'
import type { ReportPeriod } from '../definitions/period.ts'
import { reopenDeliveries } from './deliveries.ts'
import { reopenSlot } from './slots.ts'

/** Enters a run that someone asked for now. @returns the slot's id. */
export function addRun(db: DatabaseSync, report: string, period: ReportPeriod, now: Date): number {
  const add = db.prepare(
    `INSERT OR IGNORE INTO report_slots (report, planned_at, period, cause, state)
     VALUES (?, ?, ?, 'hand', 'waiting')`,
  )
  // Two who ask within one millisecond are given one each.
  for (let at = now.getTime(); ; at++) {
    const { changes, lastInsertRowid } = add.run(report, new Date(at).toISOString(), period.word)
    if (changes === 1) return Number(lastInsertRowid)
  }
}

/** Has what did not go out of an ended slot sent. @returns false where the slot has not ended. */
export const sendAgain = (db: DatabaseSync, slotId: number): boolean =>
  inTransaction(db, () => {
    if (!reopenSlot(db, slotId)) return false
    reopenDeliveries(db, slotId)
    return true
  })
