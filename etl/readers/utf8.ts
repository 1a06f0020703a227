import { isUtf8 } from 'node:buffer'

/**
 * Looks for the first byte that is not UTF-8, chunk by chunk; characters may lie across chunks.
 *
 * @returns a function that takes the next chunk, or nothing at the end, and answers the byte's offset or undefined.
 */
export function utf8Check(): (chunk?: Buffer) => number | undefined {
  let position = 0
  let rest = Buffer.alloc(0)
  return (chunk) => {
    if (chunk === undefined) return rest.length > 0 ? position : undefined
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    const whole = bytes.length - unfinished(bytes)
    if (!isUtf8(bytes.subarray(0, whole))) return position + firstInvalid(bytes)
    rest = Buffer.from(bytes.subarray(whole))
    position += whole
    return undefined
  }
}

/** Bytes at the end that begin a character and do not finish it. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0
  }
  return 0
}

/** The first byte of the first character that is not UTF-8, found by halving. */
function firstInvalid(bytes: Buffer): number {
  let [valid, invalid] = [0, bytes.length]
  // The longest beginning that is valid up to an unfinished character.
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1
    const begin = bytes.subarray(0, middle)
    if (isUtf8(begin.subarray(0, middle - unfinished(begin)))) valid = middle
    else invalid = middle
  }
  return valid - unfinished(bytes.subarray(0, valid))
}
