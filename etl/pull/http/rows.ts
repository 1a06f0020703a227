import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { JSONParser, TokenType } from '@streamparser/json'
import { parse } from 'csv-parse'
import { csvHeader } from '../../readers/csv-header.ts'
import { SourceError } from '../retry.ts'
import type { SourceRow } from '../row-file.ts'

/** The longest first row, and the longest line of NDJSON. */
const LONGEST_LINE = 1 << 20

/** The rows of a CSV with a header row; the delimiter is told as the loader does. Every value is text. */
export async function* csvRows(body: AsyncIterable<Buffer>): AsyncGenerator<SourceRow> {
  const chunks = body[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  for (let ended = false; !ended && !head.includes(10) && head.length < LONGEST_LINE;) {
    const next = await chunks.next()
    if (next.done === true) ended = true
    else head = Buffer.concat([head, next.value])
  }
  const header = csvHeader(head)
  if (header === undefined) throw new SourceError('the answer is not a CSV: it has no header row')
  const twice = header.columns.find((name, index) => header.columns.indexOf(name) !== index)
  if (twice !== undefined) throw new SourceError(`the answer has the column "${twice}" twice`, 'final')
  const bytes = async function* () {
    yield head
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value
  }
  const parser = parse({
    bom: true,
    columns: header.columns,
    delimiter: header.delimiter,
    from: 2,
    record_delimiter: ['\r\n', '\n'],
    skip_empty_lines: true,
  })
  const fed = pipeline(Readable.from(bytes(), { objectMode: false }), parser).catch(() => undefined)
  try {
    for await (const row of parser) yield row as SourceRow
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('CSV_') !== true) throw error
    throw new SourceError(`the answer is not a CSV: ${(error as Error).message}`)
  } finally {
    parser.destroy()
    await fed
    await chunks.return?.()
  }
}

/** One object a line. */
export async function* ndjsonRows(body: AsyncIterable<Buffer>): AsyncGenerator<SourceRow> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  let number = 0
  const rowOf = (line: string): SourceRow => {
    number += 1
    return objectOf(jsonOf(line, `line ${number}`), `line ${number}`)
  }
  for await (const chunk of body) {
    const lines = (rest + utf8(decoder, chunk)).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LONGEST_LINE)
      throw new SourceError('the answer is not NDJSON: a line is longer than 1 MB')
    for (const line of lines) if (line.trim() !== '') yield rowOf(line)
  }
  if (rest.trim() !== '') yield rowOf(rest)
}

/** What an answer says besides its rows. */
export interface Envelope {
  /** The value under the cursor's pointer; undefined where there is none. */
  next?: unknown
}

/**
 * The objects of the array at `pointer` in one JSON text; of the rest only the value at `nextPointer` is kept,
 * in `envelope`.
 *
 * @throws SourceError where the text ends early or has no such array.
 */
export async function* jsonRows(
  body: AsyncIterable<Buffer>,
  pointer: string,
  envelope: Envelope,
  nextPointer?: string,
): AsyncGenerator<SourceRow> {
  const paths = [pathOf(`${pointer}/*`), ...(nextPointer === undefined ? [] : [pathOf(nextPointer)])]
  const parser = new JSONParser({ paths, keepStack: false })
  const array = arrayWatch(pointer)
  let rows: SourceRow[] = []
  let count = 0
  parser.onToken = ({ token, value }) => array.token(token, value)
  parser.onValue = ({ value, key, stack }) => {
    if (array.found && typeof key === 'number' && stack.length === steps(pointer).length + 1) {
      count += 1
      rows.push(objectOf(value, `row ${count}`))
    } else envelope.next = value
  }
  const said = (error: unknown) =>
    error instanceof SourceError
      ? error
      : new SourceError(`the answer is not JSON: ${(error as Error).message}`)
  for await (const chunk of body) {
    try {
      parser.write(chunk)
    } catch (error) {
      throw said(error)
    }
    yield* rows
    rows = []
  }
  if (!parser.isEnded) throw new SourceError('the answer is not JSON: it ends early')
  if (!array.found) throw new SourceError(`the answer has no array at "${pointer}"`, 'final')
}

const steps = (pointer: string) => pointer.split('/').slice(1)
const pathOf = (pointer: string) => ['$', ...steps(pointer)].join('.')

/** Follows the tokens to know whether an array begins at the pointer: an empty one gives no rows, as none does. */
function arrayWatch(pointer: string): { token: (type: TokenType, value: unknown) => void; found: boolean } {
  const wanted = steps(pointer).join('/')
  const keys: string[] = []
  let last = ''
  let expectKey = false
  const open: boolean[] = []
  const watch = {
    found: false,
    token(type: TokenType, value: unknown) {
      if (type === TokenType.LEFT_BRACE || type === TokenType.LEFT_BRACKET) {
        if (open.length > 0) keys.push(open.at(-1) === true ? last : '*')
        if (type === TokenType.LEFT_BRACKET && keys.join('/') === wanted) watch.found = true
        open.push(type === TokenType.LEFT_BRACE)
        expectKey = type === TokenType.LEFT_BRACE
      } else if (type === TokenType.RIGHT_BRACE || type === TokenType.RIGHT_BRACKET) {
        open.pop()
        keys.pop()
      } else if (type === TokenType.COMMA) expectKey = open.at(-1) === true
      else if (type === TokenType.STRING && expectKey) {
        last = String(value)
        expectKey = false
      }
    },
  }
  return watch
}

function objectOf(value: unknown, where: string): SourceRow {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SourceError(`${where} of the answer is not an object`, 'final')
  }
  return value as SourceRow
}

function jsonOf(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new SourceError(`${where} of the answer is not JSON`)
  }
}

function utf8(decoder: TextDecoder, chunk: Buffer): string {
  try {
    return decoder.decode(chunk, { stream: true })
  } catch {
    throw new SourceError('the answer is not UTF-8', 'final')
  }
}
