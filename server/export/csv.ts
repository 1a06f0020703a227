import type { Readable, Writable } from 'node:stream'
import { writeOn } from './write-on.ts'

/** A field as RFC 4180 has it. */
export const csvField = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** A text that no spreadsheet program takes for a formula. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

/**
 * Writes a CSV as its rows come.
 *
 * @param rows the engine's CSV, without a heading
 * @param people with a byte order mark, and after an empty line what the file is about
 */
export async function writeCsv(
  out: Writable,
  headings: readonly string[],
  rows: Readable,
  people: ((rows: number) => readonly (readonly [string, string])[]) | null,
): Promise<number> {
  await writeOn(
    out,
    `${people === null ? '' : '\uFEFF'}${headings.map((text) => csvField(harmless(text))).join(',')}\n`,
  )
  const counter = countRecords()
  for await (const chunk of rows) {
    counter.add(chunk as Buffer)
    await writeOn(out, chunk as Buffer)
  }
  if (people !== null) {
    const lines = people(counter.count()).map((line) =>
      line.map((text) => csvField(harmless(text))).join(','),
    )
    await writeOn(out, `\n${lines.join('\n')}\n`)
  }
  return counter.count()
}

const QUOTE = 0x22
const LINE = 0x0a

/**
 * Counts records: line ends outside quotes. Doubled quotes inside a field open and close it again. Byte by byte: fields are short,
 * and looking for the next quote by `indexOf` costs more than passing the bytes between.
 */
function countRecords(): { add: (chunk: Buffer) => void; count: () => number } {
  let count = 0
  let quoted = false
  return {
    count: () => count,
    add(chunk) {
      for (const byte of chunk) {
        if (byte === QUOTE) quoted = !quoted
        else if (byte === LINE && !quoted) count += 1
      }
    },
  }
}
