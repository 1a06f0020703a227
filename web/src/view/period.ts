/**
 * The periods a figure can be asked for. Reporting periods run from the 15th to the 14th: month m from 15 of the month
 * before to 14 of m; a quarter's and a year's likewise, so the first quarter begins on 15 December.
 */
import { addDays, addMonths, dayOf, isDay, spanOf } from './day.ts'
import type { Day, DayRange } from './day.ts'

export type Period =
  | { kind: 'month' | 'reporting_month'; year: number; month: number }
  | { kind: 'quarter' | 'reporting_quarter'; year: number; quarter: number }
  | { kind: 'half'; year: number; half: number }
  | { kind: 'year' | 'reporting_year'; year: number }
  | { kind: 'range'; from: Day; to: Day }
export type PeriodKind = Period['kind']

export const PERIOD_KINDS: readonly PeriodKind[] = [
  'month',
  'quarter',
  'half',
  'year',
  'reporting_month',
  'reporting_quarter',
  'reporting_year',
  'range',
]

const isReporting = (kind: PeriodKind): boolean => kind.startsWith('reporting')

/** First month and number of months of a period of the calendar; reporting periods name the same months. */
const monthsOf = (period: Exclude<Period, { kind: 'range' }>): [first: number, count: number] => {
  switch (period.kind) {
    case 'month':
    case 'reporting_month':
      return [period.month, 1]
    case 'quarter':
    case 'reporting_quarter':
      return [period.quarter * 3 - 2, 3]
    case 'half':
      return [period.half * 6 - 5, 6]
    case 'year':
    case 'reporting_year':
      return [1, 12]
  }
}

/** First and last day of a period, both included. */
export const rangeOf = (period: Period): DayRange => {
  if (period.kind === 'range') return { from: period.from, to: period.to }
  const [first, count] = monthsOf(period)
  if (isReporting(period.kind)) {
    return { from: dayOf(period.year, first - 1, 15), to: dayOf(period.year, first + count - 1, 14) }
  }
  return { from: dayOf(period.year, first, 1), to: dayOf(period.year, first + count, 0) }
}

/** The period so many steps of its own kind on; a free range moves by its own length. */
export const shiftPeriod = (period: Period, steps: number): Period => {
  switch (period.kind) {
    case 'month':
    case 'reporting_month': {
      const index = period.year * 12 + period.month - 1 + steps
      return { ...period, year: Math.floor(index / 12), month: (((index % 12) + 12) % 12) + 1 }
    }
    case 'quarter':
    case 'reporting_quarter': {
      const index = period.year * 4 + period.quarter - 1 + steps
      return { ...period, year: Math.floor(index / 4), quarter: (((index % 4) + 4) % 4) + 1 }
    }
    case 'half': {
      const index = period.year * 2 + period.half - 1 + steps
      return { ...period, year: Math.floor(index / 2), half: (((index % 2) + 2) % 2) + 1 }
    }
    case 'year':
    case 'reporting_year':
      return { ...period, year: period.year + steps }
    case 'range': {
      const days = spanOf(period.from, period.to) * steps
      return { kind: 'range', from: addDays(period.from, days), to: addDays(period.to, days) }
    }
  }
}

/** The same period one year before. */
export const lastYear = (period: Period): Period =>
  period.kind === 'range'
    ? { kind: 'range', from: addMonths(period.from, -12), to: addMonths(period.to, -12) }
    : { ...period, year: period.year - 1 }

/** The period of a kind that a day is in; a free range gets the month up to that day. */
export const periodAt = (kind: PeriodKind, day: Day): Period => {
  if (kind === 'range') return { kind, from: addDays(addMonths(day, -1), 1), to: day }
  const named = isReporting(kind) && Number(day.slice(8)) >= 15 ? addMonths(`${day.slice(0, 8)}01`, 1) : day
  const year = Number(named.slice(0, 4))
  const month = Number(named.slice(5, 7))
  switch (kind) {
    case 'month':
    case 'reporting_month':
      return { kind, year, month }
    case 'quarter':
    case 'reporting_quarter':
      return { kind, year, quarter: Math.ceil(month / 3) }
    case 'half':
      return { kind, year, half: Math.ceil(month / 6) }
    case 'year':
    case 'reporting_year':
      return { kind, year }
  }
}

/** Every period of a kind that a year has; none of a free range. */
export const periodsOf = (kind: PeriodKind, year: number): Period[] => {
  switch (kind) {
    case 'month':
    case 'reporting_month':
      return Array.from({ length: 12 }, (_, i) => ({ kind, year, month: i + 1 }))
    case 'quarter':
    case 'reporting_quarter':
      return [1, 2, 3, 4].map((quarter) => ({ kind, year, quarter }))
    case 'half':
      return [1, 2].map((half) => ({ kind, year, half }))
    case 'year':
    case 'reporting_year':
      return [{ kind, year }]
    case 'range':
      return []
  }
}

/** Text of a period in the address: `2026-10`, `2026-Q3`, `2026-H1`, `2026`, `r2026-10`, `2021-12-25..2022-04-18`. */
export const formatPeriod = (period: Period): string => {
  if (period.kind === 'range') return `${period.from}..${period.to}`
  const mark = isReporting(period.kind) ? 'r' : ''
  const year = String(period.year).padStart(4, '0')
  if ('month' in period) return `${mark}${year}-${String(period.month).padStart(2, '0')}`
  if ('quarter' in period) return `${mark}${year}-Q${period.quarter}`
  if ('half' in period) return `${year}-H${period.half}`
  return `${mark}${year}`
}

/** Reads what {@link formatPeriod} writes; null for anything else, also for days that do not exist. */
export const parsePeriod = (text: string): Period | null => {
  const [from = '', to = ''] = text.split('..')
  if (isDay(from) && isDay(to) && text === `${from}..${to}`)
    return from <= to ? { kind: 'range', from, to } : null
  const match = /^(r?)(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?$/.exec(text)
  if (!match) return null
  const reporting = match[1] === 'r'
  const year = Number(match[2])
  if (year < 1990 || year > 2100) return null
  if (match[3]) return { kind: reporting ? 'reporting_month' : 'month', year, month: Number(match[3]) }
  if (match[4]) return { kind: reporting ? 'reporting_quarter' : 'quarter', year, quarter: Number(match[4]) }
  if (match[5]) return reporting ? null : { kind: 'half', year, half: Number(match[5]) }
  return { kind: reporting ? 'reporting_year' : 'year', year }
}
