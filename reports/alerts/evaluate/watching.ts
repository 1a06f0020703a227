import { z } from 'zod'
import type { DatasetRow } from '../../../server/api/status.ts'
import { readReference } from '../../../server/api/reference.ts'
import { readRows } from '../../../server/api/warehouse-rows.ts'
import type { Day } from '../../../web/src/view/day.ts'
import { readStates, type ReportParts } from '../../compose/compose.ts'
import type { Limit } from '../rules/schema.ts'

/** The state of the warehouse that the rules of one round are judged by. */
export interface Watching {
  states: readonly DatasetRow[]
  thresholds: readonly Threshold[]
  /** Days that the calendar says are no common ones: holidays, and working days in their place. */
  special: ReadonlySet<Day>
  now: Date
}

export interface Threshold {
  metric: string
  effective_from: Day
  green: number
  amber: number
}

const calendarRow = z.object({ day: z.string() })

export async function readWatching(parts: Pick<ReportParts, 'warehouse'>, now: Date): Promise<Watching> {
  const quiet = () => undefined
  const [states, { thresholds }, days] = await Promise.all([
    readStates(parts),
    readReference(parts.warehouse, quiet),
    readRows(parts.warehouse, calendarRow, 'SELECT toString(date) AS day FROM ref_calendar', quiet),
  ])
  return { states, thresholds, special: new Set(days.map(({ day }) => day)), now }
}

/** A rule rests on something that is not there; the message names it. */
export class RuleError extends Error {
  override name = 'RuleError'
}

/** A limit in force on a day. @throws RuleError where a threshold is named that there is none of. */
export function limitOn(limit: Limit, thresholds: readonly Threshold[], day: Day): number {
  if (typeof limit === 'number') return limit
  const [inForce] = thresholds
    .filter(({ metric, effective_from }) => metric === limit.threshold && effective_from <= day)
    .sort((a, b) => (a.effective_from < b.effective_from ? 1 : -1))
  if (inForce !== undefined) return inForce[limit.level]
  throw new RuleError(`there is no threshold "${limit.threshold}" on ${day}: add it to thresholds.csv`)
}
