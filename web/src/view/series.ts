/** Answers over time, laid onto the buckets they were asked for. */
import type { CubeRow } from '../api/cube.ts'
import { numberOf, textOf } from '../api/cube.ts'
import { bucketsOf, bucketStart } from './buckets.ts'
import type { Bucket } from './buckets.ts'
import type { Scope } from './scope.ts'

export interface Timeline {
  buckets: Bucket[]
  /** Values of a measure by bucket; a bucket the answer does not have is a gap, never a zero. */
  of: (member: string) => (number | null)[]
}

/** @param date name of the view's date dimension, where it is not `date` */
export const timelineOf = (rows: readonly CubeRow[], view: string, scope: Scope, date = 'date'): Timeline => {
  const { granularity } = scope.trend
  const key = `${view}.${date}.${granularity}`
  // While a new answer is on its way, rows may be of another granularity: they fill no bucket of this one.
  const byStart = new Map(
    rows.flatMap((row) => {
      const day = textOf(row, key)
      return day === '' ? [] : [[bucketStart(day, granularity), row] as const]
    }),
  )
  const buckets = bucketsOf(scope.trend, scope.asOf)
  return { buckets, of: (member) => buckets.map((bucket) => numberOf(byStart.get(bucket.start), member)) }
}
