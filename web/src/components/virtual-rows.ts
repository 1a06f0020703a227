/** What a long table shows, which of its rows are drawn, and where. Pure. */
import type { Cell, Column } from '../format/table.ts'

/** Rows by their number; nothing of them is copied, so a million cost nothing until they are shown. */
export interface RowSource {
  caption: string
  columns: (Column & { note?: string })[]
  count: number
  value: (row: number, column: number) => Cell
  /** What it shows more or less of: while that stays the same, so does how far it is scrolled. @default itself */
  of?: unknown
}
/** What a row is that other rows stand under. */
export interface RowGroup {
  open: boolean
  /** Rows that stand under it, shown or not. */
  count: number
}
export interface Sorting {
  column: number
  descending: boolean
}

export interface RowWindow {
  /** Height of all rows together, as the scroll bar knows it. */
  height: number
  /** First row drawn, and the one after the last. */
  first: number
  end: number
  /** Where the first drawn row stands. */
  offset: number
}

/** Browsers cut elements at about 17 (Firefox) and 33 million pixels; a taller table scrolls faster than it is drawn. */
const MAX_HEIGHT = 15_000_000
/** Rows drawn beyond either edge, so that none is missing while scrolling. */
const SPARE = 8

interface Extent {
  count: number
  rowHeight: number
  /** Height of the part that shows rows. */
  viewHeight: number
}

/** Pixels of rows that one pixel of the scroll bar stands for: 1 but for very long tables. */
const scaleOf = ({ count, rowHeight, viewHeight }: Extent): number => {
  const full = count * rowHeight
  const room = Math.min(full, MAX_HEIGHT) - viewHeight
  return room > 0 ? (full - viewHeight) / room : 1
}

export const windowOf = (extent: Extent, scrollTop: number): RowWindow => {
  const { count, rowHeight, viewHeight } = extent
  const height = Math.min(count * rowHeight, MAX_HEIGHT)
  const top = Math.max(scrollTop, 0) * scaleOf(extent)
  const first = Math.min(Math.max(Math.floor(top / rowHeight) - SPARE, 0), Math.max(count - 1, 0))
  const end = Math.min(Math.ceil((top + viewHeight) / rowHeight) + SPARE, count)
  return { height, first, end, offset: scrollTop - (top - first * rowHeight) }
}

/** The scroll position nearest to the present one at which a row is wholly in view. */
export const scrollTopFor = (extent: Extent, row: number, scrollTop: number): number => {
  const scale = scaleOf(extent)
  const top = scrollTop * scale
  const start = row * extent.rowHeight
  const last = start + extent.rowHeight - extent.viewHeight
  if (start < top) return start / scale
  return last > top ? last / scale : scrollTop
}
