import fc from 'fast-check'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { datasetNamed } from '../../../etl/contracts/registry.ts'
import { UsageError } from '../../../etl/load/errors.ts'
import { loadFiles, type LoadResult } from '../../../etl/load/load.ts'
import { stagingOf } from '../../../etl/warehouse/migrate.ts'
import { undoBatch } from '../../../etl/load/undo.ts'
import { rows } from '../../../etl/warehouse/client.ts'
import { openScratch, type Scratch } from '../../integration/scratch.ts'
import { history } from './arbitrary.ts'
import { differences, readAll } from './compare.ts'
import { contractOf } from './contracts.ts'
import { textOf, type History, type HistoryFile, type Step } from './history.ts'
import { take, takeBack, winners, type Model } from './model.ts'

const TODAY = '2026-10-31'
/** A failing history is made smaller for so long. */
const SHRINKING_MS = 90_000

export interface HistoriesResult {
  histories: number
  steps: number
  failures: string[]
}

/**
 * Runs random histories of loads, corrections, resends and undoes against the model. After every step all that readers
 * see must be what the model says. History `n` of a seed is the first of seed + n.
 */
export async function histories(
  count: number,
  seed: number,
  log: (message: string) => void,
): Promise<HistoriesResult> {
  const scratch = await openScratch()
  const result: HistoriesResult = { histories: 0, steps: 0, failures: [] }
  try {
    for (let n = 0; n < count; n += 1) {
      let until = Infinity
      const details = await fc.check(
        fc.asyncProperty(history, async (steps) => {
          // Not stopped from outside: a history must end before the next begins.
          if (Date.now() > until) return
          try {
            result.steps += await play(scratch, steps)
          } catch (error) {
            until = Math.min(until, Date.now() + SHRINKING_MS)
            throw error
          }
        }),
        { seed: seed + n, numRuns: 1, unbiased: true },
      )
      result.histories += 1
      if (details.failed) {
        const [steps] = details.counterexample ?? [[]]
        const failure = `history ${seed + n} (--only histories --count 1 --seed ${seed + n}), made smaller:\n${told(steps)}\n${String(details.errorInstance)}`
        result.failures.push(failure)
        log(failure)
      }
      if ((n + 1) % 50 === 0)
        log(`histories: ${n + 1} of ${count}, ${result.steps} steps, ${result.failures.length} failed`)
    }
  } finally {
    await scratch.close()
  }
  return result
}

