import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { RefusedError } from '../load/errors.ts'

/** Nothing real shrinks more: what does and is large besides is made to fill memory or disk. */
export const BOMB_RATIO = 200
export const BOMB_BYTES = 64 << 20

/** Whether `unpacked` bytes out of `packed` are more than any real file's. */
export const isBomb = (unpacked: number, packed: number) =>
  unpacked > BOMB_BYTES && unpacked > packed * BOMB_RATIO

export const bombText = (unpacked: number, packed: number) =>
  `decompresses to more than ${BOMB_RATIO} times its size (${packed} bytes to ${unpacked} or more)`

/**
 * Decompresses gzip, member after member.
 *
 * @param bytes the size of the compressed file.
 * @throws RefusedError where it is damaged, cut, followed by something else, or a bomb.
 */
export async function* gunzipped(
  chunks: AsyncIterable<Buffer>,
  path: string,
  bytes: number,
): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 256 << 10 })
  const fed = pipeline(Readable.from(chunks, { objectMode: false }), gunzip)
  fed.catch(() => undefined)
  let unpacked = 0
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      unpacked += chunk.length
      if (isBomb(unpacked, bytes)) throw new RefusedError(`${path}: ${bombText(unpacked, bytes)}`)
      yield chunk
    }
  } catch (error) {
    if (error instanceof RefusedError) throw error
    const { message } = error as Error
    const where = unpacked > 0 ? `, after ${unpacked} bytes of text` : ''
    throw new RefusedError(`${path}: cannot be decompressed (gzip: ${message}${where})`)
  }
  if (gunzip.bytesWritten < bytes) {
    throw new RefusedError(`${path}: goes on after its gzip data's end (byte offset ${gunzip.bytesWritten})`)
  }
}
