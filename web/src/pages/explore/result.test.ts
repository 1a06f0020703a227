import { expect, test } from 'vitest'
import { drawingOf } from './drawing.ts'
import { scopeFor, subjectAt } from './explore.fixture.ts'
import { EMPTY } from './question.ts'
import type { Question } from './question.ts'
import { changeOf, flatTable, pivotTable } from './result.ts'
import type { Answer, Wording } from './result.ts'

const words: Wording = {
  language: 'en',
  bucket: ({ start }) => start.slice(0, 7),
  value: (_, value) => value,
  date: 'Time',
  change: 'Change',
  all: 'All',
  before: 'Before',
}
const answerOf = (question: Partial<Question>, more: Partial<Answer>): Answer => ({
  subject: subjectAt('dossiers'),
  question: { ...EMPTY, ...question },
  scope: scopeFor(),
  rows: [],
  before: null,
  total: null,
  totalBefore: null,
  down: null,
  across: null,
  groups: null,
  ...more,
})
const row = (
  region: string,
  field: string,
  received: number | null,
): Record<string, string | number | null> => ({
  'dossiers.region': region,
  'dossiers.field': field,
  'dossiers.received': received,
})

test('a pivot leaves a combination without data empty, and keeps a zero', () => {
  const table = pivotTable(
    answerOf(
      { measures: ['received'], dimensions: ['region', 'field'], shape: 'pivot', across: 'field' },
      {
        rows: [row('North', 'A', 5), row('North', 'B', 0), row('South', 'A', 7), row('South', 'C', null)],
        // Not the sums, to see that they are taken and not made.
        down: [
          { 'dossiers.region': 'North', 'dossiers.received': 50 },
          { 'dossiers.region': 'South', 'dossiers.received': 70 },
        ],
        across: [
          { 'dossiers.field': 'B', 'dossiers.received': 90 },
          { 'dossiers.field': 'A', 'dossiers.received': 80 },
        ],
        total: { 'dossiers.received': 1000 },
      },
    ),
    words,
  )
  expect(table.columns.map(({ label }) => label)).toEqual(['vi dossiers.region', 'B', 'A', 'C', 'All'])
  expect(table.rows).toEqual([
    ['North', 0, 5, null, 50],
    ['South', null, 7, null, 70],
  ])
  expect(table.totals).toEqual(['All', 90, 80, '', 1000])
})

test('totals are what was answered; a measure without one has an empty cell', () => {
  const table = flatTable(
    answerOf(
      { measures: ['received', 'on_time_rate'], dimensions: ['region'] },
      {
        rows: [
          { 'dossiers.region': 'North', 'dossiers.received': 1, 'dossiers.on_time_rate': 1 },
          { 'dossiers.region': 'South', 'dossiers.received': 3, 'dossiers.on_time_rate': 0.5 },
        ],
        total: { 'dossiers.on_time_rate': 0.6 },
      },
    ),
    words,
  )
  expect(table.totals).toEqual(['All', '', 0.6])
})

test('rows are compared with the same group of the other period, buckets by their place in it', () => {
  const day = (at: string, received: number): Record<string, string | number> => ({
    'dossiers.date.day': at,
    'dossiers.received': received,
  })
  const table = flatTable(
    answerOf(
      { measures: ['received'], grain: 'day' },
      {
        scope: scopeFor({ compare: 'previous' }),
        rows: [day('2026-10-01', 12), day('2026-10-02', 5), day('2026-10-03', 1)],
        before: [day('2026-09-01', 10), day('2026-09-02', 0)],
      },
    ),
    words,
  )
  expect(table.rows).toEqual([
    ['2026-10-01', 12, 0.2],
    // From nothing to something is no percentage, and from unknown is nothing.
    ['2026-10-02', 5, null],
    ['2026-10-03', 1, null],
  ])
})

test('ratios change by points', () => {
  expect(changeOf('ratio', 0.75, 0.5)).toBe(0.25)
  expect(changeOf('count', 75, 50)).toBe(0.5)
  expect(changeOf('count', 75, null)).toBeNull()
})

test('time is drawn as lines with a gap where there is no data, groups as bars, nothing divided not at all', () => {
  const asked = { measures: ['received'], grain: 'month' } as const
  const scope = scopeFor({ period: { kind: 'quarter', year: 2026, quarter: 3 } })
  const month = (at: string, received: number): Record<string, string | number> => ({
    'dossiers.date.month': at,
    'dossiers.received': received,
  })
  const lines = drawingOf(
    answerOf(
      { ...asked, measures: ['received'] },
      { scope, rows: [month('2026-07-01', 0), month('2026-09-01', 4)] },
    ),
    words,
  )
  expect(lines).toMatchObject({
    form: 'lines',
    labels: ['2026-07', '2026-08', '2026-09'],
    series: [{ values: [0, null, 4] }],
  })
  const bars = drawingOf(
    answerOf(
      { measures: ['received', 'on_time_rate'], dimensions: ['region'] },
      { rows: [row('North', '', 1), row('South', '', 3)] },
    ),
    words,
  )
  expect(bars).toMatchObject({
    form: 'bars',
    labels: ['South', 'North'],
    series: [{ values: [3, 1] }],
    apart: ['en on_time_rate'],
  })
  expect(drawingOf(answerOf({ measures: ['received'] }, { rows: [row('', '', 1)] }), words)).toBeNull()
})
