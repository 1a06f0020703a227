import type { Dataset } from '../contracts/types.ts'
import { buildDeltas, isDelta, type PartRows } from './delta.ts'
import { bestRows, outcomesOf } from './merge-sql.ts'
import { fromDataset, keyColumns, ofGenerations, onEach, type Published, type Tables } from './tables.ts'

/** Rows sorted by one statement: enough to keep it busy, few enough to keep the engine's memory flat. */
const ROWS_AT_ONCE = 2_000_000

/** One part of a dataset that is to be built, and from what. */
export interface Build {
  part: string
  /** Versions of the loads with rows in it, those before this publication and those of it. */
  loads: readonly number[]
  /** Those of it. */
  fresh: readonly number[]
  /** No key is twice in the one load there is. */
  unique: boolean
  /** The generations published now, if they are what all loads but the fresh ones make; else none. */
  live: readonly number[]
}

export interface Built {
  /** Parts that are others than before. */
  published: Published[]
  /** Those of them of which only changes were written. */
  deltas: Set<string>
  /** By version of a fresh load: rows that readers did not have before it, brought or changed by it. */
  loaded: Map<number, number>
  /** Keys that several loads give different rows for with one `updated_at`; the greater row hash won. */
  conflicts: { load: number; key: string }[]
}

/**
 * Makes new generations of the given parts of a dataset: per key the row with the latest `updated_at` (equal: the greater
 * hash; without it: the later load). Readers do not see them before the ledger names them.
 *
 * A part that one load alone filled, without repeats, is that load's partition of the landing table itself: it is linked
 * into the store under the load's number, not written again. Others are written under `-version`: of a large dataset's
 * only what changed (delta.ts), else the whole part.
 */
export async function buildGenerations(
  tables: Tables,
  dataset: Dataset,
  builds: readonly Build[],
  version: number,
): Promise<Built> {
  const built: Built = { published: [], deltas: new Set(), loaded: new Map(), conflicts: [] }
  const publish = (part: string, generations: readonly number[]) =>
    built.published.push({ table: dataset.name, part, generations })
  const sizes = await landedRows(tables, dataset, builds)
  const rows = await rowsOfParts(tables, dataset, builds, sizes)
  const size = ({ part, loads }: Build) => sum(loads.map((load) => sizes.get(`${part} ${load}`) ?? 0))

  const deltas: Build[] = []
  const whole: Build[] = []
  for (const build of builds) {
    const { part, loads, unique } = build
    const [only] = loads
    if (only === undefined) {
      publish(part, [])
    } else if (loads.length === 1 && unique) {
      await onEach(
        tables,
        `ALTER TABLE ${tables.database}.${dataset.name}_store REPLACE PARTITION ('${part}', ${only})
         FROM ${tables.staging}.${dataset.name}`,
      )
      publish(part, [only])
      if (build.fresh.length > 0) built.loaded.set(only, (built.loaded.get(only) ?? 0) + size(build))
    } else if (isDelta(dataset, build, rows(build))) {
      deltas.push(build)
    } else {
      whole.push(build)
      publish(part, [-version])
    }
  }
  for (const [index, group] of groups(deltas, (build) => rows(build).fresh).entries()) {
    const touched = `${tables.staging}.stage_touched_${version}_${index}`
    try {
      const changed = await buildDeltas(tables, dataset, group, version, touched)
      for (const { part, live } of group.filter(({ part }) => changed.includes(part))) {
        publish(part, [...live, -version])
        built.deltas.add(part)
      }
      await countOutcomes(tables, dataset, touched, group, built)
    } finally {
      await onEach(tables, `DROP TABLE IF EXISTS ${touched}`).catch(() => undefined)
    }
  }
  for (const group of groups(whole, size)) {
    const from = landed(tables, dataset, group)
    await onEach(
      tables,
      `INSERT INTO ${tables.database}.${dataset.name}_store ${bestRows(dataset, from, -version)}`,
      {
        max_partitions_per_insert_block: 0,
        // One block for all of it, so that each partition is written as one part: readers need no merges.
        max_insert_threads: 1,
        min_insert_block_size_rows: 2 * ROWS_AT_ONCE,
        min_insert_block_size_bytes: 4_000_000_000,
      },
    )
    if (group.every(({ fresh }) => fresh.length === 0)) continue
    const allFresh = group.every(({ loads, fresh }) => loads.length === fresh.length)
    const touched = allFresh ? from : `${from} AND ${ofFreshKeys(tables, dataset, group)}`
    await countOutcomes(tables, dataset, touched, group, built)
  }
  return built
}

