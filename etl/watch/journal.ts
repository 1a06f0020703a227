import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Dropped } from './dropped.ts'
import { writeWhole } from './whole-file.ts'

/** A file whose load has begun. */
export interface Begun {
  file: Dropped
  /** UTC, ISO 8601, by the clock that also writes the ledger: an answer to this load is not older. */
  at: string
  /** The day under which it is put away, `yyyy-mm-dd`. */
  day: string
}

/**
 * What has been begun and is not put away yet, on disk: whoever comes after a kill asks the ledger what became of
 * it, instead of loading it again.
 */
export function journalAt(path: string) {
  return {
    async read(): Promise<Begun[]> {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '[]'
        throw error
      })
      try {
        return JSON.parse(text) as Begun[]
      } catch {
        // A broken one tells nothing: the files are then loaded again, and found unchanged.
        return []
      }
    },
    async write(begun: readonly Begun[]): Promise<void> {
      if (begun.length === 0) return rm(path, { force: true })
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await writeWhole(path, JSON.stringify(begun))
    },
  }
}

export type Journal = ReturnType<typeof journalAt>
