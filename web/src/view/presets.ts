import { addDays, addMonths, yearOf } from './day.ts'
import type { Day } from './day.ts'
import { periodAt, shiftPeriod } from './period.ts'
import type { Period } from './period.ts'

export interface Preset {
  key: 'article' | 'last_month' | 'reporting' | 'year_to_date' | 'last_12_months' | 'since_merge'
  period: Period
}

/** Ready-made periods as of the newest data. `article` is the period the project's first figures were published for. */
export const presetsAt = (newest: Day): Preset[] => [
  { key: 'article', period: { kind: 'range', from: '2021-12-25', to: '2022-04-18' } },
  { key: 'last_month', period: shiftPeriod(periodAt('month', addDays(newest, 1)), -1) },
  { key: 'reporting', period: shiftPeriod(periodAt('reporting_month', addDays(newest, 1)), -1) },
  { key: 'year_to_date', period: { kind: 'range', from: `${yearOf(newest)}-01-01`, to: newest } },
  { key: 'last_12_months', period: { kind: 'range', from: addDays(addMonths(newest, -12), 1), to: newest } },
  ...(newest >= '2025-07-01'
    ? [{ key: 'since_merge' as const, period: { kind: 'range' as const, from: '2025-07-01', to: newest } }]
    : []),
]
