import { expect, test } from 'vitest'
import { createFormat } from '../../composables/useFormat.ts'
import { besideOf, isBetter } from './beside.ts'
import type { Answers, Beside } from './beside.ts'
import { proceduresOf } from './procedures.ts'
import { lastYearOf63 } from './queries.ts'
import { besideReading, provinceReading } from './readings.ts'

const none: Answers = { dossiers: null, identity: null, scores766: null }
const peer = (code: string, rate: number | null, days: number | null) => ({
  'dossiers.province': code,
  'dossiers.on_time_rate': rate,
  'dossiers.processing_days_p50': days,
})
const peers: Answers = {
  dossiers: [peer('01', 0.97, 3), peer('25', 0.99, 2), peer('79', null, 5), peer('48', 0.99, 2)],
  identity: null,
  scores766: [
    { 'scores766.province': '25', 'scores766.score': 91, 'scores766.rank': 4 },
    { 'scores766.province': '01', 'scores766.score': 95, 'scores766.rank': null },
  ],
}
const national: Answers = {
  ...none,
  dossiers: [{ 'national.dossiers_on_time_rate': 0.98, 'national.dossiers_processing_days_p50': 2.5 }],
}
const find = (rows: Beside[], measure: string): Beside => rows.find((row) => row.measure === measure)!

test('a province is ranked among those with a figure, fewer days are better, and equals share a rank', () => {
  const rows = besideOf('01', 'province', peers, none, national, true)
  expect(find(rows, 'on_time_rate')).toMatchObject({ own: 0.97, national: 0.98, rank: 3, of: 3 })
  expect(find(rows, 'processing_days_p50')).toMatchObject({ own: 3, rank: 3, of: 4 })
  expect(isBetter(find(rows, 'on_time_rate'))).toBe(false)
  const other = besideOf('25', 'province', peers, none, national, true)
  expect(find(other, 'on_time_rate').rank).toBe(1)
  expect(isBetter(find(other, 'processing_days_p50'))).toBe(true)
})

test('the index’s own rank is taken: a place too little of which is assessed has none', () => {
  expect(find(besideOf('25', 'province', peers, none, national, true), 'score')).toMatchObject({
    rank: 4,
    of: 1,
  })
  expect(find(besideOf('01', 'province', peers, none, national, true), 'score').rank).toBeNull()
})

test('who does not see the others gets no rank made of a part, and no data is not zero', () => {
  const alone: Answers = { ...none, dossiers: [peer('01', 0.97, null)] }
  const rows = besideOf('01', 'province', alone, none, national, false)
  expect(find(rows, 'on_time_rate')).toMatchObject({ own: 0.97, national: 0.98, rank: null, others: [] })
  expect(find(rows, 'processing_days_p50')).toMatchObject({ own: null, national: 2.5 })
  expect(isBetter(find(rows, 'processing_days_p50'))).toBeNull()
})

const procedure = (code: string, resolved: number, late: number) => ({
  'dossiers.procedure': code,
  'dossiers.procedure_name': `Thủ tục ${code}`,
  'dossiers.resolved': resolved,
  'dossiers.resolved_late': late,
  'dossiers.on_time_rate': resolved ? (resolved - late) / resolved : null,
})

test('procedures are ranked where at least thirty dossiers were resolved, none in both lists', () => {
  const { best, worst, few } = proceduresOf(
    [procedure('a', 29, 29), procedure('b', 30, 3), procedure('c', 100, 1), procedure('d', 50, 0)],
    [{ 'national.dossiers_procedure': 'b', 'national.dossiers_on_time_rate': 0.95 }],
  )
  expect(worst.map((one) => [one.code, one.rate, one.national])).toEqual([
    ['b', 0.9, 0.95],
    ['c', 0.99, null],
  ])
  expect(best.map((one) => one.code)).toEqual(['d'])
  expect(few).toBe(1)
})

test('the last year of the 63 units ends on 30 June 2025', () => {
  expect(lastYearOf63('2025-07-01')).toEqual({ from: '2024-07-01', to: '2025-06-30' })
})

const said: [string, Record<string, unknown>][] = []
const format = createFormat('vi', (key, params) => {
  said.push([key, params ?? {}])
  return key
})

test('the heading says above, below or equal, and nothing of a country that is not known', () => {
  const rows = besideOf('01', 'province', peers, none, national, true)
  const where = { place: 'Hà Nội', region: '', period: 'tháng 10/2026' }
  said.length = 0
  provinceReading(format, { ...where, onTime: find(rows, 'on_time_rate'), overdue: 0 })
  expect(said.map(([key]) => key)).toContain('province.heading.below')
  expect(said.find(([key]) => key === 'change.points')?.[1]).toEqual({ value: '1' })
  expect(said.map(([key]) => key)).toContain('province.heading.noOverdue')
  const unknown = provinceReading(format, {
    ...where,
    onTime: find(besideOf('01', 'province', peers, none, none, true), 'on_time_rate'),
    overdue: null,
  })
  expect(unknown).toBe('province.heading.rate, province.heading.rank.')
})

test('the comparison counts what is better and names the lowest rank', () => {
  const rows = besideOf('25', 'province', peers, none, national, true)
  said.length = 0
  besideReading(format, rows, (figure) => figure.measure)
  expect(said[0]).toEqual(['province.beside.reading', { better: 2, all: 2 }])
})
