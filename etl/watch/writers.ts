import { readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'

/** The bits of a descriptor's flags that say whether it is for reading only (0), writing or both. */
const ACCESS_MODE = 0o3

/**
 * Processes of this machine that have one of the files open for writing, by the file's path. Known where the
 * system has /proc, for the processes it shows us: other users' only to root.
 *
 * @param paths without symbolic links, as the system says them
 */
export async function writersOf(paths: readonly string[]): Promise<Map<string, number>> {
  const wanted = new Set(paths)
  const found = new Map<string, number>()
  const processes = wanted.size === 0 ? [] : await readdir('/proc').catch(() => [])
  for (const pid of processes.filter((name) => /^\d+$/.test(name))) {
    for (const descriptor of await readdir(join('/proc', pid, 'fd')).catch(() => [])) {
      const path = await readlink(join('/proc', pid, 'fd', descriptor)).catch(() => '')
      if (wanted.has(path) && (await isForWriting(pid, descriptor))) found.set(path, Number(pid))
    }
  }
  return found
}

async function isForWriting(pid: string, descriptor: string): Promise<boolean> {
  const info = await readFile(join('/proc', pid, 'fdinfo', descriptor), 'utf8').catch(() => '')
  const flags = /^flags:\s*([0-7]+)$/m.exec(info)?.[1]
  return flags !== undefined && (Number.parseInt(flags, 8) & ACCESS_MODE) !== 0
}
