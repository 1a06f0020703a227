import type { Dataset } from '../contracts/types.ts'
import type { Build } from './generation.ts'
import { bestRows } from './merge-sql.ts'
import { fromDataset, inList, keyColumns, liveRows, onEach, type Tables } from './tables.ts'

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
 * Writes what fresh loads change of these parts as generations of their own, `-version`: for every key they touch the best row
 * that has landed, and the row that readers have now, taken back. Rows that stay as they are are not written.
 *
 * @param landed landed rows of every key that a fresh load has, an SQL relation with its condition
 * @param touched name for a table of them, which is left for the caller to read, and to drop
 * @returns the parts of which anything changed
 */
export async function buildDeltas(
  tables: Tables,
  dataset: Dataset,
  builds: readonly Build[],
  { version, landed, touched }: { version: number; landed: string; touched: string },
): Promise<string[]> {
  const store = `${tables.database}.${dataset.name}_store`
  await onEach(tables, `CREATE TABLE ${touched} AS ${tables.staging}.${dataset.name} ENGINE = Memory`)
  await onEach(tables, `INSERT INTO ${touched} SELECT * FROM ${landed}`)
  const key = keyColumns(dataset).join(', ')
  const live = builds.map(({ part, live }) => ({ part, generations: live }))
  await onEach(
    tables,
    `INSERT INTO ${store}
     SELECT * FROM (
       ${bestRows(dataset, `${touched} WHERE 1`, -version)}
       UNION ALL
       SELECT * EXCEPT was REPLACE (was AS takes_back, toInt64(${-version}) AS generation)
       FROM (
         SELECT *, generation AS was FROM ${liveRows(tables, dataset.name, live)}
         AND (${key}) IN (SELECT ${key} FROM ${touched})
       )
     )
     QUALIFY count() OVER (PARTITION BY load, line, province63) = 1`,
    { max_partitions_per_insert_block: 0, max_insert_threads: 1 },
  )
  const changed = await fromDataset<{ part: string }>(
    tables,
    dataset,
    `SELECT DISTINCT part FROM ${store} WHERE generation = ${-version} AND part IN ${inList(builds.map(({ part }) => part))}`,
  )
  return [...new Set(changed.map(({ part }) => part))].sort()
}
