import { numberText, type NumberFormat } from './number-format.ts'
import { unescaped } from './shared-strings.ts'
import { readXml } from './xml.ts'

export interface Cell {
  /** From 0, A. */
  column: number
  /** What the sheet shows, as a CSV file would write it. */
  text: string
  /** An error value: `#N/A`, `#REF!`. */
  error: boolean
}

export interface Row {
  /** The sheet's number of the row, from 1. */
  number: number
  /** Cells that hold something, by column. */
  cells: Cell[]
}

export interface SheetContext {
  strings: readonly string[]
  formats: readonly NumberFormat[]
  date1904: boolean
}

/** Excel's last row and column. */
const LAST_ROW = 1_048_576
const LAST_COLUMN = 16_384

/**
 * The rows of a sheet that hold something, in order.
 *
 * @param onMerge hears of merged ranges (`A2:A4`), which a sheet tells after its rows.
 * @throws Error where the sheet is broken.
 */
export async function* sheetRows(
  xml: AsyncIterable<Buffer>,
  context: SheetContext,
  onMerge: (range: string) => void,
): AsyncGenerator<Row> {
  let rows: Row[] = []
  let row: Row = { number: 0, cells: [] }
  let column = -1
  let type = 'n'
  let style = 0
  let value = ''
  let taking = false
  let phonetic = false
  const done = readXml(xml, {
    open(name, attributes) {
      if (name === 'row') {
        const number = attributes['r'] === undefined ? row.number + 1 : Number(attributes['r'])
        if (!(number > row.number && number <= LAST_ROW))
          throw new Error(`row ${attributes['r']} after row ${row.number}`)
        row = { number, cells: [] }
        column = -1
      } else if (name === 'c') {
        const given = attributes['r'] === undefined ? column + 1 : columnOf(attributes['r'])
        if (!(given > column && given < LAST_COLUMN))
          throw new Error(`cell ${attributes['r']} is out of order in row ${row.number}`)
        column = given
        type = attributes['t'] ?? 'n'
        style = Number(attributes['s'] ?? 0)
        value = ''
      } else if (name === 'rPh') phonetic = true
      else if (name === 'v' || name === 't') taking = !phonetic
      else if (name === 'mergeCell') onMerge(attributes['ref'] ?? '')
    },
    text(piece) {
      if (taking) value += piece
    },
    close(name) {
      if (name === 'v' || name === 't') taking = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'c') {
        const text = textOf(type, value, style, context)
        if (text.trim() !== '') row.cells.push({ column, text, error: type === 'e' })
      } else if (name === 'row' && row.cells.length > 0) rows.push(row)
    },
  })
  for await (const _ of done) {
    const ready = rows
    rows = []
    yield* ready
  }
  yield* rows
}

function textOf(
  type: string,
  value: string,
  style: number,
  { strings, formats, date1904 }: SheetContext,
): string {
  switch (type) {
    case 's': {
      const text = value === '' ? '' : strings[Number(value)]
      if (text === undefined) throw new Error(`shared text ${value} does not exist`)
      return text
    }
    case 'b':
      return value === '1' ? 'true' : value === '0' ? 'false' : value
    case 'n':
      return numberText(value, formats[style] ?? { is: 'plain' }, date1904)
    // Texts of formulas and inline ones, dates in ISO 8601, errors.
    default:
      return unescaped(value)
  }
}

/** `AB7` → 27, or -1 where it is no cell's name. */
function columnOf(reference: string): number {
  const [, letters = ''] = /^([A-Z]{1,3})\d+$/.exec(reference) ?? []
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}
