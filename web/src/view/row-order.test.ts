import { expect, test } from 'vitest'
import type { Cell } from '../format/table.ts'
import { orderOf, rowsWith } from './row-order.ts'

const sorted = (cells: Cell[], descending = false): Cell[] =>
  [...orderOf(cells.length, (row) => cells[row] ?? null, descending)].map((row) => cells[row] ?? null)

test('numbers go by size and no value is last either way: it is not zero', () => {
  expect(sorted([3, null, -1, 0, 20])).toEqual([-1, 0, 3, 20, null])
  expect(sorted([3, null, -1, 0, 20], true)).toEqual([20, 3, 0, -1, null])
})

test('names go by the Vietnamese alphabet, d before đ, numbers within them by size', () => {
  expect(sorted(['Đà Nẵng', 'Huế', 'Điện Biên', 'Cà Mau', 'Dak', null])).toEqual([
    'Cà Mau',
    'Dak',
    'Đà Nẵng',
    'Điện Biên',
    'Huế',
    null,
  ])
  expect(sorted(['Đội 10', 'Đội 9'])).toEqual(['Đội 9', 'Đội 10'])
})

test('floats of either sign are in the order that comparing gives', () => {
  // A fixed sequence, so that a failure comes back.
  let state = 1
  const values = Array.from({ length: 50_000 }, (_, i) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return i % 97 === 0 ? 0 : (state / 2 ** 32 - 0.5) * 10 ** (i % 13)
  })
  const order = orderOf(values.length, (row) => values[row] ?? null, false)
  const compared = values.map((_, row) => row).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b)
  expect([...order]).toEqual(compared)
})

test('equal values keep their order', () => {
  expect([...orderOf(4, (row) => [1, 0, 1, 0][row] ?? null, false)]).toEqual([1, 3, 0, 2])
  expect([...orderOf(4, (row) => [1, 0, 1, 0][row] ?? null, true)]).toEqual([0, 2, 1, 3])
})

test('a search finds rows whose columns together hold every word, without accents', () => {
  const rows: Cell[][] = [
    ['Thành phố Hà Nội', 'Cư trú', 5],
    ['Tỉnh Gia Lai', 'Cư trú', 6],
    ['Thành phố Hà Nội', 'Căn cước', null],
  ]
  const find = (search: string): number[] => [
    ...rowsWith(
      rows.length,
      [0, 1, 2],
      (row, column) => rows[row]?.[column] ?? null,
      (value) => String(value ?? ''),
      search,
    ),
  ]
  expect(find('ha noi')).toEqual([0, 2])
  expect(find('cu tru noi')).toEqual([0])
  expect(find('')).toEqual([0, 1, 2])
  expect(find('hue')).toEqual([])
})
