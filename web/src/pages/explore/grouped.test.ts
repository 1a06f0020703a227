import { expect, test } from 'vitest'
import type { RowSource } from '../../components/virtual-rows.ts'
import type { Cell } from '../../format/table.ts'
import { groupedRows } from './grouped.ts'
import type { GroupedRows } from './grouped.ts'

const ROWS: Cell[][] = [
  ['North', 'A', 5],
  ['South', 'A', 7],
  ['North', 'B', 9],
  ['East', 'B', null],
]
const source: RowSource = {
  caption: '',
  columns: [
    { label: 'region', kind: 'text' },
    { label: 'field', kind: 'text' },
    { label: 'received', kind: 'count' },
  ],
  count: ROWS.length,
  value: (row, column) => ROWS[row]?.[column] ?? null,
}
// Not the sums, to see that they are taken and not made; of the East the API says nothing.
const HEADS: Cell[][] = [
  ['South', '', 70],
  ['North', '', 50],
  ['West', '', 1],
]
const rowsOf = (open: string[], sorting: Parameters<typeof groupedRows>[3]): GroupedRows =>
  groupedRows(source, HEADS, new Set(open), sorting, (value, column) => `${column === 1 ? '- ' : ''}${value}`)
const linesOf = (open: string[], sorting: Parameters<typeof groupedRows>[3]): unknown[] => {
  const rows = rowsOf(open, sorting)
  return Array.from({ length: rows.count }, (_, row) => [0, 1].map((column) => rows.value(row, column)))
}

test('groups are closed at first, in the order of the API; one without rows is not there', () => {
  expect(linesOf([], null)).toEqual([
    ['South', 70],
    ['North', 50],
    ['East', ''],
  ])
  expect(rowsOf([], null).columns.map(({ label }) => label)).toEqual(['region › field', 'received'])
})

test('an open group has its rows below it, by what is in the second column', () => {
  expect(linesOf(['North'], null)).toEqual([
    ['South', 70],
    ['North', 50],
    ['- A', 5],
    ['- B', 9],
    ['East', ''],
  ])
  expect([0, 1, 2].map(rowsOf(['North'], null).groupAt)).toEqual([
    { name: 'South', count: 1 },
    { name: 'North', count: 2 },
    null,
  ])
})

test('sorting orders the groups by their own figures and the rows within each', () => {
  expect(linesOf(['North'], { column: 2, descending: true }).slice(0, 4)).toEqual([
    ['South', 70],
    ['North', 50],
    ['- B', 9],
    ['- A', 5],
  ])
  expect(linesOf([], { column: 0, descending: false })).toEqual([
    ['East', ''],
    ['North', 50],
    ['South', 70],
  ])
})

test('a column that says nothing of groups leaves them in their order', () => {
  expect(linesOf(['North'], { column: 1, descending: true })).toEqual([
    ['South', 70],
    ['North', 50],
    ['- B', 9],
    ['- A', 5],
    ['East', ''],
  ])
})
