import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { RefusedError } from '../load/errors.ts'

/** No chunk is longer, so that what looks at chunks needs no more memory than this. */
export const CHUNK_BYTES = 1 << 20

/** A file as it was when it was opened: one that changes while it is read is refused. */
export interface FileState {
  path: string
  bytes: number
  modified: number
}

export async function fileState(path: string): Promise<FileState> {
  const { size, mtimeMs } = await stat(path)
  return { path, bytes: size, modified: mtimeMs }
}

export interface Range {
  /** First byte. @default 0 */
  start?: number
  /** Byte after the last. @default the file's end */
  end?: number
  /** Hears of bytes read from disk. */
  onBytes?: ((bytes: number) => void) | undefined
}

/**
 * The bytes of a file.
 *
 * @throws RefusedError at the end, where the file is no longer as it was.
 */
export async function* bytesOf(
  file: FileState,
  { start = 0, end, onBytes }: Range = {},
): AsyncGenerator<Buffer> {
  const until = end ?? file.bytes
  if (start < until) {
    const stream = createReadStream(file.path, { start, end: until - 1, highWaterMark: CHUNK_BYTES })
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      onBytes?.(chunk.length)
      yield chunk
    }
  }
  await refuseChanged(file)
}

/** @throws RefusedError where a file is no longer as it was. */
export async function refuseChanged(file: FileState): Promise<void> {
  const now = await fileState(file.path)
  if (now.bytes !== file.bytes || now.modified !== file.modified) {
    throw new RefusedError(`${file.path}: was changed while it was read`)
  }
}

/** SHA-256 of a file's bytes. */
export async function hashOf(file: FileState): Promise<string> {
  const sha = createHash('sha256')
  for await (const chunk of bytesOf(file)) sha.update(chunk)
  return sha.digest('hex')
}

/** Chunks as a stream. */
export const streamOf = (chunks: AsyncIterable<Buffer>): Readable =>
  Readable.from(chunks, { objectMode: false, highWaterMark: CHUNK_BYTES })

/** Drops the first `count` bytes. */
export async function* skipped(chunks: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let left = count
  for await (const chunk of chunks) {
    const dropped = Math.min(left, chunk.length)
    left -= dropped
    if (dropped < chunk.length) yield chunk.subarray(dropped)
  }
}
