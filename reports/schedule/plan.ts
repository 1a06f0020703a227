import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from '../../server/state/transaction.ts'
import { dayAt, lastComplete } from '../definitions/period.ts'
import type { ReportDefinition } from '../definitions/schema.ts'
import { nextTime, timesBetween } from './times.ts'

/** What is known of a definition when it is planned. */
export type Planned = Pick<ReportDefinition, 'id' | 'period' | 'schedule' | 'since'>

/** A slot found this long after its planned time was missed: nothing was running then. */
const GRACE_MS = 15 * 60_000
/** Missed slots are made up for no longer than this. */
const CATCH_UP_MS = 40 * 86_400_000
/** Further than this behind what was already looked at, the clock had been ahead. */
const AHEAD_MS = 86_400_000

/**
 * Enters the slots whose planned time has come since the last look. What was missed waits like the rest where the report
 * catches up, and is entered as skipped where it does not. A report seen for the first time has no past. Several
 * processes may do this at once: each slot is entered once.
 */
export function planSlots(db: DatabaseSync, definitions: readonly Planned[], now: Date): number {
  let entered = 0
  for (const definition of definitions) {
    const from = lookedUntil(db, definition)
    if (from === null) {
      setLooked(db, definition.id, now)
    } else if (from.getTime() > now.getTime() + AHEAD_MS) {
      clockWasAhead(db, definition.id, now)
    } else if ((nextTime(definition.schedule.cron, from) ?? from) <= now) {
      entered += enter(db, definition, now)
    }
  }
  return entered
}

function enter(db: DatabaseSync, definition: Planned, now: Date): number {
  const { id, period, schedule } = definition
  const add = db.prepare(
    `INSERT OR IGNORE INTO report_slots (report, planned_at, period, cause, state, reason, ended_at)
     VALUES (?, ?, ?, 'schedule', ?, ?, ?)`,
  )
  return inTransaction(db, () => {
    // Read again: another process may have been here between.
    const from = lookedUntil(db, definition) ?? now
    const times = timesBetween(schedule.cron, from, now)
    for (const planned of times) {
      const reason = skipReason(schedule.missed, planned, now)
      const state = reason === null ? 'waiting' : 'skipped'
      const word = lastComplete(dayAt(planned), period).word
      add.run(id, planned.toISOString(), word, state, reason, reason === null ? null : now.toISOString())
    }
    if (now > from) setLooked(db, id, now)
    return times.length
  })
}

function skipReason(missed: 'catch_up' | 'skip', planned: Date, now: Date): string | null {
  const late = now.getTime() - planned.getTime()
  if (late <= GRACE_MS) return null
  if (missed === 'skip') return 'missed'
  return late > CATCH_UP_MS ? 'too_old' : null
}

/** Slots of days to come that were skipped while the clock was ahead are planned again; those that were sent stay sent. */
function clockWasAhead(db: DatabaseSync, report: string, now: Date): void {
  inTransaction(db, () => {
    db.prepare(
      "DELETE FROM report_slots WHERE report = ? AND planned_at > ? AND state = 'skipped' AND cause = 'schedule'",
    ).run(report, now.toISOString())
    setLooked(db, report, now)
  })
}

/** Times before a definition was in force are not made up for: the report was stopped then, or had other ones. */
function lookedUntil(db: DatabaseSync, { id, since }: Planned): Date | null {
  const row = db.prepare('SELECT looked_until FROM report_schedules WHERE report = ?').get(id)
  if (row === undefined) return null
  const looked = String(row['looked_until'])
  return new Date(since !== undefined && since > looked ? since : looked)
}

const setLooked = (db: DatabaseSync, report: string, now: Date): void =>
  void db
    .prepare(
      `INSERT INTO report_schedules (report, looked_until) VALUES (?, ?)
       ON CONFLICT (report) DO UPDATE SET looked_until = excluded.looked_until`,
    )
    .run(report, now.toISOString())
