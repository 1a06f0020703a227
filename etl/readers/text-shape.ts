/** A line, and a quoted field with line breaks, is at most this long. */
export const LINE_BYTES = 1 << 20

/** What is wrong with a text, and where. */
export interface Misshape {
  /** Byte of the text. */
  offset: number
  reason: string
}

const LF = 0x0a
const QUOTE = 0x22
/** What may stand before a quote that opens a field; after another quote it is an escaped one's second half. */
const OPENS = new Set([',', ';', '\t', '\n', '\r', ' ', '"'].map((text) => text.charCodeAt(0)))

/**
 * Looks at a text chunk by chunk for what no file of rows has: NUL bytes, endless lines, quotes never closed. It
 * holds nothing, and looks at single bytes only where there are quotes. Chunks must not be longer than a line may be.
 *
 * @param quotes whether quotes enclose fields (CSV).
 */
export function textShape(quotes: boolean): (chunk: Buffer) => Misshape | undefined {
  let position = 0
  /** Where the current line began. */
  let line = 0
  /** Where the open quoted field began, or -1. */
  let opened = -1
  let previous = LF
  const quoted = (chunk: Buffer): Misshape | undefined => {
    for (let index = chunk.indexOf(QUOTE); index !== -1 && index < chunk.length; index += 1) {
      if (chunk[index] !== QUOTE) continue
      const before = index === 0 ? previous : (chunk[index - 1] ?? LF)
      if (opened !== -1) {
        if (position + index - opened > LINE_BYTES) return tooLong(opened)
        opened = -1
      } else if (OPENS.has(before)) opened = position + index
    }
    return opened !== -1 && position + chunk.length - opened > LINE_BYTES ? tooLong(opened) : undefined
  }
  return (chunk) => {
    const nul = chunk.indexOf(0)
    if (nul !== -1)
      return {
        offset: position + nul,
        reason: `has a NUL byte (byte offset ${position + nul}): it is not text`,
      }
    const first = chunk.indexOf(LF)
    if ((first === -1 ? position + chunk.length : position + first) - line > LINE_BYTES) {
      return { offset: line, reason: 'is a line longer than 1 MiB' }
    }
    if (first !== -1) line = position + chunk.lastIndexOf(LF) + 1
    const wrong = quotes ? quoted(chunk) : undefined
    position += chunk.length
    previous = chunk.at(-1) ?? previous
    return wrong
  }
}

const tooLong = (offset: number): Misshape => ({
  offset,
  reason: 'begins a quoted field longer than 1 MiB; its quote is probably not closed',
})
