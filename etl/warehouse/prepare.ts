import type { ClickHouseClient } from '@clickhouse/client'
import { warehouseClient, type Settings } from './client.ts'
import {
  checkCluster,
  clusterNamed,
  numberServers,
  replicatedDatabaseSql,
  replicatedSettings,
  type Cluster,
} from './cluster.ts'
import { UnreachableError, WarehouseError } from './errors.ts'
import { migrate, stagingOf } from './migrate.ts'
import { loadReference } from './reference.ts'

export type Urls = readonly [string, ...string[]]

export interface Prepared {
  /** The servers in the order of their shards. */
  urls: Urls
  /** Settings of everything that the loader does there. */
  settings: Settings
}

interface Server {
  url: string
  client: ClickHouseClient
}

/**
 * Brings schema and reference data up to date on every server; of a cluster, sees that it is the one the rows were spread over.
 *
 * @param urls of the user that may make and fill tables
 * @param clusterName empty: one server alone
 * @throws WarehouseError where a server cannot be reached or is another than those the warehouse is on.
 */
export async function prepare(
  urls: Urls,
  database: string,
  clusterName: string,
  log: (message: string) => void,
): Promise<Prepared> {
  try {
    const { cluster, settings } = await withServers(urls, {}, (servers) => learnCluster(servers, clusterName))
    return await withServers(urls, settings, async (servers) => {
      await makeDatabases(servers, database, cluster)
      const ordered = await numberServers(servers, database, cluster)
      const done = await Promise.all(
        ordered.map(async ({ client }) => ({
          applied: await migrate(client, database, cluster),
          changed: await loadReference(client, database),
        })),
      )
      if (cluster !== undefined) {
        for (const { url, client } of ordered) {
          await checkCluster(client, new URL(url).host, database, cluster, ordered.length)
        }
      }
      const applied = [...new Set(done.flatMap((one) => one.applied))]
      const changed = [...new Set(done.flatMap((one) => one.changed))]
      if (applied.length > 0) log(`warehouse schema: applied ${applied.join(', ')}`)
      if (changed.length > 0) log(`reference data: loaded ${changed.join(', ')}`)
      const [first, ...others] = ordered
      return { urls: [first.url, ...others.map(({ url }) => url)], settings }
    })
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error
    throw new WarehouseError(`${error.message}; check CLICKHOUSE_URL`)
  }
}

async function withServers<T>(
  urls: Urls,
  settings: Settings,
  work: (servers: readonly [Server, ...Server[]]) => Promise<T>,
): Promise<T> {
  // Without a database in the address: it may have to be created first.
  const server = (url: string): Server => ({
    url,
    client: warehouseClient(url.replace(/(?<=[^/])\/[^/]*$/, '/'), settings),
  })
  const servers = [server(urls[0]), ...urls.slice(1).map(server)] as const
  try {
    return await work(servers)
  } finally {
    await Promise.all(servers.map(({ client }) => client.close()))
  }
}

async function learnCluster(
  [first, ...others]: readonly [Server, ...Server[]],
  name: string,
): Promise<{ cluster: Cluster | undefined; settings: Settings }> {
  if (name === '') return { cluster: undefined, settings: {} }
  const { cluster, replicas } = await clusterNamed(name, [
    first.client,
    ...others.map(({ client }) => client),
  ])
  return { cluster, settings: cluster.replicated ? replicatedSettings(replicas) : {} }
}

async function makeDatabases(
  servers: readonly [Server, ...Server[]],
  database: string,
  cluster: Cluster | undefined,
): Promise<void> {
  for (const name of [database, stagingOf(database)]) {
    if (cluster?.replicated === true) {
      await servers[0].client.command({ query: replicatedDatabaseSql(name, cluster.name) })
    } else {
      for (const { client } of servers) {
        await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${name}` })
      }
    }
  }
}
