import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

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
  mkdirSync(join(dataDir, 'run'), { recursive: true, mode: 0o700 })
  for (let told = false; ;) {
    try {
      writeFileSync(path, `${process.pid} ${startOf(process.pid)}`, { flag: 'wx', mode: 0o600 })
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = lockHolder(path)
    if (holder === undefined) rmSync(path, { force: true })
    else {
      if (!told) log(`process ${holder} is loading; waiting for it to finish`)
      told = true
      await sleep(200)
    }
  }
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

/** The process that holds the lock, if it is still the one that took it: process numbers are given again. */
function lockHolder(path: string): number | undefined {
  try {
    const [pid = 0, start = 0] = readFileSync(path, 'utf8').split(' ').map(Number)
    if (pid <= 0 || pid === process.pid || startOf(pid) !== start) return undefined
    process.kill(pid, 0)
    return pid
  } catch {
    return undefined
  }
}

/** When a process started, in the kernel's ticks since boot; 0 where that cannot be read. */
function startOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19])
  } catch {
    return 0
  }
}
