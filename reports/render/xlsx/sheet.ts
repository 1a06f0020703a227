import type { Cell, Kind } from '../../values.ts'
import { escaped, HEAD, OFFICE } from '../ooxml.ts'

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

/** Styles by their places in styles.xml. */
export const STYLE = {
  plain: 0,
  title: 1,
  heading: 2,
  head: 3,
  text: 4,
  count: 5,
  ratio: 6,
  points: 7,
  day: 8,
  totalText: 9,
  totalCount: 10,
  totalRatio: 11,
  totalPoints: 12,
  note: 13,
  middle: 14,
  wrapped: 15,
} as const
type Style = (typeof STYLE)[keyof typeof STYLE]

/** Built-in formats: 3 `#,##0`, 4 `#,##0.00`, 10 `0.00%`, 14 the reader's own date. */
const FORMAT = { general: 0, count: 3, points: 4, ratio: 10, day: 14 }

const xf = (format: number, font: number, fill: number, border: number, alignment = '') =>
  `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="${border}" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">${alignment}</xf>`
const aligned = (horizontal: string) =>
  `<alignment horizontal="${horizontal}" vertical="center" wrapText="1"/>`

export const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="4"><font><sz val="12"/><name val="Times New Roman"/></font><font><b/><sz val="12"/><name val="Times New Roman"/></font><font><b/><sz val="14"/><name val="Times New Roman"/></font><font><i/><sz val="11"/><name val="Times New Roman"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF1F4F6"/></patternFill></fill></fills><borders count="2"><border/><border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="16">${[
  xf(FORMAT.general, 0, 0, 0),
  xf(FORMAT.general, 2, 0, 0),
  xf(FORMAT.general, 1, 0, 0),
  xf(FORMAT.general, 1, 2, 1, aligned('center')),
  xf(FORMAT.general, 0, 0, 1, aligned('left')),
  xf(FORMAT.count, 0, 0, 1),
  xf(FORMAT.ratio, 0, 0, 1),
  xf(FORMAT.points, 0, 0, 1),
  xf(FORMAT.day, 0, 0, 1, aligned('center')),
  xf(FORMAT.general, 1, 0, 1, aligned('left')),
  xf(FORMAT.count, 1, 0, 1),
  xf(FORMAT.ratio, 1, 0, 1),
  xf(FORMAT.points, 1, 0, 1),
  xf(FORMAT.general, 3, 0, 0, aligned('left')),
  xf(FORMAT.general, 0, 0, 1, aligned('center')),
  xf(FORMAT.general, 0, 0, 0, aligned('left')),
].join('')}</cellXfs></styleSheet>`

const BODY: Record<Kind, Style> = {
  text: STYLE.text,
  day: STYLE.day,
  count: STYLE.count,
  ratio: STYLE.ratio,
  points: STYLE.points,
}
const TOTAL: Record<Kind, Style> = {
  text: STYLE.totalText,
  day: STYLE.totalText,
  count: STYLE.totalCount,
  ratio: STYLE.totalRatio,
  points: STYLE.totalPoints,
}

/** A sheet put together row by row. */
export interface SheetWriter {
  /** Cells of the next row, which is so many lines high. */
  row: (cells: readonly string[], lines?: number) => void
  /** A text over so many columns in a row of its own. */
  line: (text: string, style: Style, across: number) => void
  /** Merges cells of rows counted from the next one: 0 is it. */
  merge: (row: number, column: number, rows: number, columns: number) => void
  xml: (widths: readonly number[], landscape: boolean) => string
  /** Rows from the next one, repeated on every printed page. */
  repeat: (rows: number) => void
  repeated: () => [first: number, last: number] | null
}

export function createSheet(): SheetWriter {
  const rows: string[] = []
  const merges: string[] = []
  let repeated: [number, number] | null = null
  const at = (row: number, column: number) => `${letter(column)}${row}`
  const writer: SheetWriter = {
    row(cells, lines = 1) {
      const number = rows.length + 1
      const placed = cells.map((cell, column) => cell.replace('<c', `<c r="${at(number, column)}"`))
      rows.push(`<row r="${number}"${heightOf(lines)}>${placed.join('')}</row>`)
    },
    line(text, style, across) {
      if (across > 1) writer.merge(0, 0, 1, across)
      // Merged cells do not grow with their text: about so many characters fit a line.
      const lines = Math.ceil(text.length / Math.max(40, across * 13))
      const number = rows.length + 1
      rows.push(
        `<row r="${number}"${heightOf(lines)}>${textCell(text, style).replace('<c', `<c r="A${number}"`)}</row>`,
      )
    },
    merge(row, column, height, width) {
      const first = rows.length + 1 + row
      merges.push(`<mergeCell ref="${at(first, column)}:${at(first + height - 1, column + width - 1)}"/>`)
    },
    repeat(count) {
      repeated ??= [rows.length + 1, rows.length + count]
    },
    repeated: () => repeated,
    xml(widths, landscape) {
      const columns = widths
        .map(
          (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
        )
        .join('')
      return `${HEAD}<worksheet xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="16"/><cols>${columns}</cols><sheetData>${rows.join('')}</sheetData>${
        merges.length === 0 ? '' : `<mergeCells count="${merges.length}">${merges.join('')}</mergeCells>`
      }<pageMargins left="0.8" right="0.6" top="0.8" bottom="0.8" header="0.4" footer="0.4"/><pageSetup paperSize="9" orientation="${landscape ? 'landscape' : 'portrait'}" fitToWidth="1" fitToHeight="0"/><headerFooter><oddHeader>&amp;C&amp;P</oddHeader></headerFooter></worksheet>`
    },
  }
  return writer
}

const heightOf = (lines: number): string => (lines > 1 ? ` ht="${lines * 16}" customHeight="1"` : '')

/** A cell of its kind: numbers are numbers, days are days; null is an empty cell. */
export function valueCell(value: Cell, kind: Kind, total = false): string {
  const whole = typeof value !== 'number' || Number.isInteger(value)
  const style = (total ? TOTAL : BODY)[kind === 'count' && !whole ? 'points' : kind]
  if (value === null || value === '') return `<c s="${style}"/>`
  if (typeof value === 'number') return `<c s="${style}"><v>${value}</v></c>`
  if (kind === 'day' && /^\d{4}-\d\d-\d\d$/.test(value)) {
    return `<c s="${style}"><v>${Date.parse(value) / 86_400_000 + 25_569}</v></c>`
  }
  return textCell(value, style)
}

/** Text is written as text, whatever it begins with: it is never a formula. */
export const textCell = (text: string, style: Style = STYLE.plain): string =>
  `<c t="inlineStr" s="${style}"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`

const letter = (column: number): string =>
  column < 26 ? String.fromCharCode(65 + column) : letter(Math.floor(column / 26) - 1) + letter(column % 26)
