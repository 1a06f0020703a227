import { request as plain, type IncomingMessage } from 'node:http'
import { request as secure } from 'node:https'
import { createGunzip } from 'node:zlib'
import { SourceError } from '../retry.ts'

export interface Asked {
  url: string
  /** Sent to this address's own origin only. */
  headers: Readonly<Record<string, string>>
  /** The longest silence, in ms. */
  idle: number
  /** The most bytes of body read, as they come over the wire and decompressed. */
  limit: number
  signal: AbortSignal
  /** @default 5 */
  redirects?: number
  /** Decompress a `Content-Encoding: gzip`. @default true */
  decode?: boolean
}

export interface Answer {
  headers: IncomingMessage['headers']
  /** The address that answered. */
  url: string
  /** Throws where the answer is cut, goes silent, or grows over the limit. To be read to its end. */
  body: AsyncIterable<Buffer>
  /** The answer says where it ends, so that a cut is seen: by length, by chunks, or by gzip's own end. */
  delimited: boolean
}

/**
 * One GET. Node's own client rather than `fetch`, whose decompression takes a gzip that was cut for a whole one.
 *
 * @throws SourceError for every status but 200; 408, 425, 429 and 5xx may be tried again.
 */
export async function get(asked: Asked): Promise<Answer> {
  let { url, headers } = asked
  for (let left = asked.redirects ?? 5; ; left -= 1) {
    const response = await send({ ...asked, url, headers })
    const { statusCode: status = 0, headers: answered } = response
    if (status === 200) return answerOf(response, url, asked)
    response.resume()
    if ([301, 302, 303, 307, 308].includes(status) && answered.location !== undefined) {
      if (left === 0) throw new SourceError(`${shown(url)} redirects too often`, 'final')
      const next = new URL(answered.location, url)
      if (!/^https?:$/.test(next.protocol) || (url.startsWith('https:') && next.protocol !== 'https:')) {
        throw new SourceError(`${shown(url)} redirects to ${next.protocol}, which is not followed`, 'final')
      }
      if (next.origin !== new URL(url).origin) headers = {}
      url = next.href
      continue
    }
    throw statusError(url, status, answered['retry-after'])
  }
}

function send({ url, headers, idle, signal, decode }: Asked): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = (url.startsWith('https:') ? secure : plain)(url, {
      headers: {
        'user-agent': 'toancanh',
        'accept-encoding': decode === false ? 'identity' : 'gzip',
        ...headers,
      },
      signal,
      timeout: idle,
    })
    let response: IncomingMessage | undefined
    outgoing.on('timeout', () => {
      const silent = new SourceError(`${shown(url)} was silent for ${idle / 1000} s`)
      response?.destroy(silent)
      outgoing.destroy(silent)
    })
    outgoing.on('error', reject)
    outgoing.on('response', (incoming) => {
      response = incoming
      resolve(incoming)
    })
    outgoing.end()
  })
}

function answerOf(response: IncomingMessage, url: string, asked: Asked): Answer {
  const encoding = response.headers['content-encoding'] ?? 'identity'
  const gzip = /^(x-)?gzip$/i.test(encoding) && asked.decode !== false
  if (!gzip && asked.decode !== false && encoding.toLowerCase() !== 'identity') {
    response.destroy()
    throw new SourceError(`${shown(url)} is encoded as ${encoding}, which was not asked for`, 'final')
  }
  const delimited =
    gzip ||
    response.headers['content-length'] !== undefined ||
    response.headers['transfer-encoding'] !== undefined
  return { headers: response.headers, url, body: bodyOf(response, gzip, url, asked.limit), delimited }
}

async function* bodyOf(
  response: IncomingMessage,
  gzip: boolean,
  url: string,
  limit: number,
): AsyncGenerator<Buffer, void, undefined> {
  const source = gzip ? response.pipe(createGunzip()) : response
  if (source !== response) response.on('error', (error) => source.destroy(error))
  let length = 0
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > limit)
        throw new SourceError(`${shown(url)} is larger than its limit of ${limit} bytes`, 'final')
      yield chunk
    }
  } catch (error) {
    if (error instanceof SourceError || (error as Error).name === 'AbortError') throw error
    throw new SourceError(`${shown(url)} was cut after ${length} bytes (${(error as Error).message})`)
  } finally {
    source.destroy()
    response.destroy()
  }
}

function statusError(url: string, status: number, retryAfter: string | undefined): SourceError {
  const again = status >= 500 || [408, 425, 429].includes(status)
  if (!again) return new SourceError(`${shown(url)} answered ${status}`, 'final')
  const seconds = Number(retryAfter ?? Number.NaN)
  const wait = Number.isNaN(seconds) ? Date.parse(retryAfter ?? '') - Date.now() : seconds * 1000
  return new SourceError(`${shown(url)} answered ${status}`, 'again', wait > 0 ? wait : undefined)
}

/** Without the query: it may hold what is not for the log. */
const shown = (url: string) => {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}
