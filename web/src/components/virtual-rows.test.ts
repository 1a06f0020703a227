import { expect, test } from 'vitest'
import { scrollTopFor, windowOf } from './virtual-rows.ts'

const short = { count: 1000, rowHeight: 30, viewHeight: 300 }
const long = { count: 2_000_000, rowHeight: 30, viewHeight: 300 }

test('the rows in view are drawn where they belong, with a few to spare', () => {
  expect(windowOf(short, 0)).toEqual({ height: 30_000, first: 0, end: 18, offset: 0 })
  // 3000 px down is row 100; eight rows to spare begin at row 92, which stands at 2760 px.
  expect(windowOf(short, 3000)).toEqual({ height: 30_000, first: 92, end: 118, offset: 2760 })
})

test('the end of a table taller than a browser can draw is its last row', () => {
  const { height, end, first, offset } = windowOf(long, 15_000_000 - 300)
  expect(height).toBe(15_000_000)
  expect(end).toBe(2_000_000)
  expect(offset + (end - first) * 30).toBeCloseTo(height, 3)
})

test('a row comes wholly into view, and one that is there moves nothing', () => {
  expect(scrollTopFor(short, 100, 2900)).toBe(2900)
  expect(scrollTopFor(short, 100, 0)).toBe(100 * 30 + 30 - 300)
  expect(scrollTopFor(short, 100, 9000)).toBe(3000)
  const top = scrollTopFor(long, 1_999_999, 0)
  expect(top).toBeCloseTo(15_000_000 - 300, 3)
})

test('an empty table draws nothing', () => {
  expect(windowOf({ ...short, count: 0 }, 0)).toEqual({ height: 0, first: 0, end: 0, offset: 0 })
})
