import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Job } from './jobs.ts'

const LOADER = join(import.meta.dirname, 'loader.ts')
/** What Node compiled for one is there for the next. */
const COMPILED = join(import.meta.dirname, '..', '..', '..', 'node_modules', '.compile-cache')
/** No load of these tests takes so long; one that does hangs. */
const LONGEST_MS = 300_000

export interface Loader {
  pid: number
  /** Resolves when the loader says a line that begins so, or has ended. */
  says: (beginning: string) => Promise<void>
  /** Lets it go on from the step at which it waits. */
  goOn: () => void
  ended: Promise<{ done: boolean; errors: string }>
}

/** Starts a load in a process, and process group, of its own. */
export function startLoader(dataDir: string, job: Job, pauseAt: number | undefined): Loader {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', LOADER, dataDir, JSON.stringify(job), String(pauseAt ?? -1)],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      env: { NODE_COMPILE_CACHE: COMPILED, ...process.env },
    },
  )
  const { pid } = child
  if (pid === undefined) throw new Error('the loader did not start')
  const said: string[] = []
  const waiting: (() => void)[] = []
  createInterface(child.stdout).on('line', (line) => {
    said.push(line)
    for (const wake of waiting.splice(0)) wake()
  })
  let errors = ''
  child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()))
  child.stdin.on('error', () => undefined)
  const hung = setTimeout(() => {
    errors += `no end after ${LONGEST_MS} ms`
    child.kill('SIGKILL')
  }, LONGEST_MS)
  let over = false
  const ended = new Promise<{ done: boolean; errors: string }>((resolve) => {
    child.on('close', () => {
      clearTimeout(hung)
      over = true
      for (const wake of waiting.splice(0)) wake()
      resolve({ done: said.includes('done'), errors })
    })
  })
  return {
    pid,
    ended,
    goOn: () => child.stdin.write('\n'),
    async says(beginning) {
      while (!over && !said.some((line) => line.startsWith(beginning))) {
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
    },
  }
}

/** Kills a process group and returns once it is gone. */
export async function killGroup(pid: number): Promise<void> {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    return
  }
  for (let waited = 0; waited < 10_000 && isThere(pid); waited += 20) await sleep(20)
}

function isThere(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/** The engines that a process runs. */
export function enginesOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
      .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' '))
      .filter((child) => child !== '' && readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('engine.ts'))
      .map(Number)
  } catch {
    return []
  }
}
