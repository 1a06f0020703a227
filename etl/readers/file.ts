import { open } from 'node:fs/promises'
import { RefusedError } from '../load/errors.ts'

export type Format = 'csv' | 'ndjson' | 'xlsx' | 'parquet' | 'arrow'

const EXTENSIONS: Record<string, Format> = {
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  xlsx: 'xlsx',
  parquet: 'parquet',
  arrow: 'arrow',
  arrows: 'arrow',
  feather: 'arrow',
}

export const FORMAT_NAMES: Record<Format, string> = {
  csv: 'CSV',
  ndjson: 'NDJSON',
  xlsx: 'XLSX',
  parquet: 'Parquet',
  arrow: 'Arrow IPC',
}

/** The format a file's name says, or undefined where it is none that is read. */
export function formatOf(path: string): Format | undefined {
  const extension = /\.([a-z0-9]+)(?:\.gz)?$/i.exec(path)?.[1]
  return extension === undefined ? undefined : EXTENSIONS[extension.toLowerCase()]
}

/** What files of a kind begin with. */
const MAGIC: readonly (readonly [kind: string, bytes: Buffer])[] = [
  ['gzip', Buffer.from([0x1f, 0x8b])],
  ['xlsx', Buffer.from('PK\x03\x04', 'latin1')],
  ['parquet', Buffer.from('PAR1')],
  ['arrow', Buffer.from('ARROW1\0\0', 'latin1')],
  ['arrow', Buffer.from([0xff, 0xff, 0xff, 0xff])],
  ['ole', Buffer.from([0xd0, 0xcf, 0x11, 0xe0])],
]

/**
 * The format of a file by its name, held against the bytes it begins with; text may be gzipped, whatever its name.
 *
 * @throws RefusedError for a format that is not read, or a name that says another than the content.
 */
export async function identify(path: string): Promise<{ format: Format; gzip: boolean }> {
  const format = formatOf(path)
  if (format === undefined) {
    throw new RefusedError(
      `${path}: is none of CSV (.csv, .tsv, .txt), NDJSON (.ndjson, .jsonl), both plain or .gz, XLSX (.xlsx), Parquet (.parquet), Arrow IPC (.arrow, .arrows, .feather)`,
    )
  }
  const begin = await firstBytes(path)
  const kind = MAGIC.find(([, bytes]) => begin.subarray(0, bytes.length).equals(bytes))?.[0]
  const text = format === 'csv' || format === 'ndjson'
  if (kind === 'ole') {
    throw new RefusedError(
      `${path}: is an old Excel file or protected by a password (byte offset 0); save it as XLSX`,
    )
  }
  if (text && kind === 'gzip') return { format, gzip: true }
  if (text ? kind === undefined : kind === format) return { format, gzip: false }
  const held = kind === 'gzip' ? 'a gzip file' : (FORMAT_NAMES[kind as Format] ?? 'something else')
  throw new RefusedError(`${path}: is named as ${FORMAT_NAMES[format]} but begins as ${held} (byte offset 0)`)
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
