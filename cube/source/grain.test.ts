import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, bucketStart, GRAINS, nextBucket, type Grain } from './grain.ts'

const aDay = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1990-01-01', days))
const aGrain: fc.Arbitrary<Grain> = fc.constantFrom(...Object.values(GRAINS))

test('reporting periods run from the 15th to the 14th, quarters and years from 15 December', () => {
  expect(bucketStart(GRAINS.reporting_month, '2022-01-14')).toBe('2021-12-15')
  expect(bucketStart(GRAINS.reporting_month, '2022-01-15')).toBe('2022-01-15')
  expect(bucketStart(GRAINS.reporting_quarter, '2022-03-14')).toBe('2021-12-15')
  expect(bucketStart(GRAINS.reporting_quarter, '2022-03-15')).toBe('2022-03-15')
  expect(bucketStart(GRAINS.reporting_year, '2022-12-14')).toBe('2021-12-15')
  expect(bucketStart(GRAINS.reporting_year, '2022-12-15')).toBe('2022-12-15')
})

test('calendar periods', () => {
  expect(bucketStart(GRAINS.week, '2025-06-08')).toBe('2025-06-02')
  expect(bucketStart(GRAINS.month, '2024-02-29')).toBe('2024-02-01')
  expect(bucketStart(GRAINS.quarter, '2025-06-30')).toBe('2025-04-01')
  expect(bucketStart(GRAINS.year, '2025-12-31')).toBe('2025-01-01')
})

test('every day is in exactly one bucket', () => {
  fc.assert(
    fc.property(aGrain, aDay, (grain, day) => {
      const start = bucketStart(grain, day)
      const next = nextBucket(grain, start)
      expect(start <= day && day < next).toBe(true)
      expect(bucketStart(grain, start)).toBe(start)
      expect(bucketStart(grain, addDays(next, -1))).toBe(start)
      expect(bucketStart(grain, next)).toBe(next)
    }),
  )
})
