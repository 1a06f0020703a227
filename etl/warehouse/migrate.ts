import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import { rows } from './client.ts'
import { mergeTree, onCluster, type Cluster } from './cluster.ts'
import { WarehouseError } from './errors.ts'

const FOLDER = join(import.meta.dirname, 'migrations')

/** Columns every table of a dataset has besides its contract's. `load`: the ledger's version of the row's load. */
const LANDING = `province LowCardinality(String),
  province63 LowCardinality(String),
  part LowCardinality(String),
  generation Int64,
  load UInt64,
  line UInt64,
  breaks UInt32,
  version_at DateTime('UTC'),
  row_hash UInt64,
  problems Array(Tuple(column String, value String, reason String))`

/** Those of them that readers need not see. */
const BOOKKEEPING = 'part, generation, load, line, breaks, version_at, row_hash, problems'

/** What a rollup counts: changes of a day; less than nothing where a correction takes back. */
const CHANGES = `received Int32,
  resolved_early Int32,
  resolved_on_time Int32,
  resolved_late Int32,
  overdue Int32,
  paid_known Int32,
  paid_online Int32,
  digitised_known Int32,
  digitised Int32,
  e_result_known Int32,
  e_result Int32,
  reused_known Int32,
  reused Int32,
  rated Int32,
  satisfied Int32,
  durations Tuple(days Array(UInt16), dossiers Array(Int64))`

/** The database that readers have no rights to: landing tables and files being loaded. */
export const stagingOf = (database: string) => `${database}_staging`

interface Migration {
  number: number
  name: string
  checksum: string
  statements: string[]
}

/**
 * Applies the numbered files of `migrations/` that the warehouse has not recorded yet, in order.
 *
 * @returns the names of what was applied.
 * @throws WarehouseError when a recorded migration's file has changed since, or the warehouse is newer than this code.
 */
export async function migrate(
  client: ClickHouseClient,
  database: string,
  cluster?: Cluster,
): Promise<string[]> {
  await client.command({
    query: `CREATE TABLE IF NOT EXISTS ${database}.schema_migrations
      (number UInt32, name String, checksum String, applied_at DateTime DEFAULT now())
      ENGINE = ${mergeTree(cluster)} ORDER BY number`,
  })
  const recorded = await rows<{ number: number; name: string; checksum: string }>(
    client,
    `SELECT number, name, checksum FROM ${database}.schema_migrations ORDER BY number`,
  )
  const known = migrations(database, cluster)
  for (const row of recorded) {
    const file = known.find(({ number }) => number === row.number)
    if (file === undefined) {
      throw new WarehouseError(
        `the warehouse was made by a newer version (migration ${row.name}); update the product`,
      )
    }
    if (file.checksum !== row.checksum) {
      throw new WarehouseError(
        `migration ${row.name} has changed since it was applied: this warehouse was made by a version before the first release; move its files away (<data>/warehouse, or the database) and load again`,
      )
    }
  }
  const pending = known.filter(({ number }) => !recorded.some((row) => row.number === number))
  for (const { number, name, checksum, statements } of pending) {
    for (const query of statements) await client.command({ query })
    await client.insert({
      table: `${database}.schema_migrations`,
      values: [{ number, name, checksum }],
      format: 'JSONEachRow',
    })
  }
  return pending.map(({ name }) => name)
}

/**
 * Condition on a table's rows: they are of a generation that the ledger names. On a cluster the ledger is that of the server
 * that was asked, read once and sent to the others, so that a query sees one state of all.
 */
const live = (database: string, table: string, cluster: Cluster | undefined) =>
  cluster === undefined
    ? `_partition_id IN (SELECT partitionId(toLowCardinality(part), arrayJoin(generations)) FROM ${database}.live_partitions WHERE table = '${table}')`
    : `(part, generation) GLOBAL IN (SELECT toLowCardinality(part), arrayJoin(generations) FROM ${database}.live_partitions WHERE table = '${table}')`

/** The files, their statements as they are for this database: with or without a cluster they are the same files. */
export function migrations(database: string, cluster?: Cluster): Migration[] {
  return readdirSync(FOLDER)
    .filter((name) => /^\d{3}_.*\.sql$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(FOLDER, name), 'utf8')
      const statements = statementsOf(text, database, cluster)
      return {
        number: Number(name.slice(0, 3)),
        name,
        checksum: createHash('sha256').update(text).digest('hex').slice(0, 16),
        statements: cluster === undefined ? statements : onCluster(statements, database, cluster),
      }
    })
}

const statementsOf = (text: string, database: string, cluster: Cluster | undefined): string[] =>
  text
    .replace(/--.*$/gm, '')
    .replaceAll('{db}', database)
    .replaceAll('{staging}', stagingOf(database))
    .replaceAll('{landing}', LANDING)
    .replaceAll('{bookkeeping}', BOOKKEEPING)
    .replaceAll('{changes}', CHANGES)
    .replaceAll(/\{live (\w+)\}/g, (_, table: string) => live(database, table, cluster))
    .replaceAll('{not in}', cluster === undefined ? 'NOT IN' : 'GLOBAL NOT IN')
    .replaceAll('{MergeTree}', mergeTree(cluster))
    // A start that was killed half-way through a file goes through it again.
    .replaceAll('CREATE TABLE ', 'CREATE TABLE IF NOT EXISTS ')
    .replaceAll('CREATE VIEW ', 'CREATE OR REPLACE VIEW ')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
