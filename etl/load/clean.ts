import { DATASETS } from '../contracts/registry.ts'
import type { ClickHouseClient } from '@clickhouse/client'
import { rows } from '../warehouse/client.ts'
import { RELEASED } from './release.ts'
import { ROLLUPS } from './rollup.ts'
import type { Tables } from './tables.ts'
import { YEARS } from './years.ts'

/** For how long a generation that was replaced is kept: queries that began before may still read it. */
const KEPT_SECONDS = 60

/**
 * Removes what earlier loads left, on every server: stage tables, rows that landed and were never published or were taken back,
 * generations no reader can be reading, statements that still run. Only what the ledger does not name is touched, so it may
 * be stopped anywhere.
 *
 * @param now in ms; what was published a minute before it is no longer kept once it has been replaced
 */
export async function clean(tables: Tables, now = Date.now()): Promise<void> {
  const [first, ...others] = tables.nodes
  const copied: ClickHouseClient[] = []
  for (const node of others) if (await copyLedger(first, node, tables.database)) copied.push(node)
  // Readers of a server that has just learned of a publication may be reading what was before it, however long ago it was.
  const kept = copied.length > 0 ? 24 * 3600 : KEPT_SECONDS
  await Promise.all(tables.nodes.map((node) => cleanNode(node, tables, new Date(now - kept * 1000))))
}

async function cleanNode(
  node: ClickHouseClient,
  { database, staging }: Tables,
  keptFrom: Date,
): Promise<void> {
  await endLeftovers(node, database, staging)
  const stages = await rows<{ name: string }>(
    node,
    `SELECT name FROM system.tables WHERE database = {staging:String} AND name LIKE 'stage\\_%'`,
    { staging },
  )
  for (const { name } of stages) await node.command({ query: `DROP TABLE IF EXISTS ${staging}.${name} SYNC` })

  const landed = await rows<{ table: string; partition_id: string }>(
    node,
    `SELECT DISTINCT table, partition_id FROM system.parts
     WHERE database = {staging:String} AND active
       AND toUInt64(extract(partition, ',([0-9]+)[)]$')) NOT IN (SELECT version FROM ${database}.live_loads)`,
    { staging },
  )
  for (const { table, partition_id } of landed) await drop(node, `${staging}.${table}`, partition_id)

  // What readers saw at any moment of the last seconds stays. A generation never published goes at once: its number is given
  // again.
  const stored = await rows<{ table: string; partition_id: string }>(
    node,
    `WITH named AS (
       SELECT p.1 AS table, p.2 AS part, p.3 AS generations, version, published_at < parseDateTime64BestEffort({keptFrom:String}, 3, 'UTC') AS before
       FROM ${database}.ledger ARRAY JOIN published AS p)
     SELECT table, partition_id FROM system.parts
     WHERE database = {database:String} AND table LIKE '%\\_store' AND active
       AND (if(startsWith(table, '${ROLLUPS}'), '${ROLLUPS}', replaceRegexpOne(table, '_store$', '')), partition) NOT IN (
         SELECT table, toString((part, arrayJoin(argMax(generations, version)))) FROM named WHERE before GROUP BY table, part
         UNION ALL
         SELECT table, toString((part, arrayJoin(generations))) FROM named WHERE NOT before)
     GROUP BY table, partition_id`,
    // One moment for the whole statement: the engine works out now() anew wherever it stands, and a publication that came
    // of age between two of them would be in neither list.
    { database, keptFrom: keptFrom.toISOString() },
  )
  for (const { table, partition_id } of stored) await drop(node, `${database}.${table}`, partition_id)

  // Of loads taken back, and of those that were stopped before they were published.
  const gone = `(batch IN (SELECT batch FROM ${database}.ledger WHERE status = 'undone')
    OR batch NOT IN (SELECT batch FROM ${database}.ledger))`
  const [kept] = await rows<{ n: number }>(
    node,
    `SELECT count() AS n FROM ${database}.quarantine WHERE ${gone}`,
  )
  if ((kept?.n ?? 0) > 0) await node.command({ query: `DELETE FROM ${database}.quarantine WHERE ${gone}` })
}

/**
 * Ends what a load that died was still writing, and waits for its end: the engine goes on with a statement whose sender is
 * gone, and the next load gives the same numbers again. Whoever holds the loading lock has nothing under way.
 */
async function endLeftovers(node: ClickHouseClient, database: string, staging: string): Promise<void> {
  const written = `${staging}[.]|${database}[.](ledger|quarantine|[a-z0-9_]+_store)\\\\b`
  await node.command({
    query: `KILL QUERY WHERE query_kind IN ('Insert', 'Alter')
      AND match(query, '^\\\\s*(INSERT INTO|ALTER TABLE)\\\\s+(${written})') SYNC`,
  })
}

const drop = (node: ClickHouseClient, table: string, partition: string) =>
  node.command({ query: `ALTER TABLE ${table} DROP PARTITION ID '${partition}'` })

/**
 * Gives a server the rows of the ledger it lacks: a load that was stopped while it was published.
 *
 * @returns whether there were any.
 */
async function copyLedger(
  first: ClickHouseClient,
  node: ClickHouseClient,
  database: string,
): Promise<boolean> {
  const [latest] = await rows<{ version: number }>(
    node,
    `SELECT max(version) AS version FROM ${database}.ledger`,
  )
  const missing = await rows<Record<string, unknown>>(
    first,
    `SELECT * FROM ${database}.ledger WHERE version > {version:UInt64}`,
    { version: latest?.version ?? 0 },
  )
  if (missing.length === 0) return false
  await node.insert({
    table: `${database}.ledger`,
    values: missing,
    format: 'JSONEachRow',
    // One block, however many rows, as where they come from.
    clickhouse_settings: { input_format_parallel_parsing: 0 },
  })
  return true
}

/** Landing and published tables of every dataset and rollup. */
export const tablesOfDatasets = ({ database, staging }: Tables): string[] => [
  ...DATASETS.flatMap(({ name }) => [`${staging}.${name}`, `${database}.${name}_store`]),
  ...['by_place', 'by_procedure'].map((rollup) => `${database}.${ROLLUPS}_${rollup}_store`),
  `${database}.${YEARS}_store`,
  `${database}.${RELEASED}_store`,
]
