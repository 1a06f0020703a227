import {
  asyncBufferFromFile,
  parquetMetadataAsync,
  parquetSchema,
  type FileMetaData,
  type SchemaTree,
} from 'hyparquet'
import type { Dataset } from '../contracts/types.ts'
import { RefusedError } from '../load/errors.ts'
import { bytesOf, fileState, hashOf, streamOf } from './bytes.ts'
import { checkColumns } from './columns.ts'
import { bombText, isBomb } from './gunzip.ts'
import type { OpenedFile } from './input.ts'
import { nativeInput, type NativeType } from './native.ts'

/** The engine holds the whole of a Parquet file that it is sent, because its index is at its end. */
export const PARQUET_BYTES = 512 << 20

/** Opens a Parquet file: its columns are read from the index at its end. */
export async function openParquet(path: string, dataset: Dataset): Promise<OpenedFile> {
  const file = await fileState(path)
  if (file.bytes > PARQUET_BYTES) {
    throw new RefusedError(
      `${path}: is larger than ${PARQUET_BYTES >> 20} MiB, the most for Parquet; cut it, or send it as Arrow or CSV`,
    )
  }
  const metadata = await metadataOf(path, file.bytes)
  const columns = parquetSchema(metadata).children
  checkColumns(
    path,
    dataset,
    columns.map(({ element }) => element.name),
  )
  refuseBombs(path, file.bytes, metadata)
  const types = new Map(columns.map((column) => [column.element.name, typeOf(column)]))
  const input = nativeInput(path, dataset, types, {
    format: 'Parquet',
    settings: {
      input_format_parquet_preserve_order: 1,
      input_format_parquet_allow_missing_columns: 0,
      input_format_parquet_case_insensitive_column_matching: 1,
    },
    body: (onBytes) => streamOf(bytesOf(file, { onBytes })),
  })
  return { path, format: 'parquet', bytes: file.bytes, hash: await hashOf(file), attempts: [input] }
}

async function metadataOf(path: string, bytes: number): Promise<FileMetaData> {
  try {
    const buffer = await asyncBufferFromFile(path)
    const tail = new DataView(await buffer.slice(Math.max(bytes - 8, 0), bytes))
    if (bytes < 12 || tail.getUint32(4, true) !== 0x31524150) throw new Error('it does not end with PAR1')
    if (tail.getUint32(0, true) > bytes - 12) throw new Error('its index is longer than the file')
    const metadata = await parquetMetadataAsync(buffer)
    if (!Array.isArray(metadata.schema) || !Array.isArray(metadata.row_groups))
      throw new Error('its index is incomplete')
    return metadata
  } catch (error) {
    throw new RefusedError(`${path}: is a damaged or cut Parquet file (${(error as Error).message})`)
  }
}

function refuseBombs(path: string, bytes: number, { num_rows, row_groups }: FileMetaData): void {
  const unpacked = row_groups
    .flatMap(({ columns }) => columns)
    .reduce((sum, { meta_data }) => sum + Number(meta_data?.total_uncompressed_size ?? 0), 0)
  if (isBomb(unpacked, bytes)) throw new RefusedError(`${path}: ${bombText(unpacked, bytes)}`)
  // Every row has a key of its own, so a row takes more than a byte.
  if (Number(num_rows) > bytes)
    throw new RefusedError(`${path}: says it has ${num_rows} rows in ${bytes} bytes`)
  if (row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0) !== Number(num_rows)) {
    throw new RefusedError(`${path}: is a damaged Parquet file (its row groups do not have the rows it says)`)
  }
}

const DIGITS = { MILLIS: 3, MICROS: 6, NANOS: 9 } as const

function typeOf({ element, children }: SchemaTree): NativeType {
  const { type, logical_type: logical, converted_type: converted, repetition_type: repetition } = element
  const said = logical?.type ?? converted ?? type ?? 'nested'
  const other: NativeType = { is: 'other', type: said }
  if (children.length > 0) return isTextList(children, said) ? { is: 'list' } : other
  if (repetition === 'REPEATED') return other
  if (logical?.type === 'NULL') return { is: 'nothing' }
  if (logical?.type === 'TIMESTAMP')
    return { is: 'time', digits: DIGITS[logical.unit], zoned: logical.isAdjustedToUTC }
  if (converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS') {
    return { is: 'time', digits: converted === 'TIMESTAMP_MILLIS' ? 3 : 6, zoned: true }
  }
  if (logical?.type === 'DATE' || converted === 'DATE') return { is: 'date' }
  if (logical?.type === 'DECIMAL' || converted === 'DECIMAL') {
    const { precision = 0, scale = 0 } = element
    return precision >= 1 && precision <= 38 && scale >= 0 && scale <= precision
      ? { is: 'decimal', precision, scale }
      : other
  }
  if (type === 'BOOLEAN') return { is: 'bool' }
  if (type === 'INT32' || type === 'INT64') {
    const whole = logical === undefined || logical.type === 'INTEGER'
    if (!whole || converted?.startsWith('TIME') === true) return other
    const unsigned =
      (logical?.type === 'INTEGER' && !logical.isSigned) || converted?.startsWith('UINT') === true
    return { is: 'int', signed: !unsigned }
  }
  if (type === 'FLOAT' || type === 'DOUBLE') return { is: 'float' }
  // Old writers do not say that their bytes are text; whether they are is checked row by row.
  const text = logical === undefined || ['STRING', 'ENUM'].includes(logical.type)
  if (type === 'BYTE_ARRAY' && text && (converted === undefined || ['UTF8', 'ENUM'].includes(converted)))
    return { is: 'text' }
  return other
}

/** A list as Parquet writes it: a repeated group of one text. */
function isTextList(children: readonly SchemaTree[], said: string): boolean {
  const [items] = children
  const [item] = items?.children ?? []
  return (
    said === 'LIST' &&
    children.length === 1 &&
    items?.children.length === 1 &&
    item !== undefined &&
    typeOf(item).is === 'text'
  )
}
