/** Business days as ISO texts (`2026-10-31`), reckoned without any time zone. */
export type Day = string
export interface DayRange {
  /** First day, included. */
  from: Day
  /** Last day, included. */
  to: Day
}

const MS = 86_400_000
const stamp = (day: Day): number => Date.parse(`${day}T00:00:00Z`)
const ofStamp = (ms: number): Day => new Date(ms).toISOString().slice(0, 10)

/** True for a day that exists: `2026-02-29` does not. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(stamp(text)) && ofStamp(stamp(text)) === text

export const dayOf = (year: number, month: number, day: number): Day =>
  ofStamp(Date.UTC(year, month - 1, day))
export const addDays = (day: Day, days: number): Day => ofStamp(stamp(day) + days * MS)
/** Days from `a` to `b`, both counted: the same day gives 1. */
export const spanOf = (a: Day, b: Day): number => Math.round((stamp(b) - stamp(a)) / MS) + 1
export const yearOf = (day: Day): number => Number(day.slice(0, 4))
export const monthOf = (day: Day): number => Number(day.slice(5, 7))
export const dateOf = (day: Day): number => Number(day.slice(8, 10))
export const earlier = (a: Day, b: Day): Day => (a < b ? a : b)
export const later = (a: Day, b: Day): Day => (a > b ? a : b)

/** The same date so many months on; the end of a shorter month where that date does not exist there. */
export const addMonths = (day: Day, months: number): Day => {
  const first = dayOf(yearOf(day), monthOf(day) + months, 1)
  const last = dateOf(dayOf(yearOf(first), monthOf(first) + 1, 0))
  return dayOf(yearOf(first), monthOf(first), Math.min(dateOf(day), last))
}

/** Monday of the week a day is in. */
export const mondayOf = (day: Day): Day => addDays(day, -((new Date(stamp(day)).getUTCDay() + 6) % 7))
