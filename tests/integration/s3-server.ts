import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * A small bucket server after Amazon's REST reference: ListObjectsV2, GetObject and PutObject, addressed by path, and
 * Signature Version 4 worked out here on its own. There is no kept-up server of the kind among the packages of
 * npm or Debian.
 */
export interface S3Server {
  url: string
  put: (key: string, body: string | Buffer, modified?: Date) => void
  /** What the bucket holds, by key. */
  objects: () => ReadonlyMap<string, Buffer>
  remove: (key: string) => void
  /** Answers the next requests instead; returning true means it has answered. */
  disturb: (
    disturbance: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined,
  ) => void
  asked: string[]
  close: () => Promise<void>
}

export const KEYS = { BUCKET_KEY: 'AKIDEXAMPLE', BUCKET_SECRET: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const PAGE = 2

export async function startS3(bucket: string): Promise<S3Server> {
  const objects = new Map<string, { body: Buffer; modified: Date }>()
  const asked: string[] = []
  let disturbance: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined
  const put = (key: string, body: string | Buffer, modified = new Date()): void =>
    void objects.set(key, { body: Buffer.from(body), modified })
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', `http://${request.headers.host ?? ''}`)
    asked.push(`${url.pathname}${url.search}`)
    if (disturbance?.(request, response) === true) return
    if (!signed(request, url, KEYS.BUCKET_KEY, KEYS.BUCKET_SECRET)) {
      response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>')
      return
    }
    const [, name, ...rest] = url.pathname.split('/').map(decodeURIComponent)
    const key = rest.join('/')
    if (name !== bucket) response.writeHead(404).end('<Error><Code>NoSuchBucket</Code></Error>')
    else if (request.method === 'PUT') void receive(request, response, (body) => put(key, body))
    else if (key === '') response.end(list(objects, url.searchParams))
    else {
      const object = objects.get(key)
      if (object === undefined) response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>')
      else response.writeHead(200, { 'content-length': object.body.length }).end(object.body)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    put,
    objects: () => new Map([...objects].map(([key, { body }]) => [key, body])),
    remove: (key) => objects.delete(key),
    disturb: (next) => {
      disturbance = next
    },
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function list(
  objects: ReadonlyMap<string, { body: Buffer; modified: Date }>,
  query: URLSearchParams,
): string {
  if (query.get('list-type') !== '2' || query.get('encoding-type') !== 'url') throw new Error('not as asked')
  const after = query.get('continuation-token') ?? ''
  const keys = [...objects.keys()]
    .filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after)
    .sort()
  const page = keys.slice(0, PAGE)
  const truncated = keys.length > page.length
  const entries = page.map((key) => {
    const { body, modified } = objects.get(key) ?? { body: Buffer.alloc(0), modified: new Date(0) }
    const etag = createHash('md5').update(body).digest('hex')
    return `<Contents><Key>${encodeURIComponent(key).replaceAll('%2F', '/')}</Key><LastModified>${modified.toISOString()}</LastModified><ETag>&quot;${etag}&quot;</ETag><Size>${body.length}</Size></Contents>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><EncodingType>url</EncodingType><IsTruncated>${truncated}</IsTruncated>${truncated ? `<NextContinuationToken>${page.at(-1) ?? ''}</NextContinuationToken>` : ''}${entries.join('')}</ListBucketResult>`
}

/** The bytes of a PutObject, held to the digest that was signed. */
async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  put: (body: Buffer) => void,
): Promise<void> {
  const body = Buffer.concat(await request.toArray())
  const whole = request.headers['x-amz-content-sha256'] === sha256(body)
  if (whole) put(body)
  response.writeHead(whole ? 200 : 400).end(whole ? '' : '<Error><Code>BadDigest</Code></Error>')
}

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const encoded = (text: string) =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )

function signed(request: IncomingMessage, url: URL, key: string, secret: string): boolean {
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    )
  if (given === null) return false
  const [, id = '', day = '', region = '', names = '', signature = ''] = given
  const headers = names.split(';').map((name) => [name, String(request.headers[name] ?? '')] as const)
  const expected = signatureOf({ method: request.method ?? '', url, headers, day, region, secret })
  return id === key && timingSafeEqual(Buffer.from(signature), Buffer.from(expected))
}

/** Amazon's Signature Version 4 of a request to S3, from its description. */
export function signatureOf(asked: {
  method: string
  url: URL
  headers: readonly (readonly [name: string, value: string])[]
  day: string
  region: string
  secret: string
}): string {
  const { method, url, headers, day, region, secret } = asked
  const value = (name: string) => headers.find(([header]) => header === name)?.[1] ?? ''
  const query = [...url.searchParams]
    .map(([name, text]) => `${encoded(name)}=${encoded(text)}`)
    .sort()
    .join('&')
  const canonical = [
    method,
    url.pathname
      .split('/')
      .map((part) => encoded(decodeURIComponent(part)))
      .join('/'),
    query,
    ...headers.map(([name, text]) => `${name}:${text.trim()}`),
    '',
    headers.map(([name]) => name).join(';'),
    value('x-amz-content-sha256'),
  ].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const text = ['AWS4-HMAC-SHA256', value('x-amz-date'), scope, sha256(canonical)].join('\n')
  const signing = [region, 's3', 'aws4_request'].reduce(hmac, hmac(`AWS4${secret}`, day))
  return hmac(signing, text).toString('hex')
}
