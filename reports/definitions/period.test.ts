import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '../../web/src/view/day.ts'
import {
  BANDS,
  dayAt,
  lastComplete,
  lastYear,
  PeriodError,
  periodAt,
  previousPeriod,
  readPeriod,
  SYSTEMS,
  type PeriodRule,
} from './period.ts'

const calendar = (kind: PeriodRule['kind']) => ({ system: 'calendar', kind }) as const
const reporting = (kind: PeriodRule['kind']) => ({ system: 'reporting', kind }) as const

test.for<[word: string, rule: PeriodRule, from: string, to: string]>([
  ['2022-04-18', calendar('day'), '2022-04-18', '2022-04-18'],
  ['2022-W12', calendar('week'), '2022-03-21', '2022-03-27'],
  // The first week of 2026 begins in 2025, and 2020 had 53 (ISO 8601).
  ['2026-W01', calendar('week'), '2025-12-29', '2026-01-04'],
  ['2020-W53', calendar('week'), '2020-12-28', '2021-01-03'],
  ['2024-02', calendar('month'), '2024-02-01', '2024-02-29'],
  ['2022-H2', calendar('half'), '2022-07-01', '2022-12-31'],
  ['2022-01', reporting('month'), '2021-12-15', '2022-01-14'],
  ['2022-Q1', reporting('quarter'), '2021-12-15', '2022-03-14'],
  ['2022-H1', reporting('half'), '2021-12-15', '2022-06-14'],
  ['2022', reporting('year'), '2021-12-15', '2022-12-14'],
])('%s', ([word, rule, from, to]) => {
  expect(readPeriod(word, rule)).toEqual({ ...rule, word, from, to })
})

test('what is no period of the kind is refused, and the fix named', () => {
  for (const [word, rule] of [
    ['2022-13', calendar('month')],
    ['2022-Q5', reporting('quarter')],
    ['2022-Q1', calendar('month')],
    ['2022-02-30', calendar('day')],
    ['2021-W53', calendar('week')],
    ['2022-1', calendar('month')],
    ['', calendar('year')],
  ] as const) {
    expect(() => readPeriod(word, rule), word).toThrow(PeriodError)
  }
  expect(() => readPeriod('Q1', reporting('quarter'))).toThrow('write it as 2022-Q1')
})

test('a report is about the last whole period before the day it is planned for', () => {
  expect(lastComplete('2022-03-15', reporting('quarter')).word).toBe('2022-Q1')
  expect(lastComplete('2022-03-14', reporting('quarter')).word).toBe('2021-Q4')
  expect(lastComplete('2022-04-18', calendar('week')).word).toBe('2022-W15')
  expect(lastComplete('2022-01-01', calendar('day')).word).toBe('2021-12-31')
  expect(dayAt(new Date('2022-03-14T17:00:00Z'))).toBe('2022-03-15')
})

test('periods follow each other without gap, and each day is in one', () => {
  const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days))
  fc.assert(
    fc.property(day, fc.constantFrom(...SYSTEMS), fc.constantFrom(...BANDS), (at, system, kind) => {
      const period = periodAt(at, { system, kind })
      expect(period.from <= at && at <= period.to).toBe(true)
      expect(readPeriod(period.word, period)).toEqual(period)
      expect(addDays(previousPeriod(period).to, 1)).toBe(period.from)
    }),
  )
})

test('a year before has the same name, or the same weekdays', () => {
  expect(lastYear(readPeriod('2022-Q1', reporting('quarter'))).word).toBe('2021-Q1')
  expect(lastYear(readPeriod('2022-W12', calendar('week'))).from).toBe('2021-03-22')
})
