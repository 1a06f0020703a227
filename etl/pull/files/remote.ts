import type { Tries } from '../retry.ts'
import type { Secrets } from '../secrets.ts'

/** A file in a bucket or a folder elsewhere. */
export interface RemoteFile {
  name: string
  /** Another where the content is another. */
  version: string
  bytes: number
  /** When it was last written, in ms. */
  modified: number
}

/** A place that has files. Neither function tries again by itself. */
export interface RemoteFolder {
  list: () => Promise<RemoteFile[]>
  /**
   * The whole file to `path`.
   *
   * @throws SourceError where it is not the size that was listed.
   */
  download: (file: RemoteFile, path: string) => Promise<void>
  close: () => void
}

export interface Opening {
  secrets: Secrets
  signal: Tries['signal']
}
