import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GRAINS } from './grain.ts'
import { plan, rangeOf, type Asked } from './plan.ts'

const range = ['2022-01-01T00:00:00.000', '2022-03-31T23:59:59.999']
const anAsked: fc.Arbitrary<Asked> = fc.record({
  stock: fc.boolean(),
  dateElsewhere: fc.boolean(),
  times: fc.array(
    fc.record(
      {
        granularity: fc.constantFrom(...Object.keys(GRAINS), 'hour', 'constructor'),
        dateRange: fc.oneof(
          fc.constant(range),
          fc.constant(['2022-01-01', '2022-01-01']),
          fc.constant(['2022-01-01T12:00:00.000', '2022-03-31T23:59:59.999']),
          fc.constant(['2022-02-01', '2022-01-01']),
          fc.array(fc.string(), { minLength: 1, maxLength: 2 }),
        ),
      },
      { requiredKeys: [] },
    ),
    { maxLength: 3 },
  ),
})

test('either one period and one way to cut it, or a refusal in two languages', () => {
  fc.assert(
    fc.property(anAsked, (asked) => {
      const planned = plan(asked)
      if ('refusal' in planned) {
        expect(planned.refusal).toMatch(/.+ \/ .+/)
        return
      }
      const names = new Set(asked.times.flatMap(({ granularity }) => granularity ?? []))
      expect([...names].every((name) => Object.hasOwn(GRAINS, name))).toBe(true)
      if (planned.range !== null) expect(planned.range.from <= planned.range.to).toBe(true)
      if (planned.grain !== null) expect([...names]).toEqual([planned.grain.name])
      if (asked.stock) {
        expect(planned.range).not.toBeNull()
        expect(planned.exactDates).toBe(false)
        expect(names.size).toBeLessThanOrEqual(1)
      }
      if (names.size > 1 || asked.dateElsewhere) expect(planned.exactDates).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('a stock without a period is refused, naming the fix', () => {
  expect(plan({ stock: true, times: [{ granularity: 'month' }], dateElsewhere: false })).toEqual({
    refusal: expect.stringContaining('"dateRange": ["2022-01-01", "2022-03-31"]') as string,
  })
  expect(plan({ stock: false, times: [{ granularity: 'month' }], dateElsewhere: false })).toMatchObject({
    range: null,
  })
})

test('the same period given twice is one period', () => {
  const times = [{ dateRange: range }, { dateRange: ['2022-01-01', '2022-03-31'], granularity: 'month' }]
  expect(plan({ stock: true, times, dateElsewhere: false })).toEqual({
    range: { from: '2022-01-01', to: '2022-03-31' },
    grain: GRAINS.month,
    exactDates: false,
  })
})

test('days only', () => {
  expect(rangeOf(['2022-01-01'])).toEqual({ from: '2022-01-01', to: '2022-01-01' })
  for (const wrong of [
    ['2022-02-30', '2022-03-01'],
    ['2022-01-01T07:00:00.000', '2022-01-02'],
    ['1969-01-01', '2022-01-01'],
    ["2022-01-01' OR 1", '2022-01-02'],
  ]) {
    expect(rangeOf(wrong)).toHaveProperty('refusal')
  }
})
