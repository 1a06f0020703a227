import { RefusedError } from '../load/errors.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1258'

const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf])

/**
 * The encoding that a text's first bytes show: UTF-16 by its mark, or by every other byte being zero, as our column
 * names are ASCII. Windows-1258 does not show there.
 */
export function encodingOf(begin: Buffer): { encoding: Encoding; bom: number } {
  if (begin[0] === 0xff && begin[1] === 0xfe) return { encoding: 'utf-16le', bom: 2 }
  if (begin[0] === 0xfe && begin[1] === 0xff) return { encoding: 'utf-16be', bom: 2 }
  if (begin.subarray(0, 3).equals(UTF8_BOM)) return { encoding: 'utf-8', bom: 3 }
  const sample = begin.subarray(0, Math.min(begin.length & ~1, 64))
  const zeros = (parity: 0 | 1) =>
    sample.length > 0 && sample.every((byte, index) => (byte === 0) === (index % 2 === parity))
  if (zeros(1)) return { encoding: 'utf-16le', bom: 0 }
  if (zeros(0)) return { encoding: 'utf-16be', bom: 0 }
  return { encoding: 'utf-8', bom: 0 }
}

/**
 * A text's bytes as UTF-8. Text in UTF-8 goes through as it is.
 *
 * @param start where in the file the first chunk begins, for the offset in a refusal.
 * @throws RefusedError where UTF-16 is broken, or holds a character 0.
 */
export async function* decoded(
  chunks: AsyncIterable<Buffer>,
  encoding: Encoding,
  path: string,
  start: number,
): AsyncGenerator<Buffer> {
  if (encoding === 'utf-8') yield* chunks
  else if (encoding === 'windows-1258') yield* fromWindows1258(chunks)
  else yield* fromUtf16(chunks, encoding, path, start)
}

/** Pieces small enough that their UTF-8, of up to three bytes a character, is still one chunk. */
const PIECE = 1 << 18

async function* fromWindows1258(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('windows-1258')
  // Vowel and tone mark become one letter, also across chunks: the last two characters wait for the next.
  let kept = ''
  for await (const chunk of pieces(chunks)) {
    const text = kept + decoder.decode(chunk)
    kept = text.slice(-2)
    yield Buffer.from(text.slice(0, -2).normalize('NFC'))
  }
  if (kept !== '') yield Buffer.from(kept.normalize('NFC'))
}

async function* fromUtf16(
  chunks: AsyncIterable<Buffer>,
  encoding: 'utf-16le' | 'utf-16be',
  path: string,
  start: number,
): AsyncGenerator<Buffer> {
  let position = start
  let rest = Buffer.alloc(0)
  for await (const chunk of pieces(chunks)) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk)
    // Whole units, and no half of a pair at the end.
    let whole = bytes.length & ~1
    const last = whole >= 2 ? (encoding === 'utf-16le' ? bytes[whole - 1] : bytes[whole - 2]) : undefined
    if (last !== undefined && last >= 0xd8 && last <= 0xdb) whole -= 2
    rest = Buffer.from(bytes.subarray(whole))
    const units = bytes.subarray(0, whole)
    if (encoding === 'utf-16be') units.swap16()
    const text = units.toString('utf16le')
    const nul = text.indexOf('\0')
    if (nul !== -1) throw broken('a character 0', position + 2 * nul)
    if (!text.isWellFormed()) throw broken('half a character', position + 2 * loneSurrogate(text))
    position += whole
    yield Buffer.from(text)
  }
  if (rest.length > 0) throw broken('half a character at its end', position)

  function broken(what: string, offset: number): RefusedError {
    return new RefusedError(`${path}: is UTF-16 with ${what} (byte offset ${offset})`)
  }
}

const loneSurrogate = (text: string) =>
  text.search(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/)

async function* pieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE)
  }
}
