import type { ClickHouseClient } from '@clickhouse/client'
import type { Dataset } from '../contracts/types.ts'
import { rows } from '../warehouse/client.ts'

export interface Tables {
  client: ClickHouseClient
  database: string
  staging: string
}

/** Parts rebuilt by one statement: enough to keep both cores busy, few enough to keep memory flat. */
const PARTS_AT_ONCE = 12

const inList = (values: readonly string[]) => `(${values.map((value) => `'${value}'`).join(', ')})`

/** Batches whose rows count: those published. */
const liveBatches = (database: string) => `SELECT batch FROM ${database}.ledger WHERE status = 'published'`

/**
 * Builds a new generation of the given partitions from everything that has landed in them: per key the row with
 * the latest `updated_at` (equal: the greater hash; without it: the later load). Readers do not see it before
 * the ledger names it.
 */
export async function buildGeneration(
  { client, database, staging }: Tables,
  dataset: Dataset,
  parts: readonly string[],
  batch: string,
  generation: number,
): Promise<void> {
  const columns = await storeColumns({ client, database, staging }, dataset)
  const key = winnerKey(dataset)
  for (let from = 0; from < parts.length; from += PARTS_AT_ONCE) {
    const some = inList(parts.slice(from, from + PARTS_AT_ONCE))
    const landed = `${staging}.${dataset.name} WHERE part IN ${some}
      AND (batch = '${batch}' OR batch IN (${liveBatches(database)}))`
    await client.command({
      query: `
        INSERT INTO ${database}.${dataset.name}_store (part, generation, ${columns.map(({ name }) => `\`${name}\``).join(', ')})
        WITH (SELECT groupArray(n) FROM (SELECT n FROM ${database}.ref_working_days ORDER BY date)) AS working_days
        SELECT part, ${generation}, ${columns.map(({ sql, name }) => sql ?? `\`${name}\``).join(',\n')}
        FROM (
          SELECT * ${dataset.name === 'dossiers' ? keptProvince63(landed) : ''}
          FROM ${landed}
          ORDER BY ${key.join(', ')}, version_at DESC, if(toUInt32(version_at) = 0, seq, row_hash) DESC, seq, line
          LIMIT 1 BY ${key.join(', ')}
        )
        ORDER BY part`,
      // One block for all of it, so that each partition is written as one part: readers need no merges.
      clickhouse_settings: {
        max_partitions_per_insert_block: '0',
        max_insert_threads: '1',
        min_insert_block_size_rows: '4000000',
        min_insert_block_size_bytes: '2000000000',
      },
    })
  }
}

/**
 * Dossiers updated since the merger that give no era keep the old province of their last earlier version.
 * Few have several versions; only those are looked up.
 */
function keptProvince63(landed: string): string {
  return `REPLACE (if(
    province63 = '' AND province_era = '' AND ifNull(toDate(received_at) < toDate('2025-07-01'), 0),
    transform(dossier_code,
      (SELECT groupArray(dossier_code) FROM (${earlier(landed)})),
      (SELECT groupArray(kept) FROM (${earlier(landed)})), ''),
    province63) AS province63)`
}

const earlier = (landed: string) => `
  SELECT dossier_code, argMax(toString(province63), (version_at, row_hash)) AS kept
  FROM ${landed} AND province63 != ''
    AND dossier_code IN (SELECT dossier_code FROM ${landed} AND province63 = '' AND province_era = '' AND toDate(received_at) < toDate('2025-07-01'))
  GROUP BY dossier_code ORDER BY dossier_code`

/** The contract's key; where a province is in it, so is the row's effective era (a 63-era row has a province63). */
export const winnerKey = (dataset: Dataset): string[] =>
  dataset.key.flatMap((column) =>
    column === 'province_code' ? ['province_code', "(province63 = '')"] : [`\`${column}\``],
  )

