import { expect, test } from 'vitest'
import type { AnswerRow } from '../../cube/gateway/rows.ts'
import { section, type Section } from '../definitions/schema.ts'
import { chartBlocks } from './chart.ts'
import { comparedRange, createModel, rangeOf, type Composing } from './composing.ts'
import { tableBlocks } from './table.ts'
import { paragraphs } from './text.ts'

const DAY = {
  system: 'calendar',
  kind: 'day',
  from: '2026-10-30',
  to: '2026-10-30',
  word: '2026-10-30',
} as const
const described = ['dossiers.received', 'dossiers.province', 'tasks.tasks'].map((member) => ({
  member,
  title: { vi: member, en: member },
  description: { vi: member, en: member },
  meta: member === 'dossiers.province' ? {} : { unit: 'count' },
}))
/** A report of one day, with data up to another; `rows` is the answer to whatever is asked. */
const composing = (asOf: string | null, rows: AnswerRow[] = []): Composing => ({
  period: DAY,
  compared: { ...DAY, from: '2026-10-29', to: '2026-10-29', word: '2026-10-29' },
  place: null,
  ask: () => Promise.resolve(rows),
  askNational: () => Promise.resolve(rows),
  model: createModel(described),
  provinces: new Map(),
  asOf: () => asOf,
})
const parsed = <K extends Section['kind']>(kind: K, said: object) =>
  section.parse({ kind, ...said }) as Extract<Section, { kind: K }>

test('how things stand holds for a month, what happened on a day does not', () => {
  const until = (asOf: string | null, view: string) => rangeOf(composing(asOf), view)
  expect(until('2026-10-31', 'dossiers')).toEqual({ from: '2026-10-30', to: '2026-10-30' })
  expect(until('2026-10-29', 'dossiers')).toBeNull()
  expect(until('2026-10-25', 'tasks')).toEqual({ from: '2026-10-25', to: '2026-10-25' })
  expect(until('2026-09-30', 'tasks')).toEqual({ from: '2026-09-30', to: '2026-09-30' })
  expect(until('2026-09-29', 'tasks')).toBeNull()
  expect(until(null, 'tasks')).toBeNull()
  // What is held has not changed since the day before: nothing is known of that.
  expect(comparedRange(composing('2026-10-25'), 'tasks')).toBeNull()
  expect(comparedRange(composing('2026-10-30'), 'tasks')).toEqual({ from: '2026-10-29', to: '2026-10-29' })
})

test('a paragraph that there is no figure for is left out; without any the period says so', async () => {
  const text = (asOf: string | null, rows: AnswerRow[], ...said: string[]) =>
    paragraphs(composing(asOf, rows), parsed('text', { paragraphs: said }))
  const one = 'nhận {dossiers.received} hồ sơ'
  expect(await text(null, [], one)).toEqual([
    { kind: 'paragraph', text: 'Ngày 30/10/2026: không có dữ liệu.' },
  ])
  expect(await text(null, [], one, 'Xem {place}.')).toEqual([{ kind: 'paragraph', text: 'Xem Cả nước.' }])
  expect(await text('2026-10-30', [{ 'dossiers.received': 0 }], one)).toEqual([
    { kind: 'paragraph', text: 'Nhận 0 hồ sơ' },
  ])
})

test('a chart and a table without data have no empty frame', async () => {
  const nothing = [{ kind: 'paragraph', text: 'Kỳ này không có dữ liệu.' }]
  const measures = ['dossiers.received']
  const chart = parsed('chart', { title: 'x', chart: 'line', along: 'day', measures })
  expect(await chartBlocks(composing('2026-08-01'), chart)).toEqual(nothing)
  const table = parsed('table', { title: 'x', by: ['dossiers.province'], measures })
  expect(await tableBlocks(composing('2026-08-01'), table)).toEqual(nothing)
  expect(await tableBlocks(composing('2026-10-30'), table)).toEqual([
    { kind: 'paragraph', text: 'Không có mục nào.' },
  ])
})
