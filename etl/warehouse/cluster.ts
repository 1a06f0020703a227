import type { ClickHouseClient } from '@clickhouse/client'
import { rows } from './client.ts'
import { WarehouseError } from './errors.ts'

/** Where a database is on a cluster (CLICKHOUSE_CLUSTER). */
export interface Cluster {
  /** As in the servers' `remote_servers`. */
  name: string
  /** The servers have Keeper and a `replica` macro: every shard is several servers with the same rows. */
  replicated: boolean
}

/**
 * Tables `<name>_store` of which each server has a share. What readers read of them on a cluster is `<name>_all`, a table
 * over all servers.
 */
const SHARDED = ['dossiers', 'dossier_days_by_procedure', 'dossier_years'] as const

/** Tables that the servers of a cluster read of one another. */
export const SHARDED_TABLES: readonly string[] = [...SHARDED.map((name) => `${name}_store`), 'shard']

const allOf = (table: string) => (table === 'shard' ? 'shard_all' : table.replace(/_store$/, '_all'))

/**
 * A migration's statements as they are on a cluster: wherever a sharded table is made or changed, the table over all
 * servers follows; views read that.
 */
export function onCluster(statements: readonly string[], database: string, cluster: Cluster): string[] {
  return statements.flatMap((statement) => {
    if (/^CREATE (OR REPLACE )?VIEW /.test(statement)) {
      return [SHARDED_TABLES.reduce((text, table) => readingAll(text, database, table), statement)]
    }
    const table = SHARDED_TABLES.find((name) => makes(statement, `${database}.${name}`))
    return table === undefined ? [statement] : [statement, distributed(database, table, cluster)]
  })
}

const makes = (statement: string, table: string) =>
  [`CREATE TABLE ${table} `, `CREATE TABLE IF NOT EXISTS ${table} `, `ALTER TABLE ${table} `].some((start) =>
    statement.startsWith(start),
  )

const readingAll = (view: string, database: string, table: string) =>
  view.replace(new RegExp(`\\b${database}\\.${table}\\b`, 'g'), `${database}.${allOf(table)}`)

/** Reads of it go to all servers; nothing is written through it. */
const distributed = (database: string, table: string, { name }: Cluster) =>
  `CREATE OR REPLACE TABLE ${database}.${allOf(table)} AS ${database}.${table} ENGINE = Distributed('${name}', '${database}', '${table}')`

/**
 * Settings of the loader where shards are replicated: a statement is done when every replica has done it, so that none is ever
 * asked for rows it does not have yet. With a replica down nothing can be loaded; what is published stays readable.
 */
export const replicatedSettings = (replicas: number): Record<string, string | number> => ({
  insert_quorum: replicas,
  insert_quorum_parallel: 1,
  alter_sync: 2,
  mutations_sync: 2,
  lightweight_deletes_sync: 2,
  // Equal blocks inserted again are meant so: what they replace has been dropped.
  insert_deduplicate: 0,
})

/**
 * How the databases are made where shards are replicated: each shard has databases of its own, whose definitions its replicas
 * share. One statement reaches all servers, through Keeper.
 */
export const replicatedDatabaseSql = (database: string, cluster: string) =>
  `CREATE DATABASE IF NOT EXISTS ${database} ON CLUSTER '${cluster}' ENGINE = Replicated('/clickhouse/databases/{shard}/${database}', '{shard}', '{replica}')`

/**
 * Finds out about the cluster, and that it is the one whose servers CLICKHOUSE_URL names.
 *
 * @returns the cluster and how many replicas each shard has.
 * @throws WarehouseError where the server does not know it, or it has another number of shards.
 */
