import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { droppedFiles } from './dropped.ts'
import { madeFolder } from './folder.ts'
import { journalAt } from './journal.ts'
import { takeLock } from '../load/process-lock.ts'
import { pass, type PassOptions } from './pass.ts'
import { settling } from './settling.ts'
import { takeableFiles } from './takeable.ts'
import { told, troubles } from './trouble.ts'

/** How long a file must not have changed before it is taken. */
export const SETTLE_MS = 2_000

/** Between looks at the folder. Network folders tell nobody of changes, so it is always looked at. */
const LOOK_MS = 1_000

export interface WatchOptions extends Omit<PassOptions, 'journal'> {
  /** @default SETTLE_MS */
  settleMs?: number
  /** Ends the watch after the load under way. */
  signal: AbortSignal
}

/**
 * Loads what arrives in the drop folder, until told to end. Only one process watches a folder at a time; another
 * waits for its end. What keeps files from being handled is said, and tried again.
 */
export async function watch(options: WatchOptions): Promise<void> {
  const { log, signal, settleMs = SETTLE_MS } = options
  const trouble = troubles(log)
  const settled = settling(settleMs)
  const takeable = takeableFiles(log)
  let watched: Watched | undefined
  try {
    for (let waiting = false; !signal.aborted;) {
      let waitMs = LOOK_MS
      try {
        const taken = watched ?? (await takeFolder(options))
        if (typeof taken === 'object') {
          watched = taken
          const { files, closed } = await droppedFiles(taken.dir)
          const { whole, nextMs } = settled.look(files)
          const ready = await takeable(whole, closed)
          if (ready.length > 0 || (await taken.journal.read()).length > 0)
            await pass(ready, { ...options, ...taken })
          waitMs = Math.min(LOOK_MS, nextMs ?? LOOK_MS)
        } else {
          if (!waiting) log(`process ${taken} watches ${options.dir}; waiting for it to end`)
          waiting = true
        }
        trouble.over()
      } catch (error) {
        waitMs = trouble.met(error)
      }
      await pause(waitMs, signal)
    }
  } finally {
    watched?.release()
  }
}

/**
 * Handles what is in the drop folder now, once it has settled, and ends. Files that another process watches are left
 * to that one.
 *
 * @throws what keeps files from being handled
 */
export async function watchOnce(options: WatchOptions): Promise<void> {
  const { log, signal, settleMs = SETTLE_MS } = options
  const taken = await takeFolder(options)
  if (typeof taken === 'number') return log(`process ${taken} watches ${options.dir} and takes what is in it`)
  try {
    const settled = settling(settleMs)
    settled.look((await droppedFiles(taken.dir)).files)
    await pause(settleMs, signal)
    if (signal.aborted) return
    const { files, closed } = await droppedFiles(taken.dir)
    const { whole } = settled.look(files)
    for (const file of files) if (!whole.includes(file)) log(`${file.path} is still changing and is left`)
    const ready = await takeableFiles(log)(whole, closed)
    if (ready.length > 0 || (await taken.journal.read()).length > 0)
      await pass(ready, { ...options, ...taken })
  } finally {
    taken.release()
  }
}

/** Watches in the background of another program; `stop` ends it after the load under way. */
export function startWatching(options: Omit<WatchOptions, 'signal'>): { stop: () => Promise<void> } {
  const end = new AbortController()
  const ended = watch({ ...options, signal: end.signal }).catch((error: unknown) =>
    options.log(`the drop folder is no longer watched: ${told(error)}`),
  )
  return {
    stop() {
      end.abort()
      return ended
    },
  }
}

interface Watched {
  /** Without symbolic links. */
  dir: string
  journal: PassOptions['journal']
  release: () => void
}

/** @returns the folder, ours until released, or the process that watches it */
async function takeFolder(options: WatchOptions): Promise<Watched | number> {
  const dir = await madeFolder(options.dir)
  const id = createHash('sha256').update(dir).digest('hex').slice(0, 12)
  const run = join(options.dataDir, 'run', `watch-${id}`)
  const lock = takeLock(`${run}.lock`)
  return typeof lock === 'number' ? lock : { dir, journal: journalAt(`${run}.json`), release: lock }
}

const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => undefined)
