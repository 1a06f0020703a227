import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client'
import { UnreachableError, WarehouseError } from './errors.ts'

/** What is sent with every statement: nothing is left to a server's own defaults that a result depends on. */
const SETTINGS = {
  join_use_nulls: 1,
  date_time_input_format: 'basic',
  date_time_output_format: 'simple',
  output_format_json_quote_64bit_integers: 0,
  compile_expressions: 0,
  compile_aggregate_expressions: 0,
  compile_sort_description: 0,
} as const

export type Settings = Record<string, string | number>

/**
 * A client of the warehouse at `url` (`http://user:password@host:port/database`).
 * The client's own log is off: it would write SQL, and with it values, to the console. Its calls fail with
 * UnreachableError, which names the server, where the server does not answer, and with WarehouseError where its disk is
 * full.
 */
export function warehouseClient(url: string, settings: Settings = {}): ClickHouseClient {
  const { username, password, pathname, origin, host } = new URL(url)
  const client = createClient({
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
    clickhouse_settings: { ...SETTINGS, ...settings },
  })
  return naming(client, host)
}

/** Errors of the way to the server, as Node and the client word them. */
const NO_ANSWER =
  /ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|socket hang up|Timeout error/

/** The engine's errors where its disk has no room left. */
const NO_ROOM = /NOT_ENOUGH_SPACE|No space left on device/

/** The client, whose errors name the server where it did not answer, or could not write. */
function naming(client: ClickHouseClient, host: string): ClickHouseClient {
  const named = (error: unknown): never => {
    const { message = '', code, type } = error as { message?: string; code?: string; type?: string }
    if (NO_ROOM.test(`${type} ${message}`)) {
      throw new WarehouseError(`the disk of the warehouse server ${host} is full (${message})`, {
        cause: error,
      })
    }
    if (!NO_ANSWER.test(`${code} ${message}`)) throw error
    throw new UnreachableError(`the warehouse server ${host} cannot be reached (${message || code})`, {
      cause: error,
    })
  }
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...parameters: unknown[]) => {
        const result: unknown = Reflect.apply(value, target, parameters)
        return result instanceof Promise ? result.catch(named) : result
      }
    },
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
