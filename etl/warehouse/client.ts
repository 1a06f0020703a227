import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client'

/** What is sent with every statement: nothing is left to a server's own defaults that a result depends on. */
const SETTINGS = {
  join_use_nulls: 1,
  date_time_input_format: 'basic',
  date_time_output_format: 'simple',
  output_format_json_quote_64bit_integers: 0,
} as const

/**
 * A client of the warehouse at `url` (`http://user:password@host:port/database`).
 * The client's own log is off: it would write SQL, and with it values, to the console.
 */
export function warehouseClient(url: string): ClickHouseClient {
  const { username, password, pathname, origin } = new URL(url)
  return createClient({
    url: origin,
    username: decodeURIComponent(username) || 'default',
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)) || 'default',
    application: 'toancanh',
    request_timeout: 30 * 60_000,
    max_open_connections: 20,
    // Below the server's own keep-alive, so that a socket is never reused as the server closes it.
    keep_alive: { idle_socket_ttl: 2_500 },
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: SETTINGS,
  })
}

/** The rows of a SELECT, as plain objects. The caller names their shape. */
export async function rows<T>(
  client: ClickHouseClient,
  query: string,
  params: Record<string, unknown> = {},
): Promise<T[]> {
  const result = await client.query({ query, query_params: params, format: 'JSONEachRow' })
  return result.json<T>()
}
