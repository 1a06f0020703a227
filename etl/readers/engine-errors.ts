import { RefusedError } from '../load/errors.ts'
import type { Input, OpenedFile } from './input.ts'

/** A row is not of the shape that this way of reading expects. */
export class NotOfFormat extends RefusedError {}

/** ClickHouse errors that say the text is not of its format: CANNOT_PARSE_*, CANNOT_READ_ALL_DATA, INCORRECT_DATA. */
const NOT_OF_FORMAT = /^CANNOT_(PARSE|READ)|^INCORRECT_DATA$/
/** Their readers have errors of every sort for damaged files: of compression, of sizes, of types. */
const NATIVE_READER = /While executing (Parquet|Arrow)/
/** Errors that are not the file's. */
const NOT_THE_FILE = /^(MEMORY_LIMIT_EXCEEDED|TIMEOUT_EXCEEDED|QUERY_WAS_CANCELLED|NOT_ENOUGH_SPACE|ABORTED)$/

/** What the engine says of a file it cannot read, as a refusal; undefined where something else is wrong. */
export function refusalOf(source: OpenedFile, input: Input, error: unknown): RefusedError | undefined {
  if (error instanceof RefusedError) return error
  const { message = '', type = '' } = error as { message?: string; type?: string }
  const said = message.split('\n')[0]?.replace(/: While executing.*/, '') ?? ''
  if (input.lines && NOT_OF_FORMAT.test(type)) {
    const row = Number(/\(at row (\d+)\)/.exec(message)?.[1] ?? 1)
    return new NotOfFormat(
      `${source.path}:${row - 1 + input.firstLine}: cannot be read as ${source.format} (${said})`,
    )
  }
  if (NOT_OF_FORMAT.test(type) || (NATIVE_READER.test(message) && !NOT_THE_FILE.test(type))) {
    return new NotOfFormat(`${source.path}: is damaged and cannot be read as ${source.format} (${said})`)
  }
  return undefined
}
