import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparisonOf, extentOf } from './compare.ts'
import { addDays, spanOf } from './day.ts'
import { rangeOf } from './period.ts'
import type { Period } from './period.ts'
import { anyPeriod } from './period.arbitrary.ts'

const october: Period = { kind: 'month', year: 2026, month: 10 }

test('a whole period is compared with the whole one before', () => {
  expect(comparisonOf(october, 'previous', '2026-10-31')).toEqual({
    period: { kind: 'month', year: 2026, month: 9 },
    range: { from: '2026-09-01', to: '2026-09-30' },
    cut: false,
  })
})

test('a partial period is compared with as many days of the one before', () => {
  expect(extentOf(october, '2026-10-12')).toEqual({
    range: { from: '2026-10-01', to: '2026-10-12' },
    partial: true,
    days: 12,
    of: 31,
  })
  expect(comparisonOf(october, 'previous', '2026-10-12')).toMatchObject({
    range: { from: '2026-09-01', to: '2026-09-12' },
    cut: true,
  })
})

test('last year is cut at the same date', () => {
  const year: Period = { kind: 'year', year: 2024 }
  expect(comparisonOf(year, 'last_year', '2024-02-29')?.range).toEqual({
    from: '2023-01-01',
    to: '2023-02-28',
  })
})

test('a shorter month is not run over', () => {
  const march: Period = { kind: 'month', year: 2026, month: 3 }
  expect(comparisonOf(march, 'previous', '2026-03-30')?.range).toEqual({
    from: '2026-02-01',
    to: '2026-02-28',
  })
})

test('a period after the data has nothing, and nothing to compare', () => {
  expect(extentOf(october, '2026-09-30').range).toBeNull()
  expect(comparisonOf(october, 'previous', '2026-09-30')).toBeNull()
  expect(comparisonOf(october, 'none', '2026-10-31')).toBeNull()
})

test('neither side ever has more days than the other by more than its calendar allows, and neither leaves its period', () => {
  fc.assert(
    fc.property(anyPeriod, fc.integer({ min: 0, max: 400 }), (period, offset) => {
      const whole = rangeOf(period)
      const asOf = addDays(whole.from, offset)
      const extent = extentOf(period, asOf)
      const comparison = comparisonOf(period, 'previous', asOf)
      if (!extent.range || !comparison) throw new Error('the period has begun')
      expect(extent.range.to <= whole.to && extent.range.to <= asOf).toBe(true)
      const other = rangeOf(comparison.period)
      expect(comparison.range.from).toBe(other.from)
      expect(comparison.range.to <= other.to).toBe(true)
      if (extent.partial)
        expect(spanOf(comparison.range.from, comparison.range.to)).toBeLessThanOrEqual(extent.days)
    }),
  )
})
