import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketsOf, bucketStart, trendOf } from './buckets.ts'
import { addDays } from './day.ts'
import { anyPeriod } from './period.arbitrary.ts'

test('reporting buckets begin on the 15th', () => {
  expect(bucketStart('2026-10-14', 'reporting_month')).toBe('2026-09-15')
  expect(bucketStart('2026-10-15', 'reporting_month')).toBe('2026-10-15')
  expect(bucketStart('2026-01-10', 'reporting_quarter')).toBe('2025-12-15')
  expect(bucketStart('2026-12-15', 'reporting_year')).toBe('2026-12-15')
  expect(bucketStart('2022-04-18', 'week')).toBe('2022-04-18')
})

test('a month is seen after the twelve before it', () => {
  const trend = trendOf({ kind: 'month', year: 2026, month: 10 })
  const buckets = bucketsOf(trend, '2026-10-20')
  expect(buckets).toHaveLength(13)
  expect(buckets[0]?.start).toBe('2025-10-01')
  expect(buckets.at(-1)).toEqual({
    start: '2026-10-01',
    range: { from: '2026-10-01', to: '2026-10-20' },
    partial: true,
  })
})

test('buckets cover their range once and in order', () => {
  fc.assert(
    fc.property(anyPeriod, (period) => {
      const trend = trendOf(period)
      const buckets = bucketsOf(trend)
      expect(buckets[0]?.range.from).toBe(trend.range.from)
      expect(buckets.at(-1)?.range.to).toBe(trend.range.to)
      for (const [i, bucket] of buckets.entries()) {
        const next = buckets[i + 1]
        if (next) expect(next.range.from).toBe(addDays(bucket.range.to, 1))
        expect(bucketStart(bucket.range.from, trend.granularity)).toBe(bucket.start)
        expect(bucketStart(bucket.range.to, trend.granularity)).toBe(bucket.start)
      }
    }),
  )
})
