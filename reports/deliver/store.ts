import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { S3Settings } from './settings.ts'

/** Writes aside, then renames: whoever watches the folder sees whole files. */
export async function saveFile(folder: string, path: string, content: Buffer): Promise<void> {
  const file = join(folder, path)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const handle = await open(`${file}.part`, 'w', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${file}.part`, file)
}

export const readStored = (folder: string, path: string): Promise<Buffer> => readFile(join(folder, path))

/** Removes a file, and its folder with the last one. */
export async function removeStored(folder: string, path: string): Promise<void> {
  const file = join(folder, path)
  await rm(file, { force: true })
  await rmdir(dirname(file)).catch(() => undefined)
}

/** Puts one object into S3 or what speaks its interface. The same object twice is the same object. */
export async function putObject(
  { url, accessKey, secretKey, region }: S3Settings,
  path: string,
  content: Buffer,
): Promise<void> {
  const { AwsClient } = await import('aws4fetch')
  const client = new AwsClient({
    accessKeyId: accessKey,
    secretAccessKey: secretKey,
    service: 's3',
    region,
    retries: 0,
  })
  const key = path.split('/').map(encodeURIComponent).join('/')
  const response = await client.fetch(`${url.href.replace(/\/$/, '')}/${key}`, {
    method: 'PUT',
    body: new Uint8Array(content),
    // Signed with the rest, so that what arrives is what was sent.
    headers: { 'x-amz-content-sha256': createHash('sha256').update(content).digest('hex') },
    redirect: 'error',
    signal: AbortSignal.timeout(60_000),
  })
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`the store answered ${response.status}`)
}
