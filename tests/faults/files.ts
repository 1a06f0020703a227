import { existsSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { dropFiles } from '../../etl/load/drop.ts'
import { loadFiles, type LoadResult } from '../../etl/load/load.ts'
import { rows } from '../../etl/warehouse/client.ts'
import { openScratch, type Scratch } from '../integration/scratch.ts'
import { mutated, originals, type Mutated } from './mutate.ts'
import { seeded } from './random.ts'

export interface Summary {
  files: number
  published: number
  refused: number
  /** Rows of published files. */
  loaded: number
  quarantined: number
  /** What should not have happened: file, what was done to it, what is wrong. */
  failures: string[]
}

/** Files in one load. */
const LOAD = 50

/**
 * Damages good files of every format and loads them with the real loader into the real engine. Whatever comes: no crash,
 * every row accounted for, every refusal and every quarantined row told, and the warehouse holds what was said to be
 * loaded.
 *
 * @param seed the same seed damages the same files in the same ways.
 */
export async function mutatedFiles(
  count: number,
  seed: number,
  log: (message: string) => void,
): Promise<Summary> {
  const scratch = await openScratch()
  const summary: Summary = { files: 0, published: 0, refused: 0, loaded: 0, quarantined: 0, failures: [] }
  try {
    const good = await originals(scratch.folder())
    const random = seeded(seed)
    let told = 0
    for (let first = 0; first < count; first += LOAD) {
      const files = Array.from({ length: Math.min(LOAD, count - first) }, (_, index) =>
        mutated(random, keyOf(first + index), good),
      )
      await loadThem(scratch, files, summary)
      for (const failure of summary.failures.slice(told)) log(failure)
      told = summary.failures.length
      if ((first / LOAD) % 10 === 9) log(`${summary.files} files, ${summary.failures.length} failures`)
    }
    return summary
  } finally {
    await scratch.close()
  }
}

/** Four letters, no two of them near each other in any bit: a changed byte makes no other file's key. */
function keyOf(index: number): string {
  const letters = 'ABDGHKMNPQSTVWXZ'
  const digits = [index & 15, (index >> 4) & 15, (index >> 8) & 15]
  const check = digits.reduce((sum, digit, place) => sum + digit * (2 * place + 1), 0) & 15
  return [...digits, check].map((digit) => letters[digit] ?? '').join('')
}

async function loadThem(scratch: Scratch, files: readonly Mutated[], summary: Summary): Promise<void> {
  await scratch.empty()
  const folder = scratch.folder()
  const stories = new Map(files.map(({ name, story }) => [name, story]))
  const fail = (file: string, what: string) => {
    summary.failures.push(`${basename(file)} [${stories.get(basename(file)) ?? ''}]: ${what}`)
  }
  for (const { name, content } of files) writeFileSync(join(folder, name), content)
  const load = (paths: readonly string[]) =>
    loadFiles(dropFiles(paths), {
      warehouse: scratch.warehouse,
      dataDir: scratch.dataDir,
      today: '2026-10-31',
      acceptChange: true,
    })
  let results: LoadResult[] = []
  try {
    results = await load([folder])
  } catch {
    // One file brought the load down: find it by loading each alone.
    for (const { name } of files) {
      try {
        results.push(...(await load([join(folder, name)])))
      } catch (error) {
        fail(name, `the loader failed: ${(error as Error).message.slice(0, 300)}`)
        if (!(await alive(scratch)))
          throw new Error(`the engine is dead after ${name}: ${stories.get(name)}`, { cause: error })
      }
    }
  }
  for (const result of results) await check(scratch, result, summary, fail)
  const [held] = await query<{ n: number }>(scratch, 'SELECT count() AS n FROM tasks')
  const loaded = results.reduce((sum, result) => sum + result.loaded, 0)
  if (held?.n !== loaded) fail(folder, `${held?.n} rows in the warehouse, ${loaded} said to be loaded`)
}

const query = <T>(scratch: Scratch, sql: string) => rows<T>(scratch.warehouse.client('reader'), sql)
const alive = (scratch: Scratch) =>
  query(scratch, 'SELECT 1').then(
    () => true,
    () => false,
  )

async function check(
  scratch: Scratch,
  result: LoadResult,
  summary: Summary,
  fail: (file: string, what: string) => void,
): Promise<void> {
  const { file, status, reason = '', read, loaded, quarantined, superseded, batch } = result
  summary.files += 1
  summary.loaded += loaded
  summary.quarantined += quarantined
  if (status === 'published') summary.published += 1
  else summary.refused += 1
  if (read !== loaded + quarantined + superseded)
    fail(file, `${read} read = ${loaded} + ${quarantined} + ${superseded}`)
  if (status === 'refused' && loaded > 0) fail(file, 'is refused and loaded')
  if (status === 'refused' && !(reason.startsWith(file) && reason.length > file.length + 12)) {
    fail(file, `the refusal does not say what is wrong: ${reason}`)
  }
  if (!existsSync(file)) fail(file, 'is gone')
  const [listed] = await query<{ rows: number; bare: number }>(
    scratch,
    `SELECT uniqExact(line) AS rows, countIf(line = 0 OR reason = '' OR file != '${file}') AS bare
     FROM quarantine WHERE batch = '${batch}'`,
  )
  if (listed?.rows !== quarantined || listed.bare > 0) {
    fail(
      file,
      `${quarantined} rows quarantined, ${listed?.rows} listed, ${listed?.bare} without line or reason`,
    )
  }
}
