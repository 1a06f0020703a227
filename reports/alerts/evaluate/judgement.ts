import type { Words } from '../../../cube/gateway/rows.ts'
import type { Zone } from '../follow/state.ts'

/** What an evaluation found: where the figure stands, and the sentence that says why, with its numbers. */
export interface Judgement {
  zone: Zone
  /** null: there is none. */
  value: number | null
  sentence: Words
}

/** What of a figure is needed to speak of it. */
export interface Spoken {
  title: Words
  /** `rank`: a place among others, worked out by the metrics. */
  unit: 'count' | 'ratio' | 'points' | 'rank'
}

/** A figure and, where a rule asks for one, the count that says how much it rests on. */
export interface Measured {
  value: number | null
  /** undefined: the rule asks for none. */
  count?: { value: number | null; at_least: number; title: Words }
}

/**
 * Where a value stands against a limit. Only beyond the limit an alert begins; it ends where the value is at least `margin`
 * on the good side of it.
 */
export function zoneOf(
  value: number,
  side: 'above' | 'below',
  limit: number,
  margin: number,
): 'beyond' | 'between' | 'within' {
  const over = side === 'above' ? value - limit : limit - value
  // 0.95 − 0.005 is not 0.945 in binary.
  const tolerance = 1e-9 * Math.max(1, Math.abs(limit))
  if (over > tolerance) return 'beyond'
  return over <= -margin + tolerance ? 'within' : 'between'
}
