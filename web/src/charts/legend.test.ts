import { expect, test } from 'vitest'
import { placeLegend } from './legend.ts'
import type { LegendItem } from './legend.ts'

const items: LegendItem[] = ['một', 'hai', 'ba'].map((label) => ({ label, swatch: 'main' }))
const placesIn = (width: number): [x: number, line: number][] =>
  placeLegend(items, width, (label) => label.length * 10).placed.map(({ x, line }) => [x, line])

test('items stand beside one another, and go on in the next line where there is no room', () => {
  // 18 for the swatch and 30 of letters, then 16 to the next.
  expect(placesIn(200)).toEqual([
    [0, 0],
    [64, 0],
    [128, 0],
  ])
  // The third would end at 128 + 18 + 20.
  expect(placesIn(165)).toEqual([
    [0, 0],
    [64, 0],
    [0, 1],
  ])
  expect(placeLegend(items, 165, (label) => label.length * 10).height).toBe(40)
})

test('an item wider than a line has one of its own, and no item takes no room', () => {
  expect(placesIn(20).map(([x, line]) => [x, line])).toEqual([
    [0, 0],
    [0, 1],
    [0, 2],
  ])
  expect(placeLegend([], 100, () => 10)).toEqual({ placed: [], height: 0 })
})