/** @returns how many steps there were. */
async function play(scratch: Scratch, steps: History): Promise<number> {
  await scratch.empty()
  const folder = scratch.folder()
  const model: Model = { taken: 0, loads: [] }
  const sent: HistoryFile[] = []
  const undone: string[] = []
  try {
    for (const [index, step] of steps.entries()) {
      if (step.kind === 'load')
        await load(scratch, { model, sent, step, folder: join(folder, String(index)) })
      else await undo(scratch, model, undone, step)
      const found = differences(await readAll(scratch.warehouse), model)
      if (found.length > 0) {
        throw new Error(`after step ${index + 1} (${step.kind}):\n  ${found.slice(0, 8).join('\n  ')}`)
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return steps.length
}

interface Loading {
  model: Model
  sent: HistoryFile[]
  step: Step & { kind: 'load' }
  folder: string
}

async function load(scratch: Scratch, { model, sent, step, folder }: Loading): Promise<void> {
  const { warehouse, dataDir } = scratch
  const files = step.files.flatMap((one) => {
    const file = typeof one === 'number' ? sent[one % Math.max(sent.length, 1)] : one
    return file === undefined ? [] : [file]
  })
  sent.push(...files)
  const drop = files.map((file, index) => {
    const path = join(folder, String(index), `${file.dataset}.csv`)
    const text = textOf(file, Object.keys(contractOf(file.dataset).columns))
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, text)
    return { file, path, text }
  })
  const results = await loadFiles(
    drop.map(({ file, path }) => {
      const dataset = datasetNamed(file.dataset)
      if (dataset === undefined) throw new Error(`no dataset ${file.dataset}`)
      return { path, dataset, simulated: false }
    }),
    { warehouse, dataDir, today: TODAY, acceptChange: step.acceptChange },
  )
  const hashes = await landedHashes(scratch, results)
  for (const [index, one] of drop.entries()) {
    const result = results[index]
    if (result === undefined) throw new Error(`no result of ${one.path}`)
    const expected = take(model, {
      ...{ ...one, batch: result.batch, acceptChange: step.acceptChange, today: TODAY },
      hashOf: (line) => hashes.get(`${result.batch} ${line}`) ?? 0n,
    })
    const { status, read, loaded, quarantined, superseded } = result
    const said = JSON.stringify({ status, read, loaded, quarantined, superseded })
    if (said !== JSON.stringify(expected)) {
      throw new Error(
        `${one.path}: the loader says ${said} (${result.reason ?? ''}), the model ${JSON.stringify(expected)}`,
      )
    }
    const landed = [...hashes.keys()].filter((key) => key.startsWith(`${result.batch} `)).length
    const rows = model.loads.find(({ batch }) => batch === result.batch)?.rows.length ?? 0
    if (landed !== rows) throw new Error(`${one.path}: ${landed} rows landed, the model accepts ${rows}`)
  }
}

/** The hash of every row that landed, by batch and line: what decides between rows with one `updated_at`. */
async function landedHashes(
  { warehouse }: Scratch,
  results: readonly LoadResult[],
): Promise<Map<string, bigint>> {
  const datasets = [...new Set(results.map(({ dataset }) => dataset))]
  if (datasets.length === 0) return new Map()
  const landed = await rows<{ batch: string; line: number; hash: string }>(
    warehouse.client('loader'),
    `SELECT batch, line, hash FROM (${datasets
      .map(
        (name) =>
          `SELECT load, line, toString(row_hash) AS hash FROM ${stagingOf(warehouse.database)}.${name}`,
      )
      .join(' UNION ALL ')}) AS landed
     INNER JOIN ledger ON ledger.version = landed.load
     WHERE batch IN {batches:Array(String)}`,
    { batches: results.map(({ batch }) => batch) },
  )
  return new Map(landed.map(({ batch, line, hash }) => [`${batch} ${line}`, BigInt(hash)]))
}

async function undo(
  { warehouse, dataDir }: Scratch,
  model: Model,
  undone: string[],
  step: Step & { kind: 'undo' | 'undo of nothing' },
): Promise<void> {
  const live = model.loads[step.which % Math.max(model.loads.length, 1)]
  if (step.kind === 'undo of nothing' || live === undefined) {
    const batch = undone[step.which % Math.max(undone.length, 1)] ?? '20220101T000000-00000000'
    const failed = await undoBatch(batch, { warehouse, dataDir }).catch((error: unknown) => error)
    if (!(failed instanceof UsageError))
      throw new Error(`undo of ${batch}, which is not loaded: ${String(failed)}`)
    return
  }
  const result = await undoBatch(live.batch, { warehouse, dataDir })
  takeBack(model, live.batch)
  undone.push(live.batch)
  const left = winners(model, live.dataset).size
  if (result.rows !== left)
    throw new Error(`undo of ${live.path}: ${result.rows} rows are left, the model has ${left}`)
}

/** A history in words. */
const told = (steps: History): string =>
  steps
    .map((step, index) => {
      if (step.kind !== 'load') return `${index + 1}. ${step.kind} ${step.which}`
      const files = step.files.map((file) => {
        if (typeof file === 'number') return `  earlier file ${file}`
        const used = Object.keys(contractOf(file.dataset).columns)
        return `  ${file.dataset}:\n    ${textOf(file, used).replaceAll('\n', '\n    ')}`
      })
      return `${index + 1}. load${step.acceptChange ? ' --accept-change' : ''}\n${files.join('\n')}`
    })
    .join('\n')
