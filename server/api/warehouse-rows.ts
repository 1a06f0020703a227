import type { ClickHouseClient } from '@clickhouse/client'
import type { z } from 'zod'
import { HttpError } from '../http/errors.ts'

/** What the server needs of the warehouse: a client that may only read what is published. */
export interface ReadableWarehouse {
  client(user: 'reader'): ClickHouseClient
}

/** Seconds after which the warehouse is taken to be away: these tables are small. */
const patienceSeconds = 10

/**
 * Reads a few rows and checks their shape here, once: behind this line they are what they say.
 * @param params values of the statement's `{name:Type}`
 * @throws HttpError 503 when the warehouse cannot be reached or refuses; the cause goes to the log with it.
 */
export async function readRows<Row extends z.ZodType>(
  warehouse: ReadableWarehouse,
  row: Row,
  sql: string,
  note: (cause: unknown) => void,
  params: Record<string, unknown> = {},
): Promise<z.output<Row>[]> {
  let rows: unknown[]
  try {
    const answer = await warehouse.client('reader').query({
      query: sql,
      query_params: params,
      format: 'JSONEachRow',
      abort_signal: AbortSignal.timeout(patienceSeconds * 1000),
    })
    rows = await answer.json()
  } catch (cause) {
    note(cause)
    throw new HttpError(503, 'warehouse_unavailable', 'The data warehouse cannot be reached at the moment.')
  }
  return rows.map((value) => row.parse(value))
}
