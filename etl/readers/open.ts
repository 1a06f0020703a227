import type { Dataset } from '../contracts/types.ts'
import { RefusedError } from '../load/errors.ts'
import { openArrow } from './arrow.ts'
import { checkColumns } from './columns.ts'
import { csvHeader } from './csv-header.ts'
import { csvInput } from './csv.ts'
import { identify } from './file.ts'
import type { Input, OpenedFile } from './input.ts'
import { ndjsonInput } from './ndjson.ts'
import { openParquet } from './parquet.ts'
import { openText, type TextFile } from './text.ts'
import { openXlsx } from './xlsx/open.ts'

/**
 * Opens a file to load into a dataset: its columns are checked against the contract before a row is read.
 *
 * @throws RefusedError where it is not of a format or an encoding that is read, or its columns are not the contract's.
 */
export async function openFile(path: string, dataset: Dataset): Promise<OpenedFile> {
  const { format, gzip } = await identify(path)

  if (format === 'xlsx') return openXlsx(path, dataset)
  if (format === 'parquet') return openParquet(path, dataset)
  if (format === 'arrow') return openArrow(path, dataset)
  const text = await openText(path, gzip, format === 'csv')
  const attempts = format === 'csv' ? csvAttempts(text, dataset) : [ndjsonInput(dataset, bodyOf(text, 0))]
  return { path, format, bytes: text.bytes, hash: text.hash, attempts }
}

const bodyOf =
  (text: TextFile, offset: number): Input['body'] =>
  (onBytes) =>
    text.stream(offset, onBytes)

function csvAttempts(text: TextFile, dataset: Dataset): Input[] {
  const where = `${text.path}:1`
  const header = csvHeader(text.head)
  if (header === undefined) throw new RefusedError(`${where}: has no header row`)
  if (!text.whole && header.bodyOffset === text.head.length) {
    throw new RefusedError(`${where}: its header row does not end within 64 KiB`)
  }
  if (header.columns.some((column) => column.includes('\r'))) {
    throw new RefusedError(`${where}: its lines end in CR alone; save it with LF or CR LF`)
  }
  checkColumns(where, dataset, header.columns)
  const body = bodyOf(text, header.bodyOffset)
  const exact = { ...csvInput(header, 'exact', body), rows: text.lines - header.lines }
  const { path, refuseChanged } = text
  const onDisk = { path, skipLines: header.lines, refuseChanged }
  return [text.plain ? { ...exact, onDisk } : exact, csvInput(header, 'any', body)]
}
