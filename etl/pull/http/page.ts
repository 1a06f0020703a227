import type { Receiving } from '../receiving.ts'
import { SourceError, withRetry } from '../retry.ts'
import { rowDigest, type RowFile, type SourceRow } from '../row-file.ts'
import type { HttpDefinition } from '../schema.ts'
import type { Secrets } from '../secrets.ts'
import { get } from './request.ts'
import { csvRows, jsonRows, ndjsonRows, type Envelope } from './rows.ts'

export interface Page {
  rows: number
  /** Equal for equal rows in equal order. */
  digest: string
  /** The answer's cursor, for `paging: cursor`. */
  next: unknown
  /** The address of `Link: <…>; rel="next"`. */
  link: string | undefined
}

/** Asks for one page; `keep` says what becomes of its rows, anew for each try. */
export type Ask = (url: string, keep?: () => (row: SourceRow) => Promise<void>) => Promise<Page>

/** A page that fails is tried again alone; rows of a failed try are taken back out of `file`. */
export function pageReader(definition: HttpDefinition, file: RowFile, receiving: Receiving): Ask {
  return (url, keep = () => file.add) => {
    const mark = file.mark()
    return withRetry(receiving.tries, async () => {
      await file.back(mark)
      return onePage(definition, receiving, url, keep())
    })
  }
}

async function onePage(
  definition: HttpDefinition,
  { secrets, tries }: Receiving,
  url: string,
  take: (row: SourceRow) => Promise<void>,
): Promise<Page> {
  // A link to the next page may lead to another host, which is no business of our secrets.
  const own = new URL(url).origin === new URL(secrets.resolve(definition.url)).origin
  const answer = await get({
    url,
    headers: own ? headersOf(definition, secrets) : {},
    idle: definition.idle,
    limit: definition.limit,
    signal: tries.signal,
  })
  const { format, paging } = definition
  if (!answer.delimited && format !== 'json') {
    throw new SourceError(
      'the answer does not say where it ends (no Content-Length, no chunks): a cut would go unseen',
    )
  }
  const envelope: Envelope = {}
  const found =
    format === 'json'
      ? jsonRows(
          answer.body,
          definition.rows,
          envelope,
          paging.kind === 'cursor' ? paging.pointer : undefined,
        )
      : format === 'ndjson'
        ? ndjsonRows(answer.body)
        : csvRows(answer.body)
  const digest = rowDigest()
  let rows = 0
  for await (const row of found) {
    digest.add(row)
    rows += 1
    await take(row)
  }
  return {
    rows,
    digest: digest.value(),
    next: envelope.next,
    link: nextLink(answer.headers['link'], answer.url),
  }
}

export function headersOf({ headers, auth }: HttpDefinition, secrets: Secrets): Record<string, string> {
  const sent = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, secrets.resolve(value)]),
  )
  if (auth === undefined) return sent
  if ('bearer' in auth) return { ...sent, authorization: `Bearer ${secrets.resolve(auth.bearer)}` }
  const pair = `${auth.user}:${secrets.resolve(auth.password)}`
  return { ...sent, authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}

/** The definition's address with the parameters of this request. */
export function addressOf(
  { url, since, paging }: HttpDefinition,
  secrets: Secrets,
  asked: { since?: string | undefined; page?: string },
): string {
  const address = new URL(secrets.resolve(url))
  if (since !== undefined && asked.since !== undefined) {
    address.searchParams.set(since.parameter, asked.since)
  }
  if ('parameter' in paging && asked.page !== undefined) {
    address.searchParams.set(paging.parameter, asked.page)
  }
  return address.href
}

/** RFC 8288: `<https://…?page=2>; rel="next"`. */
function nextLink(header: string | string[] | undefined, base: string): string | undefined {
  for (const [, target = '', parameters = ''] of String(header ?? '').matchAll(/<([^>]*)>([^,<]*)/g)) {
    if (/;\s*rel\s*=\s*(?:next\b|"(?:[^"]*\s)?next(?:\s[^"]*)?")/i.test(parameters)) {
      return new URL(target, base).href
    }
  }
  return undefined
}
