/** A line, and a quoted field with line breaks, is at most this long. */
export const LINE_BYTES = 1 << 20

/** What is wrong with a text, and where. */
export interface Misshape {
  /** Byte of the text. */
  offset: number
  reason: string
}

const LF = 0x0a
const CR = 0x0d
const QUOTE = 0x22
/** What may stand before a quote that opens a field; after another quote it is an escaped one's second half. */
const OPENS = new Set([',', ';', '\t', '\n', '\r', ' ', '"'].map((text) => text.charCodeAt(0)))

/**
 * Looks at a text chunk by chunk for what no file of rows has: NUL bytes and endless lines. It holds nothing and looks
 * at no single byte. Chunks must not be longer than a line may be.
 */
export function lineShape(): (chunk: Buffer) => Misshape | undefined {
  let position = 0
  /** Where the current line began. */
  let line = 0
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
    position += chunk.length
    return undefined
  }
}

/**
 * Whether a quote is further from the one before it, or from the end of the chunk, than a quoted field may be long:
 * only then {@link quotedFields}, which costs many times as much, can find anything.
 */
export function farQuotes(): (chunk: Buffer) => boolean {
  let position = 0
  let last = -1
  return (chunk) => {
    const first = chunk.indexOf(QUOTE)
    const until = first === -1 ? chunk.length : first
    const far = last !== -1 && position + until - last > LINE_BYTES
    if (first !== -1) last = position + chunk.lastIndexOf(QUOTE)
    position += chunk.length
    return far
  }
}

/** Looks for a quoted field that is never closed, or only after more than a field may be long. */
export function quotedFields(): (chunk: Buffer) => Misshape | undefined {
  let position = 0
  /** Where the open quoted field began, or -1. */
  let opened = -1
  let previous = LF
  const tooLong = (end: number): Misshape | undefined =>
    opened !== -1 && end - opened > LINE_BYTES
      ? {
          offset: opened,
          reason: 'begins a quoted field longer than 1 MiB; its quote is probably not closed',
        }
      : undefined
  return (chunk) => {
    for (let index = chunk.indexOf(QUOTE); index !== -1 && index < chunk.length; index += 1) {
      if (chunk[index] !== QUOTE) continue
      const wrong = tooLong(position + index)
      if (wrong !== undefined) return wrong
      const before = index === 0 ? previous : (chunk[index - 1] ?? LF)
      if (opened !== -1) opened = -1
      else if (OPENS.has(before)) opened = position + index
    }
    position += chunk.length
    previous = chunk.at(-1) ?? previous
    return tooLong(position)
  }
}

/** Counts the lines of a text chunk by chunk, without those that are empty at its end. */
export function lineCounter(): { count: (chunk: Buffer) => void; total: () => number } {
  let [total, pending, open] = [0, 0, false]
  return {
    count(chunk) {
      let from = 0
      for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, from)) {
        const empty = !open && (at === from || (at === from + 1 && chunk[from] === CR))
        if (empty) pending += 1
        else {
          total += pending + 1
          pending = 0
        }
        open = false
        from = at + 1
      }
      if (from < chunk.length) open = true
    },
    total: () => total + (open ? pending + 1 : 0),
  }
}
