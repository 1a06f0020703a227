import type { Dataset } from '../../contracts/types.ts'
import { RefusedError } from '../../load/errors.ts'
import { fileState, hashOf, refuseChanged, streamOf, type FileState } from '../bytes.ts'
import { checkColumns } from '../columns.ts'
import type { Input, OpenedFile } from '../input.ts'
import { csvRows, refuseMerged, type SheetHeader } from './csv-rows.ts'
import { readSharedStrings } from './shared-strings.ts'
import { sheetRows, type Row } from './sheet-rows.ts'
import { readWorkbook, type Sheet } from './workbook.ts'
import { openZip } from './zip.ts'

/**
 * Opens an XLSX file: the sheet named as the dataset, else the first that is not hidden. Its first row that holds
 * anything is the header.
 */
export async function openXlsx(path: string, dataset: Dataset): Promise<OpenedFile> {
  const file = await fileState(path)
  const hash = await hashOf(file)
  const header = await headerOf(file, dataset)
  checkColumns(`${path}:${header.row}`, dataset, [...header.names.values()])
  const body: Input['body'] = (onBytes) => streamOf(bodyOf(file, dataset, header, onBytes))
  return { path, format: 'xlsx', bytes: file.bytes, hash, attempts: [xlsxInput(header, body)] }
}

/** The rows as SQL sees them: fields are texts or null, the last one tells what is wrong with the row's cells. */
function xlsxInput(header: SheetHeader, body: Input['body']): Input {
  const names = [...header.names.values()]
  const fields = names.map((_, index) => `c${index}`)
  return {
    raw: new Map(names.map((name, index) => [name, `c${index}`])),
    structure: [...fields, 'faults'].map((name) => `${name} Nullable(String)`).join(', '),
    format: 'CSV',
    settings: { format_csv_delimiter: ',', input_format_csv_empty_as_default: 0 },
    misshapen: 'isNotNull(faults)',
    rowFaults: `arrayMap(f -> (f[1], f[2], f[3]), arrayMap(f -> splitByChar('\\t', f), splitByChar('\\n', ifNull(faults, ''))))`,
    blank: [...fields, 'faults'].map((name) => `isNull(${name})`).join(' AND '),
    breaks: '0',
    firstLine: header.row + 1,
    decimalComma: true,
    lines: false,
    body,
  }
}

async function headerOf(file: FileState, dataset: Dataset): Promise<SheetHeader> {
  const first = inSheet(file, dataset, async function* ({ rows, sheet }) {
    for await (const row of rows) {
      yield row
      return
    }
    throw new RefusedError(`${file.path}:1: sheet "${sheet.name}" has no header row`)
  })
  for await (const { number, cells } of first) {
    return { row: number, names: new Map(cells.map(({ column, text }) => [column, text.trim()])) }
  }
  throw new RefusedError(`${file.path}: has no header row`)
}

async function* bodyOf(
  file: FileState,
  dataset: Dataset,
  header: SheetHeader,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const read = async function* ({ rows, merged }: OpenSheet) {
    yield* csvRows(rows, header)
    refuseMerged(file.path, merged, header)
  }
  yield* inSheet(file, dataset, read, onBytes)
  await refuseChanged(file)
}

interface OpenSheet {
  sheet: Sheet
  rows: AsyncIterable<Row>
  /** Merged ranges, known when all rows have been read. */
  merged: string[]
}

/** Reads the one sheet of a file that is read; whatever is broken in it refuses the file. */
async function* inSheet<T>(
  file: FileState,
  dataset: Dataset,
  read: (sheet: OpenSheet) => AsyncGenerator<T>,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<T> {
  const { path } = file
  const zip = await openZip(path)
  try {
    const { sheets, date1904, formats, sharedStrings } = await readWorkbook(zip)
    const named = ({ name }: Sheet) => name.trim().toLowerCase() === dataset.name
    const sheet = sheets.find(named) ?? sheets.find(({ hidden }) => !hidden)
    if (sheet === undefined) throw new RefusedError(`${path}: has no visible sheet`)
    const strings = sharedStrings === undefined ? [] : await readSharedStrings(zip, sharedStrings)
    const merged: string[] = []
    const context = { strings, formats, date1904 }
    const rows = sheetRows(zip.read(sheet.part, onBytes), context, (range) => merged.push(range))
    yield* read({ sheet, rows, merged })
  } catch (error) {
    if (error instanceof RefusedError) throw error
    throw new RefusedError(`${path}: is a damaged XLSX file (${(error as Error).message})`)
  } finally {
    await zip.close()
  }
}
