import { rows } from '../warehouse/client.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { localTime } from './local-time.ts'
import { textTable } from './table.ts'

export interface LiveLoad {
  batch: string
  dataset: string
  file: string
  read: number
  loaded: number
  quarantined: number
  /** UTC, ISO 8601. */
  published_at: string
}

/** The loads whose rows count, the first loaded first. */
export const liveLoads = (warehouse: Warehouse): Promise<LiveLoad[]> =>
  rows<LiveLoad>(
    warehouse.client('reader'),
    `SELECT batch, dataset, file, read, loaded, quarantined,
       formatDateTime(published_at, '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS published_at
     FROM ${warehouse.database}.ledger
     WHERE status = 'published' AND batch IN (SELECT batch FROM ${warehouse.database}.live_loads)
     ORDER BY version`,
  )

export function loadsTable(loads: readonly LiveLoad[]): string {
  const number = (value: number) => value.toLocaleString('en-US')
  return textTable(
    ['batch', 'loaded at', 'dataset', 'read', 'loaded', 'quarantined', 'file'],
    loads.map((load) => [
      load.batch,
      localTime(load.published_at),
      load.dataset,
      number(load.read),
      number(load.loaded),
      number(load.quarantined),
      load.file,
    ]),
  )
}
