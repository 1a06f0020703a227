import type { ChartBlock, Figure, TableBlock } from '../document.ts'
import type { Cell, Kind } from '../values.ts'

/** A chart as the table behind it, for formats that have no pictures. */
export const chartTable = ({ title, labels, labelled, series }: ChartBlock): TableBlock => ({
  kind: 'table',
  title,
  columns: [{ title: labelled, kind: 'text' }, ...series.map(({ title, kind }) => ({ title, kind }))],
  rows: labels.map((label, index) => [label, ...series.map(({ values }) => values[index] ?? null)]),
  total: null,
  remark: null,
})

/** Shares of a table's width that its columns need, by what stands in them. */
export const columnWeights = ({ columns, rows }: TableBlock): number[] =>
  columns.map(({ title, kind }, index) => {
    if (kind !== 'text') return 12
    const longest = Math.max(title.length, ...rows.map((row) => String(row[index] ?? '').length))
    return Math.min(40, Math.max(12, longest))
  })

/** Headline figures, a row each, for formats without tiles. */
export function figuresTable(figures: readonly Figure[]): {
  headings: string[]
  rows: { title: string; value: Cell; unit: Kind; change: string; national: Cell }[]
} {
  const beside = figures.some(({ national }) => national !== undefined)
  return {
    headings: ['Chỉ tiêu', 'Trong kỳ', 'So với kỳ so sánh', ...(beside ? ['Cả nước'] : [])],
    rows: figures.map(({ title, value, unit, change, national }) => ({
      title,
      value,
      unit,
      change: change?.text ?? '',
      national: national ?? null,
    })),
  }
}

/** The three rows of headings of Biểu II.06a over columns 3 to 13, and what is merged, counted from column 1. */
export const FORM_HEADINGS = {
  groups: [
    'Số hồ sơ nhận giải quyết',
    ...[null, null, null],
    'Số lượng hồ sơ đã giải quyết',
    ...[null, null, null],
    'Số lượng hồ sơ đang giải quyết',
    ...[null, null],
  ],
  parts: [
    ...['Tổng số', 'Trong kỳ', null, 'Từ kỳ trước'],
    ...['Tổng số', 'Trước hạn', 'Đúng hạn', 'Quá hạn'],
    ...['Tổng số', 'Trong hạn', 'Quá hạn'],
  ],
  leaves: [
    ...[null, 'Trực tuyến', 'Trực tiếp, dịch vụ bưu chính', null],
    ...[null, null, null, null],
    ...[null, null, null],
  ],
  merged: [
    { row: 0, column: 0, rows: 3, columns: 1 },
    { row: 0, column: 1, rows: 3, columns: 1 },
    { row: 0, column: 2, rows: 1, columns: 4 },
    { row: 0, column: 6, rows: 1, columns: 4 },
    { row: 0, column: 10, rows: 1, columns: 3 },
    { row: 1, column: 3, rows: 1, columns: 2 },
    ...[2, 5, 6, 7, 8, 9, 10, 11, 12].map((column) => ({ row: 1, column, rows: 2, columns: 1 })),
  ],
} as const
