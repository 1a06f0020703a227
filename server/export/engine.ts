import { request, type IncomingMessage } from 'node:http'
import { request as requestTls } from 'node:https'
import type { Readable } from 'node:stream'

/** One statement for the engine, whose answer is passed on as it comes. */
export interface Asked {
  /** `http://user:password@host:port/database` */
  url: string
  sql: string
  /** What the engine takes beside the statement: settings, `query_id`, `default_format`. */
  parameters: Record<string, string | number>
  /** @default none */
  headers?: Record<string, string>
  signal: AbortSignal
}

/** The engine refused a statement, or ended it. `code` is the engine's own, `type` its name (`UNKNOWN_TABLE`). */
export class EngineError extends Error {
  override name = 'EngineError'
  readonly code: number
  readonly type: string
  constructor(code: number, message: string, type = '') {
    super(message)
    this.code = code
    this.type = type
  }
}

/**
 * Sends a statement and gives the answer's body as it comes: nothing of it is kept, whoever reads slowly slows the engine. The
 * stream ends with an error where the engine fails half-way or `signal` aborts.
 *
 * @throws EngineError when it is refused; the connection's error when the engine cannot be reached.
 */
export async function askEngine({ url, sql, parameters, headers = {}, signal }: Asked): Promise<Readable> {
  const address = new URL(url)
  const query = new URLSearchParams({ database: decodeURIComponent(address.pathname.slice(1)) })
  for (const [name, value] of Object.entries(parameters)) query.set(name, String(value))
  const auth = `${decodeURIComponent(address.username)}:${decodeURIComponent(address.password)}`
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const send = address.protocol === 'https:' ? requestTls : request
    const asking = send(
      {
        host: address.hostname,
        port: address.port,
        method: 'POST',
        path: `/?${query.toString()}`,
        auth,
        headers,
        signal,
      },
      resolve,
    )
    asking.on('error', reject)
    asking.end(sql)
  })
  if (answer.statusCode === 200 && answer.headers['x-clickhouse-exception-code'] === undefined) return answer
  const text = await textOf(answer)
  const code = Number(answer.headers['x-clickhouse-exception-code'] ?? /^Code: (\d+)/.exec(text)?.[1] ?? 0)
  const [, type] = /\(([A-Z][A-Z0-9_]+)\)\s*(?:\(version .*)?$/s.exec(text) ?? []
  throw new EngineError(code, readable(text), type)
}

/** An error's text without what is said beside it: code, class, version, the function that was running. */
const readable = (text: string): string =>
  text
    .replace(/^Code: \d+\. DB::Exception: (?:Received from [^ ]+ DB::Exception: )?/, '')
    .replace(/\s*\(version .*$/s, '')
    .replace(/(?::? [Ii]n scope |: while executing |: While executing ).*$/s, '')
    .replace(/\s*\([A-Z_]+\)\s*$/, '')
    .trim()

/** A small answer, as text. */
export async function textOf(answer: Readable): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

/** The rows of a small answer in the format JSONEachRow. */
export async function rowsOf<Row>(answer: Readable): Promise<Row[]> {
  return (await textOf(answer))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
}
