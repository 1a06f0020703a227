import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { SIMULATED_MARK } from '../load/drop.ts'
import { told, TroubleError } from './trouble.ts'

/** Where handled files go, in the drop folder itself, so that moving them is a rename and their senders see them. */
export const DONE = 'done'
export const REFUSED = 'refused'

/** A file in the drop folder as it was looked at. */
export interface Dropped {
  path: string
  /** Its path in the drop folder, with `/`. */
  name: string
  bytes: number
  /** UTC, ISO 8601. */
  modified: string
  /** Two looks with the same version are at the same content. Not the inode: some network folders give new ones. */
  version: string
}

/** Files being written, by the names that programs give them, and what file managers leave behind. */
const LEFT_ALONE =
  /^[.~]|~$|[.](part|partial|filepart|tmp|temp|crdownload|download|swp)$|^(thumbs[.]db|desktop[.]ini)$/i

/**
 * The files of the drop folder that are to be loaded, by name. Left alone are `done/` and `refused/`, the mark of
 * simulated data, hidden and unfinished files, and what is not a plain file.
 *
 * @returns besides, the folders in it that cannot be looked into
 * @throws TroubleError where the drop folder itself cannot
 */
export async function droppedFiles(dir: string): Promise<{ files: Dropped[]; closed: string[] }> {
  const files: Dropped[] = []
  const closed: string[] = []
  const look = async (folder: string, prefix: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      if (prefix === '') throw new TroubleError(`cannot look into ${folder} (${told(error)})`)
      if (error.code !== 'ENOENT') closed.push(folder)
      return []
    })
    for (const entry of entries) {
      const name = `${prefix}${entry.name}`
      if (entry.isDirectory()) {
        if (name !== DONE && name !== REFUSED && !entry.name.startsWith('.'))
          await look(join(folder, entry.name), `${name}/`)
      } else if (entry.isFile() && entry.name !== SIMULATED_MARK && !LEFT_ALONE.test(entry.name)) {
        const file = await lookAt(join(folder, entry.name), name)
        if (file !== undefined) files.push(file)
      }
    }
  }
  await look(dir, '')
  return { files: files.sort((a, b) => (a.name < b.name ? -1 : 1)), closed }
}

/** The file as it is now; undefined where it is gone. */
export async function lookAt(path: string, name: string): Promise<Dropped | undefined> {
  try {
    const { size, mtimeNs, ctimeNs, mtime } = await lstat(path, { bigint: true })
    return {
      path,
      name,
      bytes: Number(size),
      modified: mtime.toISOString(),
      version: `${size} ${mtimeNs} ${ctimeNs}`,
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
