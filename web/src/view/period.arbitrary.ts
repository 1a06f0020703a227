/** Periods and days for property tests. */
import fc from 'fast-check'
import { addDays, dayOf } from './day.ts'
import type { Period } from './period.ts'

const year = fc.integer({ min: 1990, max: 2100 })
export const anyDay = fc
  .tuple(
    fc.integer({ min: 1995, max: 2095 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(([y, m, d]) => dayOf(y, m, d))
export const anyPeriod: fc.Arbitrary<Period> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('month' as const, 'reporting_month' as const),
    year,
    month: fc.integer({ min: 1, max: 12 }),
  }),
  fc.record({
    kind: fc.constantFrom('quarter' as const, 'reporting_quarter' as const),
    year,
    quarter: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({ kind: fc.constant('half' as const), year, half: fc.integer({ min: 1, max: 2 }) }),
  fc.record({ kind: fc.constantFrom('year' as const, 'reporting_year' as const), year }),
  fc.tuple(anyDay, fc.integer({ min: 0, max: 2000 })).map(([from, days]) => ({
    kind: 'range' as const,
    from,
    to: addDays(from, days),
  })),
)