/** @param from landed rows of every key that a fresh load has, an SQL relation */
async function countOutcomes(
  tables: Tables,
  dataset: Dataset,
  from: string,
  builds: readonly Build[],
  built: Built,
): Promise<void> {
  const outcomes = await fromDataset<{ load: number; rows: number; conflicts: string[] }>(
    tables,
    dataset,
    outcomesOf(dataset, from, freshOf(builds)),
  )
  for (const { load, rows, conflicts } of outcomes) {
    built.loaded.set(load, (built.loaded.get(load) ?? 0) + rows)
    built.conflicts.push(...conflicts.map((key) => ({ load, key })))
  }
}

/** Rows that have landed, by part and load: `2201 7`. */
async function landedRows(
  tables: Tables,
  dataset: Dataset,
  builds: readonly Build[],
): Promise<Map<string, number>> {
  return counted(
    await fromDataset(
      tables,
      dataset,
      `SELECT part, generation, count() AS rows FROM ${landed(tables, dataset, builds)} GROUP BY part, generation`,
    ),
  )
}

async function rowsOfParts(
  tables: Tables,
  dataset: Dataset,
  builds: readonly Build[],
  landed: ReadonlyMap<string, number>,
): Promise<(build: Build) => PartRows> {
  const live = builds.map(({ part, live }) => ({ part, generations: live }))
  const stored = counted(
    await fromDataset(
      tables,
      dataset,
      `SELECT part, generation, count() AS rows FROM ${tables.database}.${dataset.name}_store
       WHERE ${ofGenerations(live)} GROUP BY part, generation`,
    ),
  )
  return ({ part, live: [first, ...changes], fresh }) => ({
    whole: stored.get(`${part} ${first}`) ?? 0,
    changes: sum(changes.map((generation) => stored.get(`${part} ${generation}`) ?? 0)),
    fresh: sum(fresh.map((load) => landed.get(`${part} ${load}`) ?? 0)),
  })
}

function counted(found: { part: string; generation: number; rows: number }[]): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const { part, generation, rows } of found) {
    const name = `${part} ${generation}`
    sizes.set(name, (sizes.get(name) ?? 0) + rows)
  }
  return sizes
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

/** Consecutive items whose sizes add up to at most ROWS_AT_ONCE; a greater one stands alone. */
export function groups<T>(items: readonly T[], size: (item: T) => number): T[][] {
  const found: T[][] = []
  let [group, total]: [T[], number] = [[], 0]
  for (const item of items) {
    if (group.length > 0 && total + size(item) > ROWS_AT_ONCE) {
      found.push(group)
      ;[group, total] = [[], 0]
    }
    group.push(item)
    total += size(item)
  }
  return group.length > 0 ? [...found, group] : found
}

/** Rows that have landed in the parts, of the loads that count, as an SQL relation with its condition. */
const landed = ({ staging }: Tables, dataset: Dataset, builds: readonly Build[]) =>
  `${staging}.${dataset.name} WHERE ${ofGenerations(builds.map(({ part, loads }) => ({ part, generations: loads })))}`

/** Versions of the fresh loads. */
const freshOf = (builds: readonly Build[]) => [...new Set(builds.flatMap(({ fresh }) => fresh))]

/** Condition on landed rows: their key is one that a fresh load has. */
function ofFreshKeys(tables: Tables, dataset: Dataset, builds: readonly Build[]): string {
  const key = keyColumns(dataset).join(', ')
  return `(${key}) IN (SELECT ${key} FROM ${landed(tables, dataset, builds)} AND load IN (${freshOf(builds).join(', ')}))`
}
