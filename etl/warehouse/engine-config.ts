import { createHash } from 'node:crypto'
import { SHARDED_TABLES } from './cluster.ts'

/** The product's own ClickHouse users. Each may do only what its part of the product needs. */
export const USERS = ['loader', 'cube', 'reader', 'stopper'] as const
export type User = (typeof USERS)[number]

export type Credentials = Record<User, string>

/** A server's place among the shards of a cluster. */
export interface ClusterPlace {
  /** The cluster's name, as in CLICKHOUSE_CLUSTER. */
  name: string
  /** Native ports of the shards on this machine, in their order. */
  ports: readonly number[]
  /** Which of them is this server. */
  index: number
  /** The same on all servers. `shard` is the user as which they ask one another for rows of sharded tables. */
  passwords: Credentials & { shard: string }
}

/** Rights on a cluster besides: to make tables that read from the cluster's servers, and to read such tables of ours. */
const CLUSTER_LOADER = ['GRANT TABLE ENGINE ON Distributed']
export const shardGrants = (database: string): string[] =>
  SHARDED_TABLES.map((table) => `GRANT SELECT ON ${database}.${table}`)

/** Statements per user; ClickHouse applies them at start. The database is always named. */
const GRANTS: Record<User, (database: string) => string[]> = {
  // Creates and fills tables; may not reach files, addresses or other servers.
  loader: (db) => [
    ...[db, `${db}_staging`].map(
      (name) =>
        `GRANT SELECT, INSERT, ALTER, CREATE DATABASE, CREATE TABLE, CREATE VIEW, DROP TABLE, DROP VIEW, TRUNCATE, OPTIMIZE ON ${name}.*`,
    ),
    'GRANT CREATE TEMPORARY TABLE ON *.*',
    'GRANT TABLE ENGINE ON MergeTree, TABLE ENGINE ON Memory',
    'GRANT SELECT ON system.*',
    'GRANT KILL QUERY ON *.*',
  ],
  // Reads what is published, through the views; staging and landing tables are not for readers.
  cube: (db) => [`GRANT SELECT ON ${db}.*`],
  reader: (db) => [`GRANT SELECT ON ${db}.*`],
  // Ends the query that keeps the engine serving (engine-stop.ts).
  stopper: () => ['GRANT SELECT ON system.processes', 'GRANT KILL QUERY ON *.*'],
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The server's configuration, paths absolute. Written with mode 600: it holds password hashes. */
export function engineConfig(usersFile: string, memoryBytes: number, cluster?: ClusterPlace): string {
  return `<clickhouse>
  <logger><level>none</level></logger>
  <users_config>${usersFile}</users_config>
  <user_directories><users_xml><path>${usersFile}</path></users_xml></user_directories>
  <max_server_memory_usage>${memoryBytes}</max_server_memory_usage>
  <mark_cache_size>268435456</mark_cache_size>
  <keep_alive_timeout>10</keep_alive_timeout>
  <query_log>
    <database>system</database><table>query_log</table>
    <flush_interval_milliseconds>5000</flush_interval_milliseconds>
    <ttl>event_date + INTERVAL 3 DAY DELETE</ttl>
  </query_log>${cluster === undefined ? '' : remoteServers(cluster)}
</clickhouse>
`
}

const remoteServers = ({ name, ports, passwords }: ClusterPlace) => `
  <remote_servers><${name}>${ports
    .map(
      (port) => `
    <shard><replica>
      <host>127.0.0.1</host><port>${port}</port><user>shard</user><password>${passwords.shard}</password>
    </replica></shard>`,
    )
    .join('')}
  </${name}></remote_servers>`

/**
 * Users with hashed passwords and least grants, all on loopback only. The engine's own session is user
 * `default`, without a password: it may open the listeners and sleep, and nothing else.
 */
export function engineUsers(
  credentials: Credentials,
  database: string,
  threads: number,
  cluster?: ClusterPlace,
): string {
  const user = (name: string, password: string, grants: readonly string[]) => `
    <${name}>
      <password_sha256_hex>${sha256(password)}</password_sha256_hex>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>${name === 'loader' || name === 'stopper' ? 'default' : 'readers'}</profile><quota>default</quota>
      <grants>${grants.map((query) => `<query>${query}</query>`).join('')}</grants>
    </${name}>`
  const users = USERS.map((name) => {
    const more = name === 'loader' && cluster !== undefined ? CLUSTER_LOADER : []
    return user(name, credentials[name], [...GRANTS[name](database), ...more])
  })
  if (cluster !== undefined) users.push(user('shard', cluster.passwords.shard, shardGrants(database)))
  return `<clickhouse>
  <profiles>
    <default><max_threads>${threads}</max_threads></default>
    <readers>
      <max_threads>${threads}</max_threads>
      <readonly>2</readonly>
      <max_execution_time>60</max_execution_time>
      <cancel_http_readonly_queries_on_client_close>1</cancel_http_readonly_queries_on_client_close>
    </readers>
  </profiles>
  <quotas><default><interval><duration>3600</duration><queries>0</queries></interval></default></quotas>
  <users>
    <default>
      <password></password>
      <networks><ip>::1</ip></networks>
      <profile>default</profile><quota>default</quota>
      <grants>
        <query>GRANT SYSTEM LISTEN ON *.*</query>
        <query>GRANT SELECT ON system.numbers</query>
      </grants>
    </default>${users.join('')}
  </users>
</clickhouse>
`
}
