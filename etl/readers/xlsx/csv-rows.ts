import { RefusedError } from '../../load/errors.ts'
import type { Row } from './sheet-rows.ts'

/** The header of a sheet: names by column (from 0), and its row (from 1). */
export interface SheetHeader {
  names: ReadonlyMap<number, string>
  row: number
}

/** Text is gathered into chunks of about this many characters. */
const CHUNK = 64 << 10

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
/** An empty field, which the engine reads as null. */
const NONE = String.raw`\N`

/**
 * The rows after the header as CSV: the header's columns, then what is wrong with the row's cells, one a line, as
 * column, tab, value, tab, reason. Every row of the sheet is a row here, so that rows keep their numbers.
 */
export async function* csvRows(rows: AsyncIterable<Row>, header: SheetHeader): AsyncGenerator<Buffer> {
  const columns = [...header.names.keys()]
  const empty = `${[...columns, ''].map(() => NONE).join(',')}\n`
  let next = header.row + 1
  let text = ''
  for await (const { number, cells } of rows) {
    if (number <= header.row) continue
    for (; next < number; next += 1) {
      text += empty
      if (text.length >= CHUNK) {
        yield Buffer.from(text)
        text = ''
      }
    }
    next = number + 1
    const fields = columns.map(() => NONE)
    const faults: string[] = []
    for (const { column, text: value, error } of cells) {
      const name = header.names.get(column)
      if (name === undefined) faults.push(fault('', value, 'is in a column without a name'))
      else if (error) faults.push(fault(name, value, 'is an error of the sheet'))
      else fields[columns.indexOf(column)] = quoted(value)
    }
    text += `${[...fields, faults.length === 0 ? NONE : quoted(faults.join('\n'))].join(',')}\n`
    if (text.length >= CHUNK) {
      yield Buffer.from(text)
      text = ''
    }
  }
  if (text !== '') yield Buffer.from(text)
}

const fault = (column: string, value: string, reason: string) =>
  [column, value.replaceAll(/[\t\n]/g, ' ').slice(0, 500), reason].join('\t')

/**
 * Holds merged ranges against a sheet's rows: of merged cells all but the first are empty.
 *
 * @throws RefusedError where one reaches the header or what is below it.
 */
export function refuseMerged(path: string, ranges: readonly string[], header: SheetHeader): void {
  const touching = ranges.find((range) => {
    const [, first, last] = /^[A-Z]+(\d+):[A-Z]+(\d+)$/.exec(range) ?? []
    return first !== undefined && Number(last) >= header.row
  })
  if (touching === undefined) return
  const row = /\d+/.exec(touching)?.[0] ?? '1'
  throw new RefusedError(`${path}:${row}: cells ${touching} are merged; give every row its own value`)
}
