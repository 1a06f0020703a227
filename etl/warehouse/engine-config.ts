import { createHash, randomBytes } from 'node:crypto'
import { SHARDED_TABLES } from './cluster.ts'
import { PLACED_TABLES, publicOf, READ_TABLES, ROW_FILTER, VIEWS_USER } from './public-database.ts'

/** The product's own ClickHouse users. Each may do only what its part of the product needs. */
export const USERS = ['loader', 'cube', 'reader', 'stopper', 'analyst'] as const
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

/**
 * The loader's rights besides on the product's own server: to make the views of analysts, which read with another's rights, and
 * to read the files it loads. Its password is readable only for who runs the product, and so reads the same files.
 */
const ALONE_LOADER = (database: string) => [
  `GRANT SELECT, INSERT, CREATE DATABASE, CREATE TABLE, CREATE VIEW, DROP TABLE, DROP VIEW ON ${publicOf(database)}.*`,
  `GRANT SET DEFINER ON ${VIEWS_USER}`,
  'GRANT READ ON FILE',
]

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
  reader: (db) => [`GRANT SELECT ON ${db}.*`, `GRANT SELECT ON ${publicOf(db)}.*`],
  // Runs what analysts write: the public views, and nothing else whatever the text.
  analyst: (db) => [`GRANT SELECT ON ${publicOf(db)}.*`],
  // Ends the query that keeps the engine serving (engine-stop.ts), and watches and ends those of analysts.
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
  <merge_tree><min_bytes_for_wide_part>${WIDE_FROM_BYTES}</min_bytes_for_wide_part></merge_tree>
  <keep_alive_timeout>10</keep_alive_timeout>
  <query_log>
    <database>system</database><table>query_log</table>
    <flush_interval_milliseconds>5000</flush_interval_milliseconds>
    <ttl>event_date + INTERVAL 3 DAY DELETE</ttl>
  </query_log>
  <access_control_improvements>
    <select_from_system_db_requires_grant>true</select_from_system_db_requires_grant>
    <select_from_information_schema_requires_grant>true</select_from_information_schema_requires_grant>
    <table_engines_require_grant>true</table_engines_require_grant>
  </access_control_improvements>${cluster === undefined ? '' : remoteServers(cluster)}
</clickhouse>
`
}

/**
 * From which size on a part has files for each of its columns. Making and removing files is what a load of many partitions
 * spends its time on otherwise: a hundred for each part.
 */
const WIDE_FROM_BYTES = 256_000_000

/**
 * Analysts' queries: nothing can be set by their text but to lower these limits. Formats are set for readers other than
 * ClickHouse. Other readers come first: one thread on a machine of two cores, and a lower priority.
 */
const analystProfile = (threads: number) => `
    <analysts>
      <readonly>1</readonly>
      <max_threads>${Math.max(1, Math.floor(threads / 2))}</max_threads>
      <os_thread_priority>10</os_thread_priority>
      <max_concurrent_queries_for_user>12</max_concurrent_queries_for_user>
      <max_execution_time>600</max_execution_time>
      <max_memory_usage>2000000000</max_memory_usage>
      <max_bytes_before_external_group_by>1000000000</max_bytes_before_external_group_by>
      <max_bytes_before_external_sort>1000000000</max_bytes_before_external_sort>
      <max_temporary_data_on_disk_size_for_query>10000000000</max_temporary_data_on_disk_size_for_query>
      <max_result_rows>20000000</max_result_rows>
      <result_overflow_mode>throw</result_overflow_mode>
      <cancel_http_readonly_queries_on_client_close>1</cancel_http_readonly_queries_on_client_close>
      <use_query_condition_cache>0</use_query_condition_cache>
      <join_use_nulls>1</join_use_nulls>
      <compile_expressions>0</compile_expressions>
      <compile_aggregate_expressions>0</compile_aggregate_expressions>
      <format_csv_null_representation></format_csv_null_representation>
      <date_time_output_format>simple</date_time_output_format>
      <output_format_write_statistics>0</output_format_write_statistics>
      <output_format_json_quote_64bit_integers>0</output_format_json_quote_64bit_integers>
      <output_format_arrow_compression_method>none</output_format_arrow_compression_method>
      <output_format_parquet_compression_method>snappy</output_format_parquet_compression_method>
      <constraints>
        <max_execution_time><min>1</min><max>600</max><changeable_in_readonly/></max_execution_time>
        <max_result_rows><min>1</min><max>20000000</max><changeable_in_readonly/></max_result_rows>
      </constraints>
    </analysts>`

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
 * Comparisons are not looked through for ones that follow from others: that takes up to a half of the analysis of a question
 * with many expressions, and no question here leaves any to be found.
 */
const COMPARISONS_AS_WRITTEN = `
      <optimize_and_compare_chain>0</optimize_and_compare_chain>
      <optimize_redundant_comparisons>0</optimize_redundant_comparisons>
      <optimize_extract_common_expressions>0</optimize_extract_common_expressions>`

const PROFILES: Record<string, string> = { loader: 'default', stopper: 'default', analyst: 'analysts' }

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
      <profile>${PROFILES[name] ?? 'readers'}</profile><quota>default</quota>
      <grants>${grants.map((query) => `<query>${query}</query>`).join('')}</grants>
    </${name}>`
  const users = USERS.map((name) => {
    const more = name !== 'loader' ? [] : cluster === undefined ? ALONE_LOADER(database) : CLUSTER_LOADER
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
      <compile_expressions>0</compile_expressions>
      <compile_aggregate_expressions>0</compile_aggregate_expressions>${COMPARISONS_AS_WRITTEN}
    </readers>${analystProfile(threads)}
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
    </default>${users.join('')}${cluster === undefined ? viewsUser(database) : ''}
  </users>
</clickhouse>
`
}

/** With whose rights the public views read: of tables with a province, only the rows of the asking account. */
const viewsUser = (database: string) => `
    <${VIEWS_USER}>
      <password_sha256_hex>${sha256(randomBytes(32).toString('hex'))}</password_sha256_hex>
      <networks><ip>::1</ip></networks>
      <profile>default</profile><quota>default</quota>
      <grants>${READ_TABLES.map((table) => `<query>GRANT SELECT ON ${database}.${table}</query>`).join('')}</grants>
      <databases><${database}>${PLACED_TABLES.map((table) => `<${table}><filter>${ROW_FILTER}</filter></${table}>`).join('')}</${database}></databases>
    </${VIEWS_USER}>`
