import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, isDay, spanOf } from './day.ts'
import {
  formatPeriod,
  lastYear,
  parsePeriod,
  PERIOD_KINDS,
  periodAt,
  rangeOf,
  shiftPeriod,
} from './period.ts'
import { anyDay, anyPeriod } from './period.arbitrary.ts'

test('a period survives the address', () => {
  fc.assert(
    fc.property(anyPeriod, (period) => {
      expect(parsePeriod(formatPeriod(period))).toEqual(period)
    }),
  )
})

test('what is no period is refused', () => {
  for (const text of [
    '',
    '2026-13',
    '2026-Q5',
    '2026-H3',
    'r2026-H1',
    '1200',
    '2026-02-30..2026-03-01',
    '2026-03-02..2026-03-01',
    '2026-1',
  ]) {
    expect(parsePeriod(text), text).toBeNull()
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      const period = parsePeriod(text)
      if (period) expect(formatPeriod(period)).toBe(text)
    }),
  )
})

test('reporting periods run from the 15th to the 14th', () => {
  expect(rangeOf({ kind: 'reporting_month', year: 2026, month: 3 })).toEqual({
    from: '2026-02-15',
    to: '2026-03-14',
  })
  expect(rangeOf({ kind: 'reporting_month', year: 2026, month: 1 })).toEqual({
    from: '2025-12-15',
    to: '2026-01-14',
  })
  expect(rangeOf({ kind: 'reporting_quarter', year: 2026, quarter: 1 })).toEqual({
    from: '2025-12-15',
    to: '2026-03-14',
  })
  expect(rangeOf({ kind: 'reporting_year', year: 2026 })).toEqual({ from: '2025-12-15', to: '2026-12-14' })
})

test('calendar periods are whole', () => {
  expect(rangeOf({ kind: 'month', year: 2024, month: 2 })).toEqual({ from: '2024-02-01', to: '2024-02-29' })
  expect(rangeOf({ kind: 'quarter', year: 2026, quarter: 4 })).toEqual({
    from: '2026-10-01',
    to: '2026-12-31',
  })
  expect(rangeOf({ kind: 'half', year: 2026, half: 2 })).toEqual({ from: '2026-07-01', to: '2026-12-31' })
})

test('periods of a kind follow each other without gap or overlap, and stepping back undoes stepping on', () => {
  fc.assert(
    fc.property(anyPeriod, (period) => {
      const next = shiftPeriod(period, 1)
      expect(rangeOf(next).from).toBe(addDays(rangeOf(period).to, 1))
      expect(shiftPeriod(next, -1)).toEqual(period)
    }),
  )
})

test('every day lies in the period of each kind at it', () => {
  fc.assert(
    fc.property(anyDay, fc.constantFrom(...PERIOD_KINDS), (at, kind) => {
      const { from, to } = rangeOf(periodAt(kind, at))
      expect(from <= at && at <= to).toBe(true)
    }),
  )
})

test('the same period last year keeps its kind', () => {
  expect(lastYear({ kind: 'month', year: 2026, month: 10 })).toEqual({ kind: 'month', year: 2025, month: 10 })
  expect(lastYear({ kind: 'range', from: '2024-02-29', to: '2024-03-10' })).toEqual({
    kind: 'range',
    from: '2023-02-28',
    to: '2023-03-10',
  })
})

test('a day that does not exist is none, and both ends count', () => {
  expect(isDay('2026-02-29')).toBe(false)
  expect(isDay('2024-02-29')).toBe(true)
  expect(spanOf('2021-12-25', '2022-04-18')).toBe(115)
})
