import type { Dataset } from '../contracts/types.ts'
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
  /** The generation published now, if it is what all loads but the fresh ones make. */
  base?: number | undefined
}

export interface Built {
  published: Published[]
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
 * into the store under the load's number, not written again. Others are written under `-version`.
 */
export async function buildGenerations(
  tables: Tables,
  dataset: Dataset,
  builds: readonly Build[],
  version: number,
): Promise<Built> {
  const built: Built = { published: [], loaded: new Map(), conflicts: [] }
  const count = (load: number, rows: number) => built.loaded.set(load, (built.loaded.get(load) ?? 0) + rows)
  const sizes = await landedRows(tables, dataset, builds)
  const merged: Build[] = []
  for (const build of builds) {
    const [only] = build.loads
    if (only === undefined) {
      built.published.push({ table: dataset.name, part: build.part, generation: 0 })
    } else if (build.loads.length === 1 && build.unique) {
      await onEach(
        tables,
        `ALTER TABLE ${tables.database}.${dataset.name}_store REPLACE PARTITION ('${build.part}', ${only})
         FROM ${tables.staging}.${dataset.name}`,
      )
      built.published.push({ table: dataset.name, part: build.part, generation: only })
      if (build.fresh.length > 0) count(only, sizes.get(build.part) ?? 0)
    } else {
      merged.push(build)
      built.published.push({ table: dataset.name, part: build.part, generation: -version })
    }
  }
  const size = (build: Build) => sizes.get(build.part) ?? 0
  const grown = merged.filter(({ base }) => base !== undefined)
  const whole = merged.filter(({ base }) => base === undefined)
  for (const group of [...groups(grown, size), ...groups(whole, size)]) {
    await onEach(tables, mergeSql(tables, dataset, group, version), {
      max_partitions_per_insert_block: 0,
      // One block for all of it, so that each partition is written as one part: readers need no merges.
      max_insert_threads: 1,
      min_insert_block_size_rows: 2 * ROWS_AT_ONCE,
      min_insert_block_size_bytes: 4_000_000_000,
    })
    if (group.every(({ fresh }) => fresh.length === 0)) continue
    const outcomes = await fromDataset<{ load: number; rows: number; conflicts: string[] }>(
      tables,
      dataset,
      outcomeSql(tables, dataset, group),
    )
    for (const { load, rows, conflicts } of outcomes) {
      count(load, rows)
      built.conflicts.push(...conflicts.map((key) => ({ load, key })))
    }
  }
  return built
}

async function landedRows(
  tables: Tables,
  dataset: Dataset,
  builds: readonly Build[],
): Promise<Map<string, number>> {
  const found = await fromDataset<{ part: string; rows: number }>(
    tables,
    dataset,
    `SELECT part, count() AS rows FROM ${tables.staging}.${dataset.name} WHERE ${ofBuilds(dataset, builds)} GROUP BY part`,
  )
  const sizes = new Map<string, number>()
  for (const { part, rows } of found) sizes.set(part, (sizes.get(part) ?? 0) + rows)
  return sizes
}

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

/** Rows that have landed in the parts, of the loads that count. */
const ofBuilds = (dataset: Dataset, builds: readonly Build[]) =>
  ofGenerations(
    builds.flatMap(({ part, loads }) =>
      loads.map((load) => ({ table: dataset.name, part, generation: load })),
    ),
  )

const landed = ({ staging }: Tables, dataset: Dataset, builds: readonly Build[]) =>
  `${staging}.${dataset.name} WHERE ${ofBuilds(dataset, builds)}`

/** Versions of the fresh loads, as an SQL list. */
const freshOf = (builds: readonly Build[]) => [...new Set(builds.flatMap(({ fresh }) => fresh))].join(', ')

/** Condition on landed rows: their key is one that a fresh load has. */
function touched(tables: Tables, dataset: Dataset, builds: readonly Build[]): string {
  const key = keyColumns(dataset).join(', ')
  return `(${key}) IN (SELECT ${key} FROM ${landed(tables, dataset, builds)} AND load IN (${freshOf(builds)}))`
}

/**
 * The best row of each key. Where the part's present generation is known, only the keys that a fresh load has are worked
 * out anew; all other rows are taken over as they are.
 */
function mergeSql(tables: Tables, dataset: Dataset, builds: readonly Build[], version: number): string {
  const key = keyColumns(dataset).join(', ')
  const grown = builds.every(({ base }) => base !== undefined)
  const from = `${landed(tables, dataset, builds)} ${grown ? `AND ${touched(tables, dataset, builds)}` : ''}`
  const kept = dataset.name === 'dossiers' ? keptProvince63(from) : ''
  const store = `${tables.database}.${dataset.name}_store`
  // Without any updated_at version_at is zero, and the later load counts.
  const order = `${key}, version_at DESC, if(version_at = toDateTime(0, 'UTC'), load, row_hash) DESC, load, line`
  const best = `
    SELECT * REPLACE (toInt64(${-version}) AS generation ${kept})
    FROM (SELECT * FROM ${from} ORDER BY ${order} LIMIT 1 BY ${key})`
  if (!grown) return `INSERT INTO ${store} ${best}`
  const bases = builds.map(({ part, base }) => ({ table: dataset.name, part, generation: base ?? 0 }))
  return `
    INSERT INTO ${store}
    SELECT * REPLACE (toInt64(${-version}) AS generation)
    FROM (SELECT * FROM ${store} WHERE ${ofGenerations(bases)} AND NOT ${touched(tables, dataset, builds)})
    UNION ALL ${best}`
}

/**
 * Dossiers updated since the merger that give no era keep the old province of their last earlier version, if that has
 * one. Few have several versions; only those are looked up.
 */
function keptProvince63(from: string): string {
  const open =
    "province63 = '' AND province_era = '' AND ifNull(toDate(received_at) < toDate('2025-07-01'), 0)"
  const earlier = `
    SELECT dossier_code, argMax(toString(province63), (version_at, row_hash)) AS kept
    FROM ${from} AND NOT (${open}) AND dossier_code IN (SELECT dossier_code FROM ${from} AND ${open})
    GROUP BY dossier_code ORDER BY dossier_code`
  return `, if(${open},
    transform(dossier_code,
      (SELECT groupArray(dossier_code) FROM (${earlier})), (SELECT groupArray(kept) FROM (${earlier})), ''),
    province63) AS province63`
}

/**
 * Per fresh load: how many of its rows readers did not have, counted as if the loads had been published one after another
 * (the best row of its key in its file, and better than all that came before it); and the keys for which it gives
 * another row than an earlier load with the same, latest `updated_at`.
 */
function outcomeSql(tables: Tables, dataset: Dataset, builds: readonly Build[]): string {
  const key = keyColumns(dataset).join(', ')
  const allFresh = builds.every(({ loads, fresh }) => loads.length === fresh.length)
  // What decides between rows of one key; without any updated_at (zero) it is load order.
  const rank = (v: string) => `(${v}.2, if(${v}.2 = 0, ${v}.1, ${v}.3))`
  const outdone = `
    arrayExists(y -> y.1 < x.1 AND ${rank('y')} >= ${rank('x')}, versions)
    OR arrayExists(y -> y.1 = x.1 AND (${rank('y')} > ${rank('x')} OR (${rank('y')} = ${rank('x')} AND y.4 < x.4)), versions)
    OR (x.2 = 0 AND arrayFirst(y -> y.1 < x.1, arrayReverseSort(y -> (y.1, y.4), versions)).3 = x.3)`
  const conflicting =
    'x.2 > 0 AND arrayExists(y -> y.1 < x.1 AND y.2 = x.2 AND y.3 != x.3, versions) AND NOT arrayExists(y -> y.2 > x.2, versions)'
  return `
    SELECT v.1 AS load, countIf(v.2) AS rows, groupArrayIf(1000)(toString(key), v.3) AS conflicts
    FROM (
      SELECT (${key}) AS key, groupArray((load, toUInt32(version_at), row_hash, line)) AS versions
      FROM ${landed(tables, dataset, builds)} ${allFresh ? '' : `AND ${touched(tables, dataset, builds)}`}
      GROUP BY ${key}
    )
    ARRAY JOIN if(length(versions) = 1, [(versions[1].1, 1, 0)],
      arrayMap(x -> (x.1, NOT (${outdone}), ${conflicting}), versions)) AS v
    WHERE load IN (${freshOf(builds)})
    GROUP BY load ORDER BY load`
}
