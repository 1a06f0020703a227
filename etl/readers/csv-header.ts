export interface CsvHeader {
  delimiter: ',' | ';' | '\t'
  columns: string[]
  /** Where the first row begins, in bytes from the file's start. */
  bodyOffset: number
  /** Lines the header takes. */
  lines: number
}

const BOM = 3

/**
 * Reads the header row of a CSV file from its first bytes. The delimiter is the one of `,` `;` tab that occurs
 * most in it, outside quotes.
 *
 * @returns undefined where the bytes hold no complete first row.
 */
export function csvHeader(head: Buffer): CsvHeader | undefined {
  const start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? BOM : 0
  let quoted = false
  const counts = { ',': 0, ';': 0, '\t': 0 }
  let end = start
  for (; end < head.length; end += 1) {
    const byte = String.fromCharCode(head[end] ?? 0)
    if (byte === '"') quoted = !quoted
    else if (!quoted && byte === '\n') break
    else if (!quoted && byte in counts) counts[byte as keyof typeof counts] += 1
  }
  const text = head.toString('utf8', start, end).replace(/\r$/, '')
  if (text.trim() === '') return undefined
  const delimiter = (Object.keys(counts) as (keyof typeof counts)[]).reduce((best, candidate) =>
    counts[candidate] > counts[best] ? candidate : best,
  )
  return {
    delimiter,
    columns: fields(text, delimiter).map((field) => field.trim()),
    bodyOffset: Math.min(end + 1, head.length),
    lines: text.split('\n').length,
  }
}

function fields(line: string, delimiter: string): string[] {
  const found: string[] = []
  let field = ''
  let quoted = false
  for (let index = 0; index < line.length; index += 1) {
    const character = line[index] ?? ''
    if (character === '"') {
      if (quoted && line[index + 1] === '"') {
        field += '"'
        index += 1
      } else quoted = !quoted
    } else if (character === delimiter && !quoted) {
      found.push(field)
      field = ''
    } else field += character
  }
  return [...found, field]
}
