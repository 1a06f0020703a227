import { access, constants, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DATASETS } from '../contracts/registry.ts'
import type { DropFile } from '../load/drop.ts'
import { RefusedError } from '../load/errors.ts'
import { loadFiles, type LoadResult } from '../load/load.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { answersSince } from './answers.ts'
import { assign } from './assign.ts'
import { DONE, lookAt, REFUSED, type Dropped } from './dropped.ts'
import type { Begun, Journal } from './journal.ts'
import { putAway } from './put-away.ts'
import { findings, refusedUnread, type Report } from './report.ts'
import { isTrouble, told, TroubleError } from './trouble.ts'

export interface PassOptions {
  /** The drop folder. */
  dir: string
  dataDir: string
  journal: Journal
  /** Opens the warehouse for as long as the work takes. */
  withWarehouse: <T>(work: (warehouse: Warehouse) => Promise<T>) => Promise<T>
  /** Today in the ministry's zone, `yyyy-mm-dd`. */
  today: () => string
  log: (message: string) => void
  onHandled: (report: Report) => void
  onProgress?: (file: string, bytes: number, total: number) => void
}

/** Tries of a file that alone makes the loader fail, a second apart, before it is refused for that. */
const TRIES = 3

/**
 * Handles whole files: all that can be assigned are loaded together, then each is put away with its report. What an
 * earlier pass began and did not put away comes first, by what the ledger says of it.
 *
 * @throws an error for which {@link isTrouble} holds where files could not be handled for now; they stay.
 */
export async function pass(whole: readonly Dropped[], options: PassOptions): Promise<void> {
  const { dir, journal, withWarehouse } = options
  const day = options.today()
  await prepareFolders(dir, day, whole)
  const failed: unknown[] = []
  const begun = await journal.read()
  const open = opener(withWarehouse)
  const stuck = begun.length === 0 ? [] : await open((warehouse) => resume(begun, warehouse, options, failed))
  await journal.write(stuck)

  const fresh: { dropped: Dropped; file: DropFile }[] = []
  for (const dropped of whole) {
    if (stuck.some(({ file }) => file.path === dropped.path)) continue
    const current = await lookAt(dropped.path, dropped.name)
    // Gone, or already put away by what came first.
    if (current?.version !== dropped.version) continue
    try {
      fresh.push({ dropped, file: await assign(dropped, dir) })
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      await finish(dropped, day, refusedUnread(dropped.path, '', error.message), undefined, options).catch(
        (error: unknown) => failed.push(error),
      )
    }
  }
  // What others refer to first, as when a folder is loaded.
  fresh.sort((a, b) => DATASETS.indexOf(a.file.dataset) - DATASETS.indexOf(b.file.dataset))
  if (fresh.length > 0) {
    const at = new Date().toISOString()
    const entries = fresh.map(({ dropped }): Begun => ({ file: dropped, at, day }))
    await journal.write([...stuck, ...entries])
    await open(async (warehouse) => {
      const results = await loadTogether(
        fresh.map(({ file }) => file),
        at,
        warehouse,
        options,
      )
      const unfinished: Begun[] = []
      for (const entry of entries) {
        const result = results.get(entry.file.path)
        if (result === undefined) continue
        await finish(entry.file, day, result, warehouse, options).catch((error: unknown) => {
          failed.push(error)
          unfinished.push(entry)
        })
      }
      await journal.write([...stuck, ...unfinished])
    })
  }
  if (failed.length > 0) throw new TroubleError(told(failed[0]))
}

/** Puts away what was begun and has an answer in the ledger. @returns what could not be put away. */
async function resume(
  begun: readonly Begun[],
  warehouse: Warehouse,
  options: PassOptions,
  failed: unknown[],
): Promise<Begun[]> {
  const stuck: Begun[] = []
  const since = begun.map(({ at }) => at).reduce((first, at) => (at < first ? at : first))
  const answers = await answersSince(warehouse, since)
  for (const entry of begun) {
    const result = answers.get(entry.file.path)
    if (result === undefined) continue
    await finish(entry.file, entry.day, result, warehouse, options).catch((error: unknown) => {
      failed.push(error)
      stuck.push(entry)
    })
  }
  return stuck
}

async function finish(
  dropped: Dropped,
  day: string,
  result: LoadResult,
  warehouse: Warehouse | undefined,
  options: PassOptions,
): Promise<void> {
  const found = await findings(dropped, result, warehouse, new Date())
  const report = await putAway(options.dir, dropped, day, found)
  if (report === undefined) {
    if ((await lookAt(dropped.path, dropped.name)) !== undefined)
      options.log(`${dropped.path} changed while it was being loaded, and is taken again`)
  } else options.onHandled(report)
}

/**
 * Loads files in one publication. Where one of them makes the loader fail, each is loaded by itself, and one that
 * fails every time is refused for it: a bad file never keeps the others out.
 */
async function loadTogether(
  files: readonly DropFile[],
  at: string,
  warehouse: Warehouse,
  options: PassOptions,
): Promise<Map<string, LoadResult>> {
  const load = async (some: readonly DropFile[]) =>
    loadFiles(some, {
      warehouse,
      dataDir: options.dataDir,
      today: options.today(),
      log: options.log,
      ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    })
  try {
    return new Map((await load(files)).map((result) => [result.file, result]))
  } catch (error) {
    if (isTrouble(error)) throw error
  }
  const results = await answersSince(warehouse, at)
  for (const file of files.filter(({ path }) => !results.has(path))) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        for (const result of await load([file])) results.set(file.path, result)
        break
      } catch (error) {
        if (isTrouble(error)) throw error
        if ((await lookAt(file.path, '')) === undefined) break
        if (attempt === TRIES) {
          const reason = `${file.path}: could not be loaded: ${told(error)}`
          results.set(file.path, refusedUnread(file.path, file.dataset.name, reason))
          break
        }
        await sleep(1_000)
      }
    }
  }
  return results
}

/** Makes sure before a load that files can be put away after it. */
async function prepareFolders(dir: string, day: string, whole: readonly Dropped[]): Promise<void> {
  const folders = [join(dir, DONE, day), join(dir, REFUSED, day)]
  try {
    for (const folder of folders) await mkdir(folder, { recursive: true })
    for (const folder of new Set([...folders, ...whole.map(({ path }) => dirname(path))]))
      await access(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new TroubleError(`files cannot be moved within ${dir} (${told(error)})`)
  }
}

/** An error before the work begins is one of reaching the warehouse, whatever it is. */
function opener(withWarehouse: PassOptions['withWarehouse']): PassOptions['withWarehouse'] {
  return async (work) => {
    let opened = false
    try {
      return await withWarehouse((warehouse) => {
        opened = true
        return work(warehouse)
      })
    } catch (error) {
      throw opened ? error : new TroubleError(told(error))
    }
  }
}
