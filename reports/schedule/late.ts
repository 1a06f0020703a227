import type { DatabaseSync } from 'node:sqlite'
import type { Planned } from './plan.ts'
import { timesBetween } from './times.ts'

/** From then on a report that has not gone out is said to be late. */
const LATE_MS = 60 * 60_000
/** Further back nobody waits for it any more. */
const BACK_MS = 7 * 86_400_000

export interface LateSlot {
  report: string
  planned_at: string
  /** `missing`: nobody has entered it, so no scheduler runs; `late`: entered, and not ended. */
  kind: 'missing' | 'late'
}

/**
 * What should have gone out more than an hour ago. Worked out of the schedules and not of what the scheduler did, so that
 * it also tells when none runs.
 */
export function lateSlots(db: DatabaseSync, definitions: readonly Planned[], now: Date): LateSlot[] {
  const until = new Date(now.getTime() - LATE_MS)
  const known = db.prepare('SELECT state FROM report_slots WHERE report = ? AND planned_at = ?')
  const since = db.prepare('SELECT min(looked_until) AS at FROM report_schedules WHERE report = ?')
  const first = db.prepare('SELECT min(planned_at) AS at FROM report_slots WHERE report = ?')
  return definitions.flatMap(({ id, schedule, since: inForce }): LateSlot[] => {
    const begun = [since.get(id)?.['at'], first.get(id)?.['at']]
      .filter((at) => typeof at === 'string')
      .sort()[0]
    if (begun === undefined) return []
    const from = new Date(
      Math.max(Date.parse(begun) - 1, Date.parse(inForce ?? begun) - 1, until.getTime() - BACK_MS),
    )
    return timesBetween(schedule.cron, from, until).flatMap((time): LateSlot[] => {
      const planned_at = time.toISOString()
      const state = known.get(id, planned_at)?.['state']
      if (state === undefined) return [{ report: id, planned_at, kind: 'missing' }]
      return state === 'waiting' || state === 'running' ? [{ report: id, planned_at, kind: 'late' }] : []
    })
  })
}
