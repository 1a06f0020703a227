import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import type { Dropped } from './dropped.ts'
import { writersOf } from './writers.ts'

/**
 * Finds, of whole files, those that nobody is writing and that can be read. Why another waits is said once, and
 * again when it is another reason or another file of that name.
 */
export function takeableFiles(log: (message: string) => void) {
  let said = new Map<string, string>()

  return async (whole: readonly Dropped[], closed: readonly string[]): Promise<Dropped[]> => {
    const waiting = new Map(closed.map((folder) => [folder, 'cannot be looked into: see its permissions']))
    const writers = await writersOf(whole.map(({ path }) => path))
    for (const { path } of whole) {
      const writer = writers.get(path)
      if (writer !== undefined) waiting.set(path, `is open for writing by process ${writer} and waits`)
      else if (!(await isReadable(path))) waiting.set(path, 'cannot be read: see its permissions')
    }
    for (const [path, why] of waiting) if (said.get(path) !== why) log(`${path} ${why}`)
    said = waiting
    return whole.filter(({ path }) => !waiting.has(path))
  }
}

const isReadable = (path: string) =>
  access(path, constants.R_OK).then(
    () => true,
    () => false,
  )
