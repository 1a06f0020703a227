import type { Dataset } from '../contracts/types.ts'
import type { Build } from './generation.ts'
import { bestRows } from './merge-sql.ts'
import { fromDataset, keyColumns, liveRows, ofGenerations, onEach, type Tables } from './tables.ts'

/** More generations than this cost readers more than writing the part anew. */
const MOST_GENERATIONS = 9
/** So few changed rows are never worth it. */
const FEW_ROWS = 10_000

/** Rows of a part: those readers see of its whole generation, of the changes since, and those that have just landed. */
export interface PartRows {
  whole: number
  changes: number
  fresh: number
}

/**
 * Whether a part gets a generation of changes, so that a correction costs what it corrects, or is written anew: when what
 * changed since it was adds up to a quarter of it.
 */
export const isDelta = (dataset: Dataset, build: Build, rows: PartRows): boolean =>
  dataset.sharded &&
  build.fresh.length > 0 &&
  build.live.length > 0 &&
  build.live.length < MOST_GENERATIONS &&
  rows.changes + rows.fresh <= Math.max(FEW_ROWS, rows.whole / 4)

/**
 * Writes what fresh loads change of these parts as generations of their own, `-version`: for every key they touch the best
 * row, and the row that readers have now, taken back. Rows that stay as they are are not written.
 *
 * @param touched name for a table of the rows of these keys that decide; it is left for the caller to read, and to drop
 * @returns the parts of which anything changed
 */
export async function buildDeltas(
  tables: Tables,
  dataset: Dataset,
  builds: readonly Build[],
  version: number,
  touched: string,
): Promise<string[]> {
  const landing = `${tables.staging}.${dataset.name}`
  const store = `${tables.database}.${dataset.name}_store`
  const key = keyColumns(dataset).join(', ')
  const loaded = (of: (build: Build) => readonly number[]) =>
    `${landing} WHERE ${ofGenerations(builds.map((build) => ({ part: build.part, generations: of(build) })))}`
  const fresh = loaded((build) => build.fresh)
  const earlier = loaded(({ loads, fresh }) => loads.filter((load) => !fresh.includes(load)))
  const live = builds.map(({ part, live }) => ({ part, generations: live }))
  const old = `${touched}_old`
  const make = (table: string) => onEach(tables, `CREATE TABLE ${table} AS ${landing} ENGINE = Memory`)
  try {
    await Promise.all([make(touched), make(old)])
    await onEach(
      tables,
      `INSERT INTO ${old} SELECT * FROM ${liveRows(tables, dataset.name, live)}
       AND (${key}) IN (SELECT ${key} FROM ${fresh})`,
    )
    // Rows later than the one that readers have are compared with that one alone. Where a row is not later, all that
    // has landed of its key is.
    const late = `(SELECT ${key} FROM (
        SELECT ${key}, version_at, 1 AS is_fresh FROM ${fresh}
        UNION ALL SELECT ${key}, version_at, 0 AS is_fresh FROM ${old})
      GROUP BY ${key} HAVING countIf(is_fresh = 0) > 0 AND minIf(version_at, is_fresh = 1) <= maxIf(version_at, is_fresh = 0))`
    const counts = await fromDataset<{ n: number }>(tables, dataset, `SELECT count() AS n FROM ${late}`)
    const versions = counts.some(({ n }) => n > 0)
      ? `SELECT * FROM ${old} WHERE (${key}) NOT IN ${late} UNION ALL SELECT * FROM ${earlier} AND (${key}) IN ${late}`
      : `SELECT * FROM ${old}`
    await onEach(tables, `INSERT INTO ${touched} SELECT * FROM ${fresh} UNION ALL ${versions}`)
    await onEach(
      tables,
      `INSERT INTO ${store}
       SELECT * FROM (
         ${bestRows(dataset, `${touched} WHERE 1`, -version)}
         UNION ALL
         SELECT * EXCEPT was REPLACE (was AS takes_back, toInt64(${-version}) AS generation)
         FROM (SELECT *, generation AS was FROM ${old})
       )
       QUALIFY count() OVER (PARTITION BY load, line, province63) = 1`,
      { max_partitions_per_insert_block: 0, max_insert_threads: 1 },
    )
  } finally {
    await onEach(tables, `DROP TABLE IF EXISTS ${old}`).catch(() => undefined)
  }
  const changed = await fromDataset<{ part: string }>(
    tables,
    dataset,
    `SELECT DISTINCT part FROM ${store} WHERE ${ofGenerations(builds.map(({ part }) => ({ part, generations: [-version] })))}`,
  )
  return [...new Set(changed.map(({ part }) => part))].sort()
}
