import { expect, test } from 'vitest'
import { sameWeekdays, weeksTo, windowAt, windowBefore } from './ranges.ts'

const MONTH = { last: 'month', system: 'calendar' } as const

test('so many days up to the newest, and as many before', () => {
  expect(windowAt({ days: 28 }, '2026-11-28')).toEqual({ from: '2026-11-01', to: '2026-11-28' })
  expect(windowBefore({ days: 28 }, '2026-11-28')).toEqual({ from: '2026-10-04', to: '2026-10-31' })
  // The same weekdays of the year before.
  expect(windowBefore({ days: 7 }, '2026-11-28', 'last_year')).toEqual({
    from: '2025-11-23',
    to: '2025-11-29',
  })
})

test('the last month that the data covers whole', () => {
  expect(windowAt(MONTH, '2026-11-28')).toEqual({ from: '2026-10-01', to: '2026-10-31' })
  expect(windowAt(MONTH, '2026-11-30')).toEqual({ from: '2026-11-01', to: '2026-11-30' })
  expect(windowBefore(MONTH, '2026-11-28')).toEqual({ from: '2026-09-01', to: '2026-09-30' })
  expect(windowBefore(MONTH, '2026-11-28', 'last_year')).toEqual({ from: '2025-10-01', to: '2025-10-31' })
  const reporting = { last: 'month', system: 'reporting' } as const
  expect(windowAt(reporting, '2026-11-28')).toEqual({ from: '2026-10-15', to: '2026-11-14' })
})

test('weeks begin on Mondays, and end with the data', () => {
  // 28/11/2026 is a Saturday.
  expect(weeksTo('2026-11-28', 2)).toEqual({ from: '2026-11-16', to: '2026-11-28' })
  expect(sameWeekdays('2026-11-26', 2)).toEqual(['2026-11-12', '2026-11-19'])
})
