import { matchesGlob } from 'node:path'
import { formatOf } from '../../readers/file.ts'
import { SourceError, withRetry, type Tries } from '../retry.ts'
import type { S3Definition, SftpDefinition } from '../schema.ts'
import type { Secrets } from '../secrets.ts'
import type { RemoteFile, RemoteFolder } from './remote.ts'
import { openS3 } from './s3.ts'
import { openSftp } from './sftp.ts'

/** Names that clients give to files they are still writing. */
const UNFINISHED = /^\.|\.(part|partial|tmp|temp|filepart|crdownload|swp)$|~$/i

/** A source of files with the trying again that its definition asks for. */
export interface TriedFolder {
  /** New or changed files, the oldest first, and the versions of all that are there. */
  fresh: (
    known: Readonly<Record<string, string>>,
  ) => Promise<{ files: RemoteFile[]; there: Map<string, string> }>
  download: (file: RemoteFile, path: string) => Promise<void>
  close: () => void
}

/** `now` is in ms. Each try after a failure opens a connection of its own. */
export function triedFolder(
  definition: S3Definition | SftpDefinition,
  { secrets, tries, now }: { secrets: Secrets; tries: Tries; now: () => number },
): TriedFolder {
  let open: RemoteFolder | undefined
  const close = () => {
    open?.close()
    open = undefined
  }
  const tried = <T>(work: (folder: RemoteFolder) => Promise<T>): Promise<T> =>
    withRetry(tries, async () => {
      try {
        const opening = { secrets, signal: tries.signal }
        open ??= await (definition.kind === 's3'
          ? openS3(definition, opening)
          : openSftp(definition, opening))
        return await work(open)
      } catch (error) {
        close()
        throw error
      }
    })
  const settle = definition.kind === 'sftp' ? definition.settle : 0
  return {
    async fresh(known) {
      const listed = await tried((folder) => folder.list())
      const ours = listed.filter(
        ({ name }) =>
          matchesGlob(name, definition.match) && !UNFINISHED.test(name) && formatOf(name) !== undefined,
      )
      const files = ours
        .filter(({ name, version, modified }) => known[name] !== version && modified <= now() - settle)
        .sort((a, b) => a.modified - b.modified || (a.name < b.name ? -1 : 1))
      return { files, there: new Map(ours.map(({ name, version }) => [name, version])) }
    },
    download: (file, path) => {
      if (file.bytes > definition.limit) {
        throw new SourceError(
          `${file.name} has ${file.bytes} bytes, more than the limit of ${definition.limit}`,
          'final',
        )
      }
      return tried((folder) => folder.download(file, path))
    },
    close,
  }
}
