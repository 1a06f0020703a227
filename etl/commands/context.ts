import { resolve } from 'node:path'
import { openWarehouse, type Warehouse } from '../warehouse/warehouse.ts'

/** Exit codes: 0 done, 2 wrong use, 3 refused by a data gate, 4 a service could not be reached. */
export const EXIT = { refused: 3, unreachable: 4, usage: 2 } as const

/** The formats a file may have, in words. */
export const FORMATS = 'CSV, NDJSON, XLSX, Parquet or Arrow; CSV and NDJSON also as .gz'

export const dataDir = resolve(process.env['TOANCANH_DATA'] ?? 'data')

export const log = (message: string) => void process.stderr.write(`${message}\n`)

/** Opens the warehouse, wherever it is, for as long as `work` takes. */
export async function withWarehouse<T>(work: (warehouse: Warehouse) => Promise<T>): Promise<T> {
  const warehouse = await openWarehouse({ dataDir, clickhouseUrl: process.env['CLICKHOUSE_URL'], log })
  try {
    return await work(warehouse)
  } finally {
    await warehouse.close()
  }
}
