/** Sorting and finding rows of large tables without moving them: an order is a list of row numbers. */
import { plain } from '../format/text.ts'
import type { Cell } from '../format/table.ts'

const collator = new Intl.Collator('vi', { numeric: true })
const ASCII = /^[\x20-\x7e]*$/

/** A text's place among all of a column: each different one is compared once, however often it stands there. */
const ranksOf = (texts: Set<string>): Map<string, number> => {
  const list = [...texts]
  // Codes are many and need no alphabet; comparing them as words would take seconds.
  const codes = list.length > 20_000 && list.every((text) => ASCII.test(text))
  list.sort(codes ? (a, b) => (a < b ? -1 : a > b ? 1 : 0) : collator.compare)
  return new Map(list.map((text, rank) => [text, rank]))
}

/** Row numbers in the order of one column's values: numbers by size, texts by the alphabet, no value always last. Stable. */
export const orderOf = (count: number, value: (row: number) => Cell, descending: boolean): Uint32Array => {
  const texts = new Set<string>()
  for (let row = 0; row < count; row++) {
    const cell = value(row)
    if (typeof cell === 'string') texts.add(cell)
  }
  const ranks = texts.size > 0 ? ranksOf(texts) : null
  const keys = new Float64Array(count)
  for (let row = 0; row < count; row++) {
    const cell = value(row)
    const key = typeof cell === 'string' ? (ranks?.get(cell) ?? 0) : cell
    keys[row] = key === null ? Infinity : descending ? -key : key
  }
  const order = Uint32Array.from({ length: count }, (_, row) => row)
  return order.sort((a, b) => {
    const left = keys[a] ?? 0
    const right = keys[b] ?? 0
    return left < right ? -1 : left > right ? 1 : a - b
  })
}

/**
 * Row numbers whose texts hold every word of the search, accents aside. What was found of a text is remembered, so a column
 * of few different texts is looked at once each.
 */
export const rowsWith = (
  count: number,
  columns: readonly number[],
  value: (row: number, column: number) => Cell,
  search: string,
): Uint32Array => {
  const words = plain(search).split(/\s+/).filter(Boolean)
  const known = new Map<string, number>()
  // One bit a word: a row matches where its columns together have them all.
  const all = 2 ** Math.min(words.length, 30) - 1
  const bitsOf = (text: string): number => {
    const seen = known.get(text)
    if (seen !== undefined) return seen
    const hay = plain(text)
    const bits = words.slice(0, 30).reduce((sum, word, i) => (hay.includes(word) ? sum | (1 << i) : sum), 0)
    known.set(text, bits)
    return bits
  }
  const found: number[] = []
  for (let row = 0; row < count; row++) {
    let bits = 0
    for (const column of columns) {
      const cell = value(row, column)
      if (typeof cell === 'string') bits |= bitsOf(cell)
    }
    if (bits === all) found.push(row)
  }
  return Uint32Array.from(found)
}
