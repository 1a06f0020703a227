/** The watch command as people run it, over a drop folder of a test's own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Report } from '../../etl/watch/report.ts'

const CLI = join(import.meta.dirname, '..', '..', 'etl', 'cli.ts')

export interface Watch {
  pid: number
  stdout: () => string
  stderr: () => string
  /** Sends a signal and waits for the end. @returns the exit code, null where the signal killed it */
  end: (signal: NodeJS.Signals) => Promise<number | null>
  /** Its end without a signal from here. */
  ended: Promise<number | null>
}

/** Starts `etl watch` with the given arguments. */
export function startWatch(args: readonly string[], env: NodeJS.ProcessEnv): Watch {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', CLI, 'watch', ...args],
    { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let [stdout, stderr] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = once(child, 'close').then(() => child.exitCode)
  return {
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    end(signal) {
      child.kill(signal)
      return ended
    },
  }
}

/** Waits until something holds; the test's own time limit is the only one. */
export async function until<T>(found: () => T | undefined | false): Promise<T> {
  for (;;) {
    const value = found()
    if (value !== undefined && value !== false) return value
    await sleep(50)
  }
}

/** Writes files under a folder, as those do who copy into it: at once. */
export function put(dir: string, files: Record<string, string | Buffer>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), content)
  }
}

/** The files under a folder, by name; none where there is no such folder. */
export function filesUnder(dir: string): string[] {
  try {
    return readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
      .sort()
  } catch {
    return []
  }
}

/** The files of `done/` or `refused/` without their reports (whole or being written) and without the day: `dossiers/a.csv`. */
export const handled = (dir: string, where: 'done' | 'refused'): string[] =>
  filesUnder(join(dir, where))
    .filter((name) => !/[.]report[.](json|txt)([.]tmp)?$/.test(name))
    .map((name) => name.replace(/^\d{4}-\d\d-\d\d[/]/, ''))

/** What is left of the drop folder itself. */
export const waiting = (dir: string): string[] =>
  filesUnder(dir).filter((name) => !/^(done|refused)[/]/.test(name))

/** Both reports of a handled file, named as {@link handled} does. */
export function reportOf(dir: string, where: 'done' | 'refused', name: string): Report & { text: string } {
  const path = filesUnder(join(dir, where)).find((found) => found.endsWith(`/${name}.report.json`))
  if (path === undefined) throw new Error(`no report of ${name} in ${where}/`)
  const read = (file: string) => readFileSync(join(dir, where, file), 'utf8')
  return { ...(JSON.parse(read(path)) as Report), text: read(path.replace(/json$/, 'txt')) }
}

export const DOSSIERS =
  'dossier_code,procedure_code,agency_code,province_code,status,received_at,due_at,ended_at,updated_at'

/** A dossier of January 2022, ended on the 7th. */
export const dossier = (serial: number, province = '01') =>
  `000.00.00.G01-220103-${String(serial).padStart(6, '0')},P1,A,${province},9,2022-01-03T08:00:00,2022-01-10T17:00:00,2022-01-07T10:00:00,2022-01-07T10:00:00`

export const dossiersFile = (from: number, count: number) =>
  [DOSSIERS, ...Array.from({ length: count }, (_, index) => dossier(from + index)), ''].join('\n')
