import { open, type FileHandle } from 'node:fs/promises'
import {
  DataType,
  DateUnit,
  Message,
  Precision,
  RecordBatchReader,
  Table,
  tableToIPC,
  TimeUnit,
  Type,
  type Schema,
} from 'apache-arrow'
import type { Dataset } from '../contracts/types.ts'
import { RefusedError } from '../load/errors.ts'
import { bytesOf, fileState, hashOf, streamOf } from './bytes.ts'
import { checkColumns } from './columns.ts'
import type { OpenedFile } from './input.ts'
import { nativeInput, type NativeType } from './native.ts'

/** Opens an Arrow IPC file or stream. A file is a stream between its own mark and its index. */
export async function openArrow(path: string, dataset: Dataset): Promise<OpenedFile> {
  const file = await fileState(path)
  const { schema, prefix, start, end } = await layoutOf(path, file.bytes)
  checkColumns(
    path,
    dataset,
    schema.fields.map(({ name }) => name),
  )
  const types = new Map(schema.fields.map(({ name, type }) => [name, typeOf(type as DataType)]))
  const input = nativeInput(path, dataset, types, {
    format: 'ArrowStream',
    settings: {
      input_format_arrow_allow_missing_columns: 0,
      input_format_arrow_case_insensitive_column_matching: 1,
    },
    body: (onBytes) => streamOf(after(prefix, bytesOf(file, { start, end, onBytes }))),
  })
  return { path, format: 'arrow', bytes: file.bytes, hash: await hashOf(file), attempts: [input] }
}

interface Layout {
  schema: Schema
  /** What is missing before `start`: some writers of files say the columns in the index alone. */
  prefix: Buffer
  /** Where the messages begin and end. */
  start: number
  end: number
}

const MAGIC = 'ARROW1'
/** A stream's last message: there is no next. */
const END_OF_STREAM = Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0])
/** A description of columns is never longer. */
const MESSAGE_BYTES = 16 << 20
/** The engine holds one batch of rows at a time. */
const BATCH_BYTES = 512 << 20

async function layoutOf(path: string, bytes: number): Promise<Layout> {
  const damaged = (why: string) => new RefusedError(`${path}: is a damaged or cut Arrow file (${why})`)
  const file = await open(path)
  try {
    const isFile = (await read(file, 0, 8)).toString('latin1') === `${MAGIC}\0\0`
    const start = isFile ? 8 : 0
    const end = isFile ? await endOfMessages(file, bytes) : bytes
    if (end === undefined) throw damaged(`it does not end with ${MAGIC}`)
    const found = await walk(file, start, end, damaged)
    if (found !== undefined) return { schema: found, prefix: Buffer.alloc(0), start, end }
    if (!isFile) throw damaged('it has no columns')
    const { schema } = await (await RecordBatchReader.from(file)).open()
    const stream = tableToIPC(new Table(schema), 'stream')
    return { schema, prefix: Buffer.from(stream.subarray(0, -END_OF_STREAM.length)), start, end }
  } catch (error) {
    if (error instanceof RefusedError) throw error
    throw damaged((error as Error).message)
  } finally {
    await file.close()
  }
}

async function endOfMessages(file: FileHandle, bytes: number): Promise<number | undefined> {
  if (bytes < 26) return undefined
  const tail = await read(file, bytes - 10, 10)
  const index = tail.readInt32LE(0)
  const end = bytes - 10 - index
  return tail.toString('latin1', 4) === MAGIC && index > 0 && end > 8 ? end : undefined
}

/**
 * Goes from message to message, so that a cut file or a giant batch is seen before the engine gets it.
 *
 * @returns the columns, or undefined where the messages do not begin with them.
 */
async function walk(
  file: FileHandle,
  start: number,
  end: number,
  damaged: (why: string) => RefusedError,
): Promise<Schema | undefined> {
  let schema: Schema | undefined
  let at = start
  for (;;) {
    const head = await read(file, at, 8)
    if (at + 8 > end || head.length < 8) throw damaged(`it has no end-of-stream mark (byte offset ${at})`)
    if (head.readUInt32LE(0) !== 0xffffffff) throw damaged(`no message begins at byte offset ${at}`)
    const length = head.readInt32LE(4)
    if (length === 0) break
    if (length < 0 || length > MESSAGE_BYTES || at + 8 + length > end) {
      throw damaged(`a message that does not end, byte offset ${at}`)
    }
    const metadata = await read(file, at + 8, length)
    const message = Message.decode(metadata)
    if (message.isSchema() && at === start) {
      schema = RecordBatchReader.from(Buffer.concat([head, metadata, END_OF_STREAM])).open().schema
    } else if (message.isSchema()) throw damaged(`columns are said twice, byte offset ${at}`)
    const body = Number(message.bodyLength)
    const next = at + 8 + length + body
    if (!(body >= 0) || next > end) throw damaged(`a message that does not end, byte offset ${at}`)
    const unpacked = await unpackedBytes(file, at + 8 + length, message)
    if (unpacked > BATCH_BYTES)
      throw damaged(`a batch of more than ${BATCH_BYTES >> 20} MiB, byte offset ${at}`)
    at = next
  }
  if (at + 8 !== end) throw damaged(`it goes on after its end, byte offset ${at + 8}`)
  return schema
}

interface Batch {
  compression: unknown
  buffers: { offset: number; length: number }[]
}

/** The bytes that a batch takes in memory: compressed parts begin with their size. */
async function unpackedBytes(file: FileHandle, start: number, message: Message): Promise<number> {
  if (message.isSchema()) return 0
  const batch = message.isDictionaryBatch() ? message.header().data : (message.header() as Batch)
  if (batch.compression === null) return Number(message.bodyLength)
  let bytes = 0
  for (const { offset, length } of batch.buffers) {
    if (length >= 8) bytes += Number((await read(file, start + offset, 8)).readBigInt64LE(0))
  }
  return bytes
}

async function* after(prefix: Buffer, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (prefix.length > 0) yield prefix
  yield* chunks
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

const DIGITS = {
  [TimeUnit.SECOND]: 0,
  [TimeUnit.MILLISECOND]: 3,
  [TimeUnit.MICROSECOND]: 6,
  [TimeUnit.NANOSECOND]: 9,
} as const

function typeOf(type: DataType): NativeType {
  if (DataType.isDictionary(type)) return DataType.isUtf8(type.dictionary) ? { is: 'text' } : other(type)
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return { is: 'text' }
  if (DataType.isBool(type)) return { is: 'bool' }
  if (DataType.isInt(type)) return { is: 'int', signed: type.isSigned }
  if (DataType.isFloat(type)) return type.precision === Precision.HALF ? other(type) : { is: 'float' }
  if (DataType.isDate(type))
    return type.unit === DateUnit.DAY ? { is: 'date' } : { is: 'time', digits: 3, zoned: false }
  if (DataType.isTimestamp(type)) {
    const zoned = type.timezone !== null && type.timezone !== undefined && type.timezone !== ''
    return { is: 'time', digits: DIGITS[type.unit], zoned }
  }
  if (DataType.isDecimal(type) && type.bitWidth === 128)
    return { is: 'decimal', precision: type.precision, scale: type.scale }
  if (DataType.isNull(type)) return { is: 'nothing' }
  if (DataType.isList(type))
    return typeOf(type.valueType as DataType).is === 'text' ? { is: 'list' } : other(type)
  return other(type)
}

const other = (type: DataType): NativeType => ({ is: 'other', type: Type[type.typeId] })
