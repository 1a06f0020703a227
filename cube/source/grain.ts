/** How a period is cut into buckets. */
export interface Grain {
  name: string
  unit: 'day' | 'month'
  /** Units in one bucket. */
  step: number
  /** Months: days by which a bucket starts after the first of the month. Days: always 0. */
  shift: number
  /** Months: a month (0 is January) in which a bucket starts. Days: a day (0 is 1970-01-01) on which one starts. */
  phase: number
}

/**
 * The granularities a business date can be grouped by. Reporting periods run from the 15th to the 14th
 * (Quyết định 01/2023 Khánh Hòa and the reports of Thông tư 01/2020: the first quarter and the year start on
 * 15 December of the year before).
 */
export const GRAINS = {
  day: { name: 'day', unit: 'day', step: 1, shift: 0, phase: 0 },
  // 1970-01-05 was a Monday.
  week: { name: 'week', unit: 'day', step: 7, shift: 0, phase: 4 },
  month: { name: 'month', unit: 'month', step: 1, shift: 0, phase: 0 },
  quarter: { name: 'quarter', unit: 'month', step: 3, shift: 0, phase: 0 },
  year: { name: 'year', unit: 'month', step: 12, shift: 0, phase: 0 },
  reporting_month: { name: 'reporting_month', unit: 'month', step: 1, shift: 14, phase: 0 },
  reporting_quarter: { name: 'reporting_quarter', unit: 'month', step: 3, shift: 14, phase: 11 },
  reporting_year: { name: 'reporting_year', unit: 'month', step: 12, shift: 14, phase: 11 },
} as const satisfies Record<string, Grain>

export type GrainName = keyof typeof GRAINS

export const isGrain = (name: string): name is GrainName => Object.hasOwn(GRAINS, name)

const DAY = 86_400_000
const toDays = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY
const fromDays = (days: number) => new Date(days * DAY).toISOString().slice(0, 10)
const modulo = (value: number, by: number) => ((value % by) + by) % by

/** The first day of the bucket that a day (`YYYY-MM-DD`) is in. */
export function bucketStart(grain: Grain, date: string): string {
  const day = toDays(date)
  if (grain.unit === 'day') return fromDays(day - modulo(day - grain.phase, grain.step))
  const shifted = new Date((day - grain.shift) * DAY)
  const month = shifted.getUTCFullYear() * 12 + shifted.getUTCMonth()
  const first = month - modulo(month - grain.phase, grain.step)
  return fromDays(Date.UTC(Math.floor(first / 12), modulo(first, 12), 1) / DAY + grain.shift)
}

/** The day before or after, by `days`. */
export const addDays = (date: string, days: number) => fromDays(toDays(date) + days)

/** The first day of the bucket after the one that starts on `start`. */
export function nextBucket(grain: Grain, start: string): string {
  if (grain.unit === 'day') return addDays(start, grain.step)
  const at = new Date(`${start}T00:00:00Z`)
  return fromDays(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + grain.step, at.getUTCDate()) / DAY)
}

/** SQL: the first day of the bucket that the Date expression is in. */
export function bucketStartSql(grain: Grain, date: string): string {
  if (grain.name === 'day') return date
  if (grain.unit === 'day') return `toMonday(${date})`
  // Moved back by the shift, a reporting bucket is a calendar one; the year's phase is one month ahead.
  const shifted = grain.shift === 0 ? date : `${date} - ${grain.shift}`
  const ahead = grain.phase === 0 ? shifted : `addMonths(toStartOfMonth(${shifted}), 1)`
  const rounded =
    grain.step === 1
      ? `toStartOfMonth(${ahead})`
      : grain.step === 3
        ? `toStartOfQuarter(${ahead})`
        : `toStartOfYear(${ahead})`
  const back = grain.phase === 0 ? rounded : `addMonths(${rounded}, -1)`
  return grain.shift === 0 ? back : `${back} + ${grain.shift}`
}
