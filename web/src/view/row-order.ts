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

const DIGITS = 1 << 16

/**
 * Row numbers by ascending keys, stable. A radix sort, four passes of 16 bits: a million rows in a tenth of the time that
 * comparing them takes.
 */
const radixOrder = (keys: Float64Array): Uint32Array => {
  const count = keys.length
  // The bits of a float rise with its value once the sign is turned round, and with it all bits of what is negative.
  const halves = new Uint32Array(keys.buffer)
  const parts: Uint32Array[] = [new Uint32Array(count), new Uint32Array(count)]
  const [low = halves, high = halves] = parts
  for (let i = 0; i < count; i++) {
    const l = halves[2 * i] ?? 0
    const h = halves[2 * i + 1] ?? 0
    const negative = h >>> 31 === 1
    low[i] = negative ? ~l : l
    high[i] = negative ? ~h : h ^ 0x80000000
  }
  let order = Uint32Array.from({ length: count }, (_, row) => row)
  let next = new Uint32Array(count)
  for (const half of [low, high]) {
    for (const shift of [0, 16]) {
      const starts = new Uint32Array(DIGITS + 1)
      for (let i = 0; i < count; i++) {
        const digit = ((half[i] ?? 0) >>> shift) & 0xffff
        starts[digit + 1] = (starts[digit + 1] ?? 0) + 1
      }
      if (starts.includes(count)) continue
      for (let digit = 1; digit <= DIGITS; digit++)
        starts[digit] = (starts[digit] ?? 0) + (starts[digit - 1] ?? 0)
      for (let i = 0; i < count; i++) {
        const row = order[i] ?? 0
        const digit = ((half[row] ?? 0) >>> shift) & 0xffff
        const at = starts[digit] ?? 0
        next[at] = row
        starts[digit] = at + 1
      }
      ;[order, next] = [next, order]
    }
  }
  return order
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
    // Adding nothing makes a negative zero a zero.
    keys[row] = key === null ? Infinity : (descending ? -key : key) + 0
  }
  return radixOrder(keys)
}

/**
 * Row numbers whose texts hold every word of the search, accents aside. Each different value of a column is looked at once.
 *
 * @param text what is shown for a value of a column.
 */
export const rowsWith = (
  count: number,
  columns: readonly number[],
  value: (row: number, column: number) => Cell,
  text: (value: Cell, column: number) => string,
  search: string,
): Uint32Array => {
  const words = plain(search).split(/\s+/).filter(Boolean).slice(0, 30)
  // One bit a word: a row matches where its columns together have them all.
  const all = 2 ** words.length - 1
  const seen = columns.map((column) => ({ column, known: new Map<Cell, number>() }))
  const bitsOf = (cell: Cell, column: number): number => {
    const hay = plain(text(cell, column))
    return words.reduce((sum, word, i) => (hay.includes(word) ? sum | (1 << i) : sum), 0)
  }
  const found = new Uint32Array(count)
  let length = 0
  for (let row = 0; row < count; row++) {
    let bits = 0
    for (const { column, known } of seen) {
      const cell = value(row, column)
      let own = known.get(cell)
      if (own === undefined) known.set(cell, (own = bitsOf(cell, column)))
      bits |= own
    }
    if (bits === all) found[length++] = row
  }
  return found.slice(0, length)
}
