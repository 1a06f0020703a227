import type { LoadResult } from '../load/load.ts'
import { rows } from '../warehouse/client.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'

/** What the ledger says became of files whose load began at `since` (UTC, ISO 8601) or later, by path. */
export async function answersSince(warehouse: Warehouse, since: string): Promise<Map<string, LoadResult>> {
  const found = await rows<LoadResult & { warnings: string[]; reason: string }>(
    warehouse.client('reader'),
    `SELECT file, dataset, status, reason, warnings, read, loaded, quarantined, superseded, batch, seconds
     FROM ${warehouse.database}.ledger
     WHERE started_at >= parseDateTime64BestEffort({since:String}, 3, 'UTC') AND status IN ('published', 'unchanged', 'refused')
     ORDER BY status = 'published' DESC, version DESC LIMIT 1 BY file`,
    { since },
  )
  return new Map(
    found.map(({ reason, warnings, ...result }) => [
      result.file,
      {
        ...result,
        ...(reason === '' ? {} : { reason }),
        ...(warnings.length === 0 ? {} : { warnings }),
      },
    ]),
  )
}

/** The load that brought the content which `batch` found unchanged. */
export type Before = Pick<LoadResult, 'file' | 'batch' | 'read' | 'loaded' | 'quarantined' | 'superseded'> & {
  /** UTC, ISO 8601. */
  published_at: string
}

export async function loadedBefore(warehouse: Warehouse, batch: string): Promise<Before | undefined> {
  const ledger = `${warehouse.database}.ledger`
  const [before] = await rows<Before>(
    warehouse.client('reader'),
    `SELECT file, batch, read, loaded, quarantined, superseded,
       formatDateTime(published_at, '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS published_at
     FROM ${ledger}
     WHERE status = 'published' AND batch IN (SELECT batch FROM ${warehouse.database}.live_loads)
       AND (dataset, file_hash) IN (SELECT dataset, file_hash FROM ${ledger} WHERE batch = {batch:String})
     ORDER BY version DESC LIMIT 1`,
    { batch },
  )
  return before
}

export interface FaultyField {
  line: number
  column: string
  value: string
  reason: string
}

/** The first `limit` faults of a load, and how many there are. */
export async function faultsOfBatch(
  warehouse: Warehouse,
  batch: string,
  limit: number,
): Promise<{ total: number; first: FaultyField[] }> {
  const from = `FROM ${warehouse.database}.quarantine WHERE batch = {batch:String}`
  const client = warehouse.client('reader')
  const [count] = await rows<{ n: number }>(client, `SELECT count() AS n ${from}`, { batch })
  const first = await rows<FaultyField>(
    client,
    `SELECT line, column, value, reason ${from} ORDER BY line, column, reason LIMIT {limit:UInt32}`,
    { batch, limit },
  )
  return { total: count?.n ?? 0, first }
}
