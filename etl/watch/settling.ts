import type { Dropped } from './dropped.ts'

/**
 * Tells which files are whole: those that have not changed for `settleMs` since they were first seen so. The clock
 * is the machine's, since a file's own times may be another machine's, or those of the original it is a copy of.
 *
 * @param now milliseconds that only go forward
 */
export function settling(settleMs: number, now: () => number = () => performance.now()) {
  let seen = new Map<string, { version: string; since: number }>()
  return {
    /** @returns the whole files, and in how many milliseconds the next will be if it stays as it is. */
    look(files: readonly Dropped[]): { whole: Dropped[]; nextMs: number | undefined } {
      const at = now()
      const next = new Map<string, { version: string; since: number }>()
      for (const { path, version } of files) {
        const before = seen.get(path)
        next.set(path, before?.version === version ? before : { version, since: at })
      }
      seen = next
      const age = ({ path }: Dropped) => at - (next.get(path)?.since ?? at)
      const rest = files.filter((file) => age(file) < settleMs).map((file) => settleMs - age(file))
      return {
        whole: files.filter((file) => age(file) >= settleMs),
        nextMs: rest.length === 0 ? undefined : Math.min(...rest),
      }
    },
  }
}
