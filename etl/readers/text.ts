import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { RefusedError } from '../load/errors.ts'
import { bytesOf, fileState, refuseChanged, skipped, streamOf, type FileState } from './bytes.ts'
import { decoded, encodingOf, type Encoding } from './decode.ts'
import { gunzipped } from './gunzip.ts'
import { farQuotes, lineCounter, lineShape, quotedFields, type Misshape } from './text-shape.ts'
import { utf8Check } from './utf8.ts'
import { windows1258Check } from './windows-1258.ts'

/** A text file that was looked through once: it is text of an encoding that is read, and no line is endless. */
export interface TextFile {
  path: string
  bytes: number
  hash: string
  encoding: Encoding
  /** The first bytes as UTF-8, without byte order mark. */
  head: Buffer
  /** Whether `head` is all there is. */
  whole: boolean
  /** Lines, without empty ones at the end. */
  lines: number
  /** What `stream` gives is what is on disk. */
  plain: boolean
  /** @throws RefusedError where the file is no longer as it was looked through. */
  refuseChanged: () => Promise<void>
  /** The text as UTF-8 from byte `offset` (of UTF-8, without byte order mark) on. */
  stream: (offset: number, onBytes?: (bytes: number) => void) => Readable
}

const HEAD_BYTES = 64 * 1024

/**
 * Reads a text file once, for its hash and for what refuses it; memory does not grow with it.
 *
 * @param quotes whether quotes enclose fields (CSV).
 * @throws RefusedError naming line and byte offset (of the decompressed text).
 */
export async function openText(path: string, gzip: boolean, quotes: boolean): Promise<TextFile> {
  const file = await fileState(path)
  const raw = (start = 0, onBytes?: (bytes: number) => void): AsyncIterable<Buffer> =>
    gzip
      ? skipped(gunzipped(bytesOf(file, { onBytes }), path, file.bytes), start)
      : bytesOf(file, { start, onBytes })
  const begin = await firstOf(raw(), 64)
  const { encoding: shown, bom } = encodingOf(begin)

  const sha = createHash('sha256')
  const hashed = gzip ? gunzipped(tapped(bytesOf(file), sha), path, file.bytes) : tapped(bytesOf(file), sha)
  const { encoding, lines } = await survey({ file, quotes, raw, shown, bom }, hashed)
  const text = (offset: number, onBytes?: (bytes: number) => void) =>
    encoding === 'utf-8'
      ? raw(bom + offset, onBytes)
      : skipped(decoded(raw(bom, onBytes), encoding, path, bom), offset)
  const head = await firstOf(text(0), HEAD_BYTES + 1)
  return {
    path,
    bytes: file.bytes,
    hash: sha.digest('hex'),
    encoding,
    head: head.subarray(0, HEAD_BYTES),
    whole: head.length <= HEAD_BYTES,
    lines,
    plain: encoding === 'utf-8' && !gzip,
    refuseChanged: () => refuseChanged(file),
    stream: (offset, onBytes) => streamOf(text(offset, onBytes)),
  }
}

interface Look {
  file: FileState
  quotes: boolean
  /** The file's bytes from `start` on, decompressed. */
  raw: (start?: number) => AsyncIterable<Buffer>
  /** What the first bytes show. */
  shown: Encoding
  bom: number
}

/** Looks through the text in the encoding it shows; where it is not UTF-8, whether it is Windows-1258. */
async function survey(
  look: Look,
  bytes: AsyncIterable<Buffer>,
): Promise<{ encoding: Encoding; lines: number }> {
  const { file, quotes, raw, shown, bom } = look
  const shape = lineShape()
  const far = farQuotes()
  const lines = lineCounter()
  const utf8 = utf8Check()
  let sure = !quotes
  let notUtf8: number | undefined
  const chunks = shown === 'utf-8' ? bytes : decoded(skipped(bytes, bom), shown, file.path, bom)
  for await (const chunk of chunks) {
    const wrong = shape(chunk)
    if (wrong !== undefined) throw await misshapen(look, wrong)
    if (!sure && far(chunk)) {
      await refuseEndlessField(look)
      sure = true
    }
    notUtf8 ??= utf8(chunk)
    lines.count(chunk)
  }
  notUtf8 ??= utf8()
  if (notUtf8 === undefined) return { encoding: shown, lines: lines.total() }
  const windows1258 = windows1258Check()
  let misfit: number | undefined
  for await (const chunk of raw()) {
    misfit = windows1258(chunk)
    if (misfit !== undefined) break
  }
  misfit ??= windows1258()
  if (misfit === undefined) return { encoding: 'windows-1258', lines: lines.total() }
  const line = await lineOf(raw(), notUtf8)
  throw new RefusedError(
    `${file.path}:${line}: is not UTF-8 (byte offset ${notUtf8}), and neither UTF-16 nor Vietnamese Windows-1258 (byte offset ${misfit}); save it as UTF-8`,
  )
}

/** Reads the text again from its beginning, for a quoted field that is longer than any may be. */
async function refuseEndlessField(look: Look): Promise<void> {
  const fields = quotedFields()
  for await (const chunk of textOf(look)) {
    const wrong = fields(chunk)
    if (wrong !== undefined) throw await misshapen(look, wrong)
  }
}

async function misshapen(look: Look, { offset, reason }: Misshape): Promise<RefusedError> {
  return new RefusedError(`${look.file.path}:${await lineOf(textOf(look), offset)}: ${reason}`)
}

/** The text in the encoding it shows, from its beginning. */
const textOf = ({ file, raw, shown, bom }: Look): AsyncIterable<Buffer> =>
  shown === 'utf-8' ? raw() : decoded(raw(bom), shown, file.path, bom)

/** The line that byte `offset` of a text is on; only worked out for refusals. */
async function lineOf(text: AsyncIterable<Buffer>, offset: number): Promise<number> {
  let line = 1
  let position = 0
  for await (const chunk of text) {
    const until = Math.min(chunk.length, offset - position)
    for (let at = chunk.indexOf(0x0a); at !== -1 && at < until; at = chunk.indexOf(0x0a, at + 1)) line += 1
    position += chunk.length
    if (position > offset) break
  }
  return line
}

async function* tapped(
  chunks: AsyncIterable<Buffer>,
  sha: { update: (chunk: Buffer) => unknown },
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    sha.update(chunk)
    yield chunk
  }
}

async function firstOf(chunks: AsyncIterable<Buffer>, count: number): Promise<Buffer> {
  const found: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    found.push(chunk)
    length += chunk.length
    if (length >= count) break
  }
  return Buffer.concat(found).subarray(0, count)
}
