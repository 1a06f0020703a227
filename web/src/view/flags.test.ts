import { expect, test } from 'vitest'
import type { Note } from '../api/notes.ts'
import { bucketsOf } from './buckets.ts'
import { flaggedOf, flagsOf } from './flags.ts'

const note = (id: number, day: string, topic = 'dossiers', province: string | null = null): Note => ({
  ...{ id, day, topic, province, text: `note ${id}`, author: 'lan', may_edit: false },
  ...{ created_at: '', changed_at: '' },
})
const months = bucketsOf(
  { range: { from: '2026-01-01', to: '2026-04-30' }, granularity: 'month' },
  '2026-04-10',
)
const MEMBERS = ['dossiers.on_time_rate', 'dossiers.on_time_rate_all']

test('notes stand in the bucket of their day, numbered by day, one flag a bucket', () => {
  const notes = [note(3, '2026-03-31'), note(1, '2026-03-01'), note(2, '2026-01-31'), note(4, '2026-03-01')]
  const flagged = flaggedOf(notes, months, MEMBERS, null)
  expect(flagged.map(({ note: { id }, number, at }) => [id, number, at])).toEqual([
    [2, 1, 0],
    [1, 2, 2],
    [4, 3, 2],
    [3, 4, 2],
  ])
  expect(flagsOf(flagged)).toEqual([
    { at: 0, mark: '1', texts: ['1. note 2'] },
    { at: 2, mark: '2, 3, 4', texts: ['2. note 1', '3. note 4', '4. note 3'] },
  ])
})

test('days that are not drawn have no notes: before the chart, and after the data ends', () => {
  expect(flaggedOf([note(1, '2025-12-31'), note(2, '2026-04-11')], months, MEMBERS, null)).toEqual([])
  expect(flaggedOf([note(3, '2026-04-10')], months, MEMBERS, null)).toHaveLength(1)
})

test('a chart has the notes of its view and its own members, and no others', () => {
  const ids = (topic: string) => flaggedOf([note(1, '2026-02-01', topic)], months, MEMBERS, null).length
  expect(['dossiers', 'dossiers.on_time_rate', 'dossiers.received', 'identity'].map(ids)).toEqual([
    1, 1, 0, 0,
  ])
})

test('a province shows its own notes and the country’s, the country only its own', () => {
  const notes = [
    note(1, '2026-02-01'),
    note(2, '2026-02-02', 'dossiers', '79'),
    note(3, '2026-02-03', 'dossiers', '01'),
  ]
  const ids = (province: string | null) =>
    flaggedOf(notes, months, MEMBERS, province).map((one) => one.note.id)
  expect([ids(null), ids('79')]).toEqual([[1], [1, 2]])
})
