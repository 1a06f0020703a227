import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { RefusedError } from '../load/errors.ts'

export type Format = 'csv' | 'ndjson'

const FORMATS: Record<string, Format> = {
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
}

/** The format a file's name says, or undefined where it is none that is read. */
export function formatOf(path: string): Format | undefined {
  const extension = /\.([a-z0-9]+)(?:\.gz)?$/i.exec(path)?.[1]
  return extension === undefined ? undefined : FORMATS[extension.toLowerCase()]
}

export interface SourceFile {
  path: string
  format: Format
  bytes: number
  /** SHA-256 of the file's bytes as they are on disk. */
  hash: string
  /** The first bytes, decompressed. */
  head: Buffer
  /** The file's bytes, decompressed, from `offset` on; `onBytes` hears of bytes read from disk. */
  stream: (offset: number, onBytes?: (bytes: number) => void) => Readable
}

const HEAD_BYTES = 64 * 1024

/**
 * Looks at a file: its hash, its first bytes, and whether its encoding is one that is read.
 *
 * @throws RefusedError for a format or an encoding that is not read.
 */
export async function openSource(path: string): Promise<SourceFile> {
  const format = formatOf(path)
  if (format === undefined) {
    throw new RefusedError(`${path}: is neither CSV (.csv, .tsv) nor NDJSON (.ndjson, .jsonl), plain or .gz`)
  }
  const { size } = await stat(path)
  const sha = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), async (chunks) => {
    for await (const chunk of chunks as AsyncIterable<Buffer>) sha.update(chunk)
  })
  const source: SourceFile = {
    path,
    format,
    bytes: size,
    hash: sha.digest('hex'),
    head: Buffer.alloc(0),
    stream: (offset, onBytes) => {
      const file = createReadStream(path, { highWaterMark: 1 << 20 })
      if (onBytes !== undefined) file.on('data', (chunk) => onBytes(chunk.length))
      const plain: Readable = path.toLowerCase().endsWith('.gz') ? file.pipe(createGunzip()) : file
      if (plain !== file) file.on('error', (error: Error) => plain.destroy(error))
      if (offset === 0) return plain
      const rest = plain.pipe(skip(offset))
      plain.on('error', (error: Error) => rest.destroy(error))
      return rest
    },
  }
  source.head = await firstBytes(source)
  refuseOtherEncodings(source)
  return source
}

/** Drops the first `count` bytes. */
function skip(count: number): Transform {
  let left = count
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const dropped = Math.min(left, chunk.length)
      left -= dropped
      done(null, chunk.subarray(dropped))
    },
  })
}

async function firstBytes(source: SourceFile): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  const stream = source.stream(0)
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      length += chunk.length
      if (length >= HEAD_BYTES) break
    }
  } catch (error) {
    throw new RefusedError(`${source.path}: cannot be decompressed (${(error as Error).message})`)
  } finally {
    stream.destroy()
  }
  return Buffer.concat(chunks).subarray(0, HEAD_BYTES)
}

function refuseOtherEncodings({ path, head }: SourceFile): void {
  const zero = head.indexOf(0)
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff) || zero !== -1) {
    throw new RefusedError(`${path}: is not UTF-8 text (byte ${Math.max(zero, 0)}); save it as CSV UTF-8`)
  }
}