async function storeColumns(
  { client, database }: Tables,
  dataset: Dataset,
): Promise<{ name: string; sql?: string }[]> {
  const found = await rows<{ name: string }>(
    client,
    `SELECT name FROM system.columns WHERE database = {database:String} AND table = {table:String}
     AND name NOT IN ('part', 'generation') ORDER BY position`,
    { database, table: `${dataset.name}_store` },
  )
  return found.map(({ name }) => dataset.store.find((column) => column.name === name) ?? { name })
}

export interface PublishedState {
  /** Rows of this load that readers did not have: those it brought or changed. */
  loaded: number
  rows: number
  as_of: string | null
  newest_business_date: string | null
}

/** What the dataset will be once `generation` of `parts` is published. */
export async function stateAfter(
  { client, database }: Tables,
  dataset: Dataset,
  parts: readonly string[],
  generation: number,
): Promise<PublishedState> {
  const store = `${database}.${dataset.name}_store`
  const live = `SELECT part, generation FROM ${database}.live_partitions WHERE dataset = '${dataset.name}'`
  const isNew = parts.length === 0 ? '0' : `(generation = ${generation} AND part IN ${inList(parts)})`
  const kept = parts.length === 0 ? '1' : `part NOT IN ${inList(parts)}`
  const [state] = await rows<PublishedState>(
    client,
    `SELECT
       count() AS rows,
       if(count() = 0, NULL, ${dataset.asOf}) AS as_of,
       if(count() = 0, NULL, ${dataset.newest}) AS newest_business_date,
       (SELECT count() FROM ${store} WHERE ${isNew} AND row_hash NOT IN (
         SELECT row_hash FROM ${store} WHERE (part, generation) IN (${live}) AND NOT (${kept}))) AS loaded
     FROM ${store}
     WHERE ${isNew} OR ((part, generation) IN (${live}) AND ${kept})
     SETTINGS prefer_column_name_to_alias = 1`,
  )
  if (state === undefined) throw new Error(`no state of ${dataset.name}`)
  return state
}

/** Removes what earlier loads left: stage tables, landed rows never published, generations no reader can be reading. */
export async function clean({ client, database, staging }: Tables): Promise<void> {
  const stages = await rows<{ name: string }>(
    client,
    `SELECT name FROM system.tables WHERE database = {staging:String} AND name LIKE 'stage\\_%'`,
    { staging },
  )
  for (const { name } of stages) await client.command({ query: `DROP TABLE IF EXISTS ${staging}.${name}` })
  const landings = await rows<{ name: string }>(
    client,
    `SELECT name FROM system.tables WHERE database = {staging:String} AND name NOT LIKE 'stage\\_%'`,
    { staging },
  )
  for (const { name } of landings) {
    const orphan = `batch NOT IN (${liveBatches(database)})`
    const [found] = await rows<{ n: number }>(
      client,
      `SELECT count() AS n FROM ${staging}.${name} WHERE ${orphan}`,
    )
    if ((found?.n ?? 0) > 0) await client.command({ query: `DELETE FROM ${staging}.${name} WHERE ${orphan}` })
  }
  // A generation never published goes at once: its number is given again. One that was replaced a minute ago may
  // still be read by a query that began before.
  const dead = await rows<{ table: string; partition: string }>(
    client,
    `SELECT table, partition FROM system.parts
     WHERE database = {database:String} AND table LIKE '%\\_store' AND active
       AND (replaceRegexpOne(table, '_store$', ''), partition) NOT IN (
         SELECT dataset, toString((part, generation)) FROM ${database}.live_partitions)
     GROUP BY table, partition
     HAVING max(modification_time) < now() - 60
       OR toUInt64(extract(partition, ',([0-9]+)[)]$')) > (SELECT max(version) FROM ${database}.ledger)`,
    { database },
  )
  for (const { table, partition } of dead) {
    await client.command({ query: `ALTER TABLE ${database}.${table} DROP PARTITION ${partition}` })
  }
}
