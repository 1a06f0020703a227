import { readFile, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { DONE, lookAt, REFUSED, type Dropped } from './dropped.ts'
import type { Findings, Report } from './report.ts'
import { reportText } from './report-text.ts'
import { moveFile, writeWhole } from './whole-file.ts'

/** What a file's name may be in bytes, less the longest thing written after it. */
const LONGEST_NAME = 255 - '.report.json'.length

/**
 * Puts a handled file away, its report first: into `done/` or `refused/`, under the day, at the path it had in the
 * drop folder. Nothing is overwritten; a second file of the name gets ` (2)`. Killed at any moment and done again, it
 * ends the same.
 *
 * @returns the report; undefined where the file is no longer what was loaded, and is left.
 */
export async function putAway(
  dir: string,
  dropped: Dropped,
  day: string,
  found: Findings,
): Promise<Report | undefined> {
  if ((await lookAt(dropped.path, dropped.name))?.version !== dropped.version) return undefined
  const folder = join(found.status === 'refused' ? REFUSED : DONE, day, dirname(dropped.name))
  for (let nth = 1; ; nth += 1) {
    const report: Report = { ...found, moved_to: join(folder, nthName(basename(dropped.name), nth)) }
    const target = join(dir, report.moved_to)
    const there = await reportThere(`${target}.report.json`, report)
    if (await exists(target)) {
      // A kill between a copy to another file system and the end of the original.
      if (there !== 'ours' || report.batch === '') continue
      await unlink(dropped.path)
      return report
    }
    // Ours: a kill between the report and the move. It is written again; any other is kept.
    if (there === 'other') continue
    await writeWhole(`${target}.report.txt`, reportText(report))
    await writeWhole(`${target}.report.json`, `${JSON.stringify(report, null, 2)}\n`)
    await moveFile(dropped.path, target)
    return report
  }
}

/** Whether a report already stands at `path`, and whether it is one of this very handling of this file. */
async function reportThere(path: string, report: Report): Promise<'none' | 'ours' | 'other'> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return 'none'
  try {
    const there = JSON.parse(text) as Report
    const same = (['batch', 'file', 'bytes', 'modified'] as const).every(
      (name) => there[name] === report[name],
    )
    return same ? 'ours' : 'other'
  } catch {
    return 'other'
  }
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )

/** `a.csv.gz`, `a (2).csv.gz`, …; a name too long for its report to stand beside it is shortened. */
function nthName(name: string, nth: number): string {
  const ending = /([.][a-z0-9]{1,8}){1,2}$/i.exec(name)?.[0] ?? ''
  const suffix = `${nth === 1 ? '' : ` (${nth})`}${ending}`
  let stem = [...name.slice(0, name.length - ending.length)]
  while (Buffer.byteLength(`${stem.join('')}${suffix}`) > LONGEST_NAME) stem = stem.slice(0, -1)
  return `${stem.join('')}${suffix}`
}