export async function clusterNamed(
  name: string,
  [first, ...others]: readonly [ClickHouseClient, ...ClickHouseClient[]],
): Promise<{ cluster: Cluster; replicas: number }> {
  if (!/^\w+$/.test(name)) throw new WarehouseError(`CLICKHOUSE_CLUSTER is no name of a cluster: ${name}`)
  const shards = await rows<{ shard: number; replicas: number }>(
    first,
    `SELECT shard_num AS shard, count() AS replicas FROM system.clusters WHERE cluster = {name:String} GROUP BY shard_num ORDER BY shard_num`,
    { name },
  )
  if (shards.length === 0) {
    throw new WarehouseError(
      `the server knows no cluster ${name} (CLICKHOUSE_CLUSTER); see remote_servers of its configuration`,
    )
  }
  if (shards.length !== others.length + 1) {
    throw new WarehouseError(
      `cluster ${name} has ${shards.length} shards and CLICKHOUSE_URL names ${others.length + 1}; name one server of each, separated by commas`,
    )
  }
  const macros = await rows(first, `SELECT macro FROM system.macros WHERE macro = 'replica'`)
  return {
    cluster: { name, replicated: macros.length > 0 },
    replicas: Math.max(...shards.map(({ replicas }) => replicas)),
  }
}

/** A server's number among the shards, from 1. Which rows it has follows from it. */
interface Shard {
  shard: number
  shards: number
}

/**
 * Numbers the servers of a new warehouse in the order given; of one that is there, tells them apart by their numbers.
 *
 * @returns the servers in the order of their numbers.
 * @throws WarehouseError where they are not the servers that the warehouse was spread over.
 */
export async function numberServers<T extends { client: ClickHouseClient }>(
  servers: readonly [T, ...T[]],
  database: string,
  cluster: Cluster | undefined,
): Promise<[T, ...T[]]> {
  const shards = servers.length
  const found: (Shard & { server: T })[] = []
  const fresh: T[] = []
  for (const server of servers) {
    const { client } = server
    await client.command({
      query: `CREATE TABLE IF NOT EXISTS ${database}.shard (shard UInt32, shards UInt32) ENGINE = ${mergeTree(cluster)} ORDER BY shard`,
    })
    const [known] = await rows<Shard>(client, `SELECT shard, shards FROM ${database}.shard`)
    if (known === undefined) fresh.push(server)
    else found.push({ ...known, server })
  }
  const free = Array.from({ length: shards }, (_, index) => index + 1).filter(
    (shard) => !found.some((one) => one.shard === shard),
  )
  const other = found.find((one) => one.shards !== shards)
  if (other !== undefined || free.length !== fresh.length) {
    const was = other?.shards ?? shards
    throw new WarehouseError(
      `database ${database} is spread over ${was === 1 ? 'one server' : `${was} servers`}, and CLICKHOUSE_URL does not name just those; to spread it over others, load into an empty database (docs/operations.md)`,
    )
  }
  for (const [index, server] of fresh.entries()) {
    const shard = free[index] ?? 0
    await server.client.insert({
      table: `${database}.shard`,
      values: [{ shard, shards }],
      format: 'JSONEachRow',
    })
    found.push({ shard, shards, server })
  }
  const [first, ...others] = found.sort((a, b) => a.shard - b.shard).map(({ server }) => server)
  return [first ?? servers[0], ...others]
}

/**
 * Every server must reach every shard, each once: the servers' configuration and CLICKHOUSE_URL name the same ones.
 *
 * @throws WarehouseError where it does not.
 */
export async function checkCluster(
  client: ClickHouseClient,
  server: string,
  database: string,
  cluster: Cluster,
  shards: number,
): Promise<void> {
  await client.command({ query: distributed(database, 'shard', cluster) })
  const seen = await rows<{ shard: number }>(client, `SELECT shard FROM ${database}.shard_all ORDER BY shard`)
  const numbers = seen.map(({ shard }) => shard).join(', ')
  if (numbers !== Array.from({ length: shards }, (_, index) => index + 1).join(', ')) {
    throw new WarehouseError(
      `cluster ${cluster.name}, as ${server} knows it, is not the servers of CLICKHOUSE_URL: it finds shards ${numbers || 'none'} of ${shards}`,
    )
  }
}

export const mergeTree = (cluster: Cluster | undefined) =>
  cluster?.replicated === true ? 'ReplicatedMergeTree' : 'MergeTree'
