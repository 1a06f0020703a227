import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import type { SFTPWrapper } from 'ssh2'
import { idleWatch } from '../idle.ts'
import { SourceError } from '../retry.ts'
import type { SftpDefinition } from '../schema.ts'
import type { Opening, RemoteFile, RemoteFolder } from './remote.ts'

/** The kind of a file in its mode, and an ordinary one's. */
const KIND = 0o170000
const ORDINARY = 0o100000

/**
 * A folder of an SSH server whose key is the pinned one.
 *
 * @throws SourceError, final where the key is another or the sign-in is refused.
 */
export async function openSftp(
  definition: SftpDefinition,
  { secrets, signal }: Opening,
): Promise<RemoteFolder> {
  const { Client } = (await import('ssh2')).default
  const { folder, idle, limit } = definition
  const client = new Client()
  let trouble: Error | undefined
  const lost = new Promise<never>((_, reject) => {
    client.on('error', (error) => reject(trouble ?? error))
    client.on('close', () => reject(trouble ?? new SourceError('the connection was closed')))
  })
  lost.catch(() => undefined)
  const end = (error: Error) => {
    trouble ??= error
    client.destroy()
  }
  const stop = () => end(new SourceError('stopped'))
  signal.addEventListener('abort', stop)
  /** Fails when the connection is lost or silent meanwhile: the library's own callbacks would wait for ever. */
  const within = async <T>(work: (heard: () => void) => Promise<T>): Promise<T> => {
    const watch = idleWatch(idle, end)
    try {
      return await Promise.race([work(watch.heard), lost])
    } catch (error) {
      throw said(trouble ?? error)
    } finally {
      watch.stop()
    }
  }
  const close = () => {
    signal.removeEventListener('abort', stop)
    client.end()
    client.destroy()
  }
  const connected = () =>
    new Promise<SFTPWrapper>((resolve, reject) => {
      client.on('ready', () =>
        client.sftp((error, sftp) => (error === undefined ? resolve(sftp) : reject(error))),
      )
      client.connect({
        host: definition.host,
        port: definition.port,
        username: definition.user,
        ...(definition.password === undefined ? {} : { password: secrets.resolve(definition.password) }),
        ...(definition.private_key === undefined
          ? {}
          : { privateKey: secrets.resolve(definition.private_key) }),
        readyTimeout: idle,
        hostVerifier: (key: Buffer) => {
          const print = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
          if (print !== definition.host_key) {
            trouble = new SourceError(
              `the server’s key is ${print}, not the ${definition.host_key} of the definition: it is not talked to`,
              'final',
            )
          }
          return print === definition.host_key
        },
      })
    })
  try {
    const sftp = await within(connected)
    const stat = promisify(sftp.stat.bind(sftp)) as (path: string) => Promise<{ size: number; mtime: number }>
    return {
      list: () =>
        within(async () => {
          const entries = await promisify(sftp.readdir.bind(sftp))(folder)
          return entries
            .filter(({ attrs }) => (attrs.mode & KIND) === ORDINARY)
            .map(({ filename, attrs }) => remote(filename, attrs))
        }),
      download: (file, path) =>
        within(async (heard) => {
          const from = `${folder.replace(/\/$/, '')}/${file.name}`
          let bytes = 0
          await pipeline(
            sftp.createReadStream(from),
            async function* (chunks: AsyncIterable<Buffer>) {
              for await (const chunk of chunks) {
                heard()
                bytes += chunk.length
                if (bytes > limit)
                  throw new SourceError(`${file.name} is larger than its limit of ${limit} bytes`, 'final')
                yield chunk
              }
            },
            createWriteStream(path, { mode: 0o600, flush: true }),
          )
          const after = remote(file.name, await stat(from))
          if (bytes !== file.bytes || after.version !== file.version) {
            throw new SourceError(`${file.name} changed while it was received`)
          }
        }),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

const remote = (name: string, { size, mtime }: { size: number; mtime: number }): RemoteFile => ({
  name,
  bytes: size,
  modified: mtime * 1000,
  version: `${size} ${mtime}`,
})

function said(error: unknown): Error {
  if (error instanceof SourceError) return error
  const { level, message } = error as { level?: string; message: string }
  // The library says at what level it failed; with the same credentials the next try fails alike.
  return new SourceError(`SFTP: ${message}`, level === 'client-authentication' ? 'final' : 'again')
}
