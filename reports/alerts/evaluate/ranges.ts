import { addDays, type Day, type DayRange } from '../../../web/src/view/day.ts'
import {
  lastComplete,
  lastYear,
  periodAt,
  previousPeriod,
  type ReportPeriod,
} from '../../definitions/period.ts'
import type { Window } from '../rules/schema.ts'

/** A year back on the same weekday, as days are compared. */
const YEAR_OF_WEEKS = 364

/** The days a figure is of, seen from the newest day there is data for. */
export function windowAt(window: Window, newest: Day): DayRange {
  if ('days' in window) return { from: addDays(newest, 1 - window.days), to: newest }
  const { from, to } = periodOf(window, newest)
  return { from, to }
}

/** The days it is compared with: those just before it, or those a year before. */
export function windowBefore(
  window: Window,
  newest: Day,
  against: 'previous' | 'last_year' = 'previous',
): DayRange {
  if ('days' in window) {
    const back = against === 'previous' ? window.days : Math.max(YEAR_OF_WEEKS, window.days)
    const { from, to } = windowAt(window, newest)
    return { from: addDays(from, -back), to: addDays(to, -back) }
  }
  const period = periodOf(window, newest)
  const { from, to } = against === 'previous' ? previousPeriod(period) : lastYear(period)
  return { from, to }
}

/** The last period that the data covers whole. */
const periodOf = (window: Exclude<Window, { days: number }>, newest: Day): ReportPeriod => {
  const rule = { system: window.system, kind: window.last }
  const current = periodAt(newest, rule)
  return current.to === newest ? current : lastComplete(newest, rule)
}

/** The last weeks up to the newest day, from a Monday on. */
export function weeksTo(newest: Day, weeks: number): DayRange {
  const monday = periodAt(newest, { system: 'calendar', kind: 'week' }).from
  return { from: addDays(monday, -7 * (weeks - 1)), to: newest }
}

/** The same weekday of so many weeks before, the earliest first. */
export const sameWeekdays = (day: Day, weeks: number): Day[] =>
  Array.from({ length: weeks }, (_, index) => addDays(day, -7 * (weeks - index)))
