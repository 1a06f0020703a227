import { expect, test } from 'vitest'
import { cellText, changeText, isBetter, sentenceText, type Cell, type Kind } from './values.ts'

test.for<[value: Cell, kind: Kind, text: string]>([
  [1234567, 'count', '1.234.567'],
  // A published rate among counts keeps its decimals.
  [99.9, 'count', '99,9'],
  [0.99961, 'ratio', '99,96%'],
  // Never rounded up to what was not reached.
  [0.999999, 'ratio', '99,99%'],
  [85.5, 'points', '85,5'],
  ['2022-03-01', 'day', '01/03/2022'],
  [0, 'count', '0'],
  [null, 'count', '–'],
])('%s as %s', ([value, kind, text]) => {
  expect(cellText(value, kind)).toBe(text)
})

test('no data is said in a sentence', () => {
  expect(sentenceText(null, 'ratio')).toBe('không có dữ liệu')
})

test.for<[now: number, before: number, kind: Kind, text: string, better: boolean | null]>([
  [103, 100, 'count', '+3%', true],
  [97, 100, 'count', '−3%', false],
  [5, 0, 'count', '+5', true],
  [0.985, 0.98, 'ratio', '+0,5 điểm %', true],
  // Too small to be seen is no change, and neither better nor worse.
  [0.98001, 0.98, 'ratio', 'không đổi', null],
  [81.6, 81.08, 'points', '+0,52 điểm', true],
])('%s after %s (%s)', ([now, before, kind, text, better]) => {
  expect(changeText(now, before, kind)).toBe(text)
  expect(isBetter(now, before, kind, 'up')).toBe(better)
  expect(isBetter(now, before, kind, 'neutral')).toBeNull()
})
