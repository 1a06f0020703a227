import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Takes a lock that dies with its process: a file with its number and start.
 *
 * @returns how to give it back, or the number of the process that holds it.
 */
export function takeLock(path: string): (() => void) | number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  // Written first and then linked, so that nobody ever reads half of it.
  const own = `${path}.${process.pid}`
  writeFileSync(own, `${process.pid} ${startOf(process.pid)}`, { mode: 0o600 })
  try {
    for (;;) {
      try {
        linkSync(own, path)
        return () => rmSync(path, { force: true })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const holder = holderOf(path)
      if (holder !== undefined) return holder
      rmSync(path, { force: true })
    }
  } finally {
    rmSync(own, { force: true })
  }
}

/** The process that holds the lock, if it is still the one that took it: process numbers are given again. */
function holderOf(path: string): number | undefined {
  try {
    const [pid = 0, start = 0] = readFileSync(path, 'utf8').split(' ').map(Number)
    return pid > 0 && startOf(pid) === start && isRunning(pid) ? pid : undefined
  } catch {
    return undefined
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
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
