import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { takeLock } from './process-lock.ts'

/** What this process is loading, by data folder: its own loads wait for each other too. */
const own = new Map<string, Promise<unknown>>()

/**
 * Holds the data folder's loading lock while `work` runs: one load at a time, within and across processes. A lock
 * whose process has ended is taken over.
 */
export async function whileLoading<T>(
  dataDir: string,
  log: (message: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const before = own.get(dataDir) ?? Promise.resolve()
  const mine = before.then(
    () => locked(dataDir, log, work),
    () => locked(dataDir, log, work),
  )
  own.set(dataDir, mine)
  return mine.finally(() => {
    if (own.get(dataDir) === mine) own.delete(dataDir)
  })
}

async function locked<T>(
  dataDir: string,
  log: (message: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const path = join(dataDir, 'run', 'load.lock')
  let lock = takeLock(path)
  if (typeof lock === 'number') log(`process ${lock} is loading; waiting for it to finish`)
  for (; typeof lock === 'number'; lock = takeLock(path)) await sleep(200)
  try {
    return await work()
  } finally {
    lock()
  }
}
