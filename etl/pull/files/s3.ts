import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { get, type Answer } from '../http/request.ts'
import { SourceError } from '../retry.ts'
import type { S3Definition } from '../schema.ts'
import type { Opening, RemoteFile, RemoteFolder } from './remote.ts'

/** The largest list of 1000 keys. */
const LIST_BYTES = 8_000_000

/** A bucket of S3 or of anything that speaks its REST interface: ListObjectsV2 and GetObject, addressed by path. */
export async function openS3(definition: S3Definition, { secrets, signal }: Opening): Promise<RemoteFolder> {
  const { AwsV4Signer } = await import('aws4fetch')
  const { endpoint, bucket, prefix, region, idle, limit } = definition
  const base = `${endpoint.replace(/\/$/, '')}/${encodeURIComponent(bucket)}`

  const ask = async (url: string, most: number): Promise<Answer> => {
    const signer = new AwsV4Signer({
      url,
      accessKeyId: secrets.resolve(definition.access_key),
      secretAccessKey: secrets.resolve(definition.secret_key),
      service: 's3',
      region,
    })
    const signed = await signer.sign()
    // A signature is for one address, so no redirect is followed. Objects come as they were put.
    return get({
      url: signed.url.href,
      headers: Object.fromEntries(signed.headers),
      idle,
      limit: most,
      signal,
      redirects: 0,
      decode: false,
    })
  }

  return {
    async list() {
      const found: RemoteFile[] = []
      for (let token: string | undefined; ;) {
        const query = new URLSearchParams({ 'list-type': '2', 'encoding-type': 'url', prefix })
        if (token !== undefined) query.set('continuation-token', token)
        const answer = await ask(`${base}?${query.toString()}`, LIST_BYTES)
        const chunks: Buffer[] = []
        for await (const chunk of answer.body) chunks.push(chunk)
        const page = listed(Buffer.concat(chunks).toString('utf8'))
        for (const file of page.files) found.push({ ...file, name: file.name.slice(prefix.length) })
        if (page.next === undefined) return found
        token = page.next
      }
    },
    async download(file, path) {
      const key = `${prefix}${file.name}`.split('/').map(encodeURIComponent).join('/')
      const answer = await ask(`${base}/${key}`, limit)
      await pipeline(answer.body, createWriteStream(path, { mode: 0o600, flush: true }))
      const { size } = await stat(path)
      if (size !== file.bytes)
        throw new SourceError(`${file.name} has ${size} bytes, not the ${file.bytes} listed`)
    },
    close: () => undefined,
  }
}

/** A ListBucketResult. Keys come URL-encoded, as asked for, so no markup can be in them. */
function listed(xml: string): { files: RemoteFile[]; next: string | undefined } {
  if (!/<ListBucketResult[\s>]/.test(xml) || !xml.trimEnd().endsWith('</ListBucketResult>')) {
    throw new SourceError('the answer is not a list of objects')
  }
  const files = [...xml.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)].map(([, entry = '']) => {
    const bytes = Number(textOf(entry, 'Size'))
    const modified = Date.parse(textOf(entry, 'LastModified') ?? '')
    const name = decodeURIComponent((textOf(entry, 'Key') ?? '').replaceAll('+', ' '))
    if (name === '' || !Number.isInteger(bytes) || Number.isNaN(modified)) {
      throw new SourceError('the list of objects has an entry without key, size or time')
    }
    return { name, bytes, modified, version: `${textOf(entry, 'ETag') ?? ''} ${bytes} ${modified}` }
  })
  const next = textOf(xml.replaceAll(/<Contents>[\s\S]*?<\/Contents>/g, ''), 'NextContinuationToken')
  if (next === undefined && textOf(xml, 'IsTruncated') === 'true') {
    throw new SourceError('the list of objects is cut, and does not say how it goes on')
  }
  return { files, next }
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function textOf(xml: string, tag: string): string | undefined {
  const text = new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1]
  return text?.replaceAll(/&(#\d+|#x[0-9a-f]+|\w+);/gi, (whole, name: string) =>
    name.startsWith('#')
      ? String.fromCodePoint(Number(name.slice(1).replace(/^x/i, '0x')))
      : (ENTITIES[name] ?? whole),
  )
}
