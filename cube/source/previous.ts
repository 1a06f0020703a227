import type { Range } from './buckets.ts'
import { addDays, bucketStart, bucketStartSql, nextBucket, type Grain } from './grain.ts'

/** The period before another, cut the same way, with as many buckets: bucket k is the one before bucket k of the other. */
export interface Previous {
  range: Range
  /** SQL of the last day that counts, where the other's is the Date expression `to`: as many days of a period not over. */
  to: (to: string) => string
}

const date = (day: string) => `toDate('${day}')`
const monthNumber = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
const lengthOf = (month: number) =>
  new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate()

/** The same date so many months before; the end of a shorter month where that date does not exist there. */
function monthsBefore(day: string, months: number): string {
  const month = monthNumber(day) - months
  const of = Math.min(Number(day.slice(8)), lengthOf(month))
  return new Date(Date.UTC(Math.floor(month / 12), month % 12, of)).toISOString().slice(0, 10)
}

/**
 * Whole months (also from the 15th to the 14th) are preceded by as many months, other periods by as many days. In
 * buckets, each is preceded by the bucket before it, clipped as it is itself.
 */
export function previousOf(range: Range, grain: Grain | null): Previous {
  if (grain !== null) {
    const back = (day: string) =>
      grain.unit === 'day' ? addDays(day, -grain.step) : monthsBefore(day, grain.step)
    const backSql = (day: string) =>
      grain.unit === 'day' ? `${day} - ${grain.step}` : `addMonths(${day}, -${grain.step})`
    const whole = addDays(nextBucket(grain, bucketStart(grain, range.to)), -1) === range.to
    const before = {
      from: back(range.from),
      to: whole ? addDays(bucketStart(grain, range.to), -1) : back(range.to),
    }
    return {
      range: before,
      // The end of a bucket is preceded by the end of the one before it, whatever their lengths.
      to: (to) =>
        `if(${to} >= ${date(range.to)}, ${date(before.to)}, if(${bucketStartSql(grain, `(${to} + 1)`)} = ${to} + 1, ${bucketStartSql(grain, to)} - 1, ${backSql(to)}))`,
    }
  }
  const after = addDays(range.to, 1)
  const inMonths = range.from.slice(8) === after.slice(8)
  const before = {
    from: inMonths
      ? monthsBefore(range.from, monthNumber(after) - monthNumber(range.from))
      : addDays(range.from, -((Date.parse(after) - Date.parse(range.from)) / 86_400_000)),
    to: addDays(range.from, -1),
  }
  return {
    range: before,
    to: (to) =>
      `if(${to} >= ${date(range.to)}, ${date(before.to)}, least(${date(before.to)}, ${date(before.from)} + (${to} - ${date(range.from)})))`,
  }
}
