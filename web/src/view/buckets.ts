/** The buckets of a trend: which range and granularity suit a period, and every bucket in it, empty ones too. */
import {
  addDays,
  addMonths,
  dateOf,
  dayOf,
  earlier,
  later,
  mondayOf,
  monthOf,
  spanOf,
  yearOf,
} from './day.ts'
import type { Day, DayRange } from './day.ts'
import { rangeOf, shiftPeriod } from './period.ts'
import type { Period } from './period.ts'

export type Granularity =
  'day' | 'week' | 'month' | 'quarter' | 'year' | 'reporting_month' | 'reporting_quarter' | 'reporting_year'

export interface Trend {
  range: DayRange
  granularity: Granularity
}
export interface Bucket {
  /** First day of the whole bucket: the key of the API's answer. */
  start: Day
  /** The bucket cut to the asked range. */
  range: DayRange
  /** True where the range or the end of the data cuts the bucket. */
  partial: boolean
}

const back = (period: Period, steps: number): DayRange => ({
  from: rangeOf(shiftPeriod(period, -steps)).from,
  to: rangeOf(period).to,
})

/** A period in its context: twelve months before a month, two years of quarters before a quarter, a year by its months. */
export const trendOf = (period: Period): Trend => {
  const range = rangeOf(period)
  switch (period.kind) {
    case 'month':
      return { range: back(period, 12), granularity: 'month' }
    case 'reporting_month':
      return { range: back(period, 12), granularity: 'reporting_month' }
    case 'quarter':
      return { range: back(period, 8), granularity: 'quarter' }
    case 'reporting_quarter':
      return { range: back(period, 8), granularity: 'reporting_quarter' }
    case 'half':
      return { range: back(period, 3), granularity: 'quarter' }
    case 'year':
      return { range, granularity: 'month' }
    case 'reporting_year':
      return { range, granularity: 'reporting_month' }
    case 'range': {
      const days = spanOf(range.from, range.to)
      const granularity = days <= 31 ? 'day' : days <= 200 ? 'week' : days <= 1100 ? 'month' : 'quarter'
      return { range, granularity }
    }
  }
}

const MONTHS: Partial<Record<Granularity, number>> = {
  month: 1,
  quarter: 3,
  year: 12,
  reporting_month: 1,
  reporting_quarter: 3,
  reporting_year: 12,
}

/** First day of the bucket a day falls in. Reporting buckets start on the 15th, a reporting year on 15 December. */
export const bucketStart = (day: Day, granularity: Granularity): Day => {
  if (granularity === 'day') return day
  if (granularity === 'week') return mondayOf(day)
  const size = MONTHS[granularity] ?? 1
  if (!granularity.startsWith('reporting')) {
    return dayOf(yearOf(day), Math.floor((monthOf(day) - 1) / size) * size + 1, 1)
  }
  const named = dateOf(day) >= 15 ? addMonths(dayOf(yearOf(day), monthOf(day), 1), 1) : day
  const first = Math.floor((monthOf(named) - 1) / size) * size + 1
  return dayOf(yearOf(named), first - 1, 15)
}

const nextStart = (start: Day, granularity: Granularity): Day => {
  if (granularity === 'day') return addDays(start, 1)
  if (granularity === 'week') return addDays(start, 7)
  return addMonths(start, MONTHS[granularity] ?? 1)
}

/** Every bucket that touches the range, in order, up to `asOf` where that is known. */
export const bucketsOf = ({ range, granularity }: Trend, asOf: Day | null = null): Bucket[] => {
  const end = asOf ? earlier(asOf, range.to) : range.to
  const buckets: Bucket[] = []
  for (
    let start = bucketStart(range.from, granularity);
    start <= end;
    start = nextStart(start, granularity)
  ) {
    const last = addDays(nextStart(start, granularity), -1)
    const cut = { from: later(start, range.from), to: earlier(last, end) }
    buckets.push({ start, range: cut, partial: cut.from !== start || cut.to !== last })
  }
  return buckets
}
