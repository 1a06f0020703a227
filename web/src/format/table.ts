/** A chart's data as a table: what is shown on the page one key away, exported as CSV, and drawn as an image. */
import type { Format, ValueKind } from '../composables/useFormat.ts'
import { formatDay } from './number.ts'
import type { Language } from './number.ts'

export interface Column {
  label: string
  kind: ValueKind
}
export type Cell = string | number | null
export interface DataTable {
  caption: string
  columns: Column[]
  rows: Cell[][]
}

export const cellText = (format: Format, column: Column, cell: Cell): string =>
  format.value(column.kind, cell)

// A cell that a spreadsheet would run as a formula is made text.
const defuse = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

/**
 * CSV for people: byte order mark, and the decimal sign and separator that a spreadsheet of the language expects
 * (`;` and a comma in Vietnamese). Missing values are empty. `notes` follow the data, one line each.
 */
export const toCsv = (table: DataTable, language: Language, notes: readonly string[]): string => {
  const separator = language === 'vi' ? ';' : ','
  const quote = (text: string): string =>
    text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  const write = (cell: Cell, kind: ValueKind): string => {
    if (cell === null) return ''
    if (typeof cell === 'number')
      return language === 'vi' ? quote(String(cell).replace('.', ',')) : String(cell)
    return quote(defuse(kind === 'day' ? formatDay(cell) : cell))
  }
  const lines = [
    table.columns.map((c) => quote(defuse(c.label))).join(separator),
    ...table.rows.map((row) =>
      row.map((cell, i) => write(cell, table.columns[i]?.kind ?? 'text')).join(separator),
    ),
    '',
    ...[table.caption, ...notes].map((note) => quote(defuse(note))),
  ]
  return `\uFEFF${lines.join('\r\n')}\r\n`
}
