/** Comparing like with like: a period that is not over is set against the same first days of the other one. */
import { addDays, addMonths, earlier, spanOf } from './day.ts'
import type { Day, DayRange } from './day.ts'
import { lastYear, rangeOf, shiftPeriod } from './period.ts'
import type { Period } from './period.ts'

export type CompareMode = 'previous' | 'last_year' | 'none'
export const COMPARE_MODES: readonly CompareMode[] = ['previous', 'last_year', 'none']

export interface Extent {
  /** The days there can be data for; null where the period begins after the data ends. */
  range: DayRange | null
  partial: boolean
  /** Days covered, and days of the whole period. */
  days: number
  of: number
}

export interface Comparison {
  period: Period
  range: DayRange
  /** True where the other period was cut to the days the current one has. */
  cut: boolean
}

/** What of a period the data reaches; `asOf` null means that this is not known, and the whole period is taken. */
export const extentOf = (period: Period, asOf: Day | null): Extent => {
  const whole = rangeOf(period)
  const of = spanOf(whole.from, whole.to)
  if (!asOf || asOf >= whole.to) return { range: whole, partial: false, days: of, of }
  if (asOf < whole.from) return { range: null, partial: true, days: 0, of }
  return { range: { from: whole.from, to: asOf }, partial: true, days: spanOf(whole.from, asOf), of }
}

/** The other period, cut to as many days as the current one has; null where there is nothing to compare. */
export const comparisonOf = (period: Period, mode: CompareMode, asOf: Day | null): Comparison | null => {
  const extent = extentOf(period, asOf)
  if (mode === 'none' || !extent.range) return null
  const other = mode === 'previous' ? shiftPeriod(period, -1) : lastYear(period)
  const whole = rangeOf(other)
  if (!extent.partial) return { period: other, range: whole, cut: false }
  const end = mode === 'previous' ? addDays(whole.from, extent.days - 1) : addMonths(extent.range.to, -12)
  const to = earlier(end, whole.to)
  return { period: other, range: { from: whole.from, to }, cut: to < whole.to }
}
