import { spawn } from 'node:child_process'
import { join } from 'node:path'

const CLI = join(import.meta.dirname, '..', '..', 'etl', 'cli.ts')
/** No command of these tests takes so long; one that does hangs. */
const LONGEST_MS = 180_000

export interface Ended {
  /** Null: it was killed because it hung. */
  code: number | null
  stdout: string
  stderr: string
}

/** Runs the real `etl` command. */
export async function etl(args: readonly string[], env: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
  })
  const ended: Ended = { code: null, stdout: '', stderr: '' }
  child.stdout.on('data', (bytes: Buffer) => (ended.stdout += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => (ended.stderr += bytes.toString()))
  ended.code = await new Promise((resolve) => child.on('close', resolve))
  return ended
}

/** A clear end: done, or one line that says a service did not answer; never a stack. */
export function unclear({ code, stderr }: Ended): string | undefined {
  if (code === 0) return undefined
  const lines = stderr
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('etl: '))
  if (code === 4 && lines.length === 1 && !/\n\s+at /.test(stderr)) return undefined
  return `ended with ${code}: ${stderr.trim().slice(-1500)}`
}
