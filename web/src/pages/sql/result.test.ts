import { expect, test } from 'vitest'
import { cellOf, cellText, kindOf, readResult } from './result.ts'
import type { ColumnKind } from './result.ts'

const shown = (kind: ColumnKind, value: unknown, language: 'vi' | 'en' = 'vi'): string =>
  cellText(cellOf(value), { name: 'x', type: '', kind }, language)

test('whole numbers beyond 2^53 keep their digits, in lists too', () => {
  const { rows } = readResult(
    '{"meta":[{"name":"a","type":"UInt64"},{"name":"b","type":"Array(UInt64)"}],"data":[[18446744073709551615,[9007199254740993]],[7,[1]]]}',
  )
  expect(rows).toEqual([
    ['18446744073709551615', ['9007199254740993']],
    [7, [1]],
  ])
})

test('columns are what their types say, whatever they are wrapped in', () => {
  const kinds = ['LowCardinality(Nullable(String))', 'Nullable(Date)', "DateTime64(0, 'Asia/Ho_Chi_Minh')"]
  expect(kinds.map(kindOf)).toEqual(['text', 'day', 'instant'])
  const numbers = ['UInt8', 'Nullable(Float64)', 'Decimal(10, 2)']
  expect(numbers.map(kindOf)).toEqual(['number', 'number', 'number'])
  expect(kindOf('Array(UInt8)')).toBe('text')
})

test('numbers are grouped from ten thousand on: a year is not', () => {
  expect(shown('number', 2026)).toBe('2026')
  expect(shown('number', 1234567)).toBe('1.234.567')
  expect(shown('number', 1234567, 'en')).toBe('1,234,567')
  expect(shown('number', -5)).toBe('−5')
})

test('a small share keeps six digits that say something', () => {
  expect(shown('number', 0.9915294117)).toBe('0,991529')
  expect(shown('number', 0.0000123456789)).toBe('0,0000123457')
})

test('no value is not an empty text and not zero', () => {
  expect(shown('number', null)).toBe('NULL')
  expect(shown('text', '')).toBe('')
  expect(shown('number', 0)).toBe('0')
})

test('days are written as everywhere else, with their time', () => {
  expect(shown('day', '2026-10-31')).toBe('31/10/2026')
  expect(shown('instant', '2026-10-31 08:30:00')).toBe('31/10/2026 08:30:00')
})
