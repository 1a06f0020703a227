import { fromFirst, type Published, type Tables } from './tables.ts'

/** A load whose rows count. */
export interface LiveLoad {
  version: number
  batch: string
  dataset: string
  file: string
  file_hash: string
  parts: string[]
  simulated: number
}

/** A row of the ledger as it is written (migrations/002_ledger.sql). */
export interface LedgerRow {
  version: number
  batch: string
  dataset: string
  file: string
  file_hash: string
  bytes: number
  status: 'published' | 'unchanged' | 'refused' | 'undone' | 'rebuilt'
  reason: string
  warnings: string[]
  read: number
  loaded: number
  quarantined: number
  superseded: number
  parts: string[]
  published: Published[]
  rows: number
  as_of: string | null
  newest_business_date: string | null
  accepted_change: number
  simulated: number
  seconds: number
  started_at: string
  published_at: string
}

/** A row of the ledger, with nothing where nothing is said. */
export const ledgerRow = (
  said: Pick<LedgerRow, 'version' | 'batch' | 'dataset' | 'status' | 'started_at'> & Partial<LedgerRow>,
): LedgerRow => ({
  ...{ file: '', file_hash: '', bytes: 0, reason: '', warnings: [] },
  ...{ read: 0, loaded: 0, quarantined: 0, superseded: 0, parts: [], published: [] },
  ...{ rows: 0, as_of: null, newest_business_date: null },
  ...{ accepted_change: 0, simulated: 0, seconds: 0, published_at: new Date().toISOString() },
  ...said,
})

/** The ledger as a load finds it: nothing else writes while it lasts (lock.ts). */
export interface Ledger {
  /** The next row's. */
  nextVersion: number
  loads: LiveLoad[]
  partitions: Published[]
}

export async function readLedger(tables: Tables): Promise<Ledger> {
  const db = tables.database
  const [latest] = await fromFirst<{ version: number }>(
    tables,
    `SELECT max(version) + 1 AS version FROM ${db}.ledger`,
  )
  return {
    nextVersion: latest?.version ?? 1,
    loads: await fromFirst<LiveLoad>(
      tables,
      `SELECT version, batch, dataset, file, file_hash, parts, simulated FROM ${db}.live_loads ORDER BY version`,
    ),
    partitions: await fromFirst<Published>(
      tables,
      `SELECT table, part, generations, state FROM ${db}.live_partitions ORDER BY table, part`,
    ),
  }
}

/** The partitions of a table after `changes` to what is published. */
export function after(
  partitions: readonly Published[],
  changes: readonly Published[],
  table: string,
): Published[] {
  const parts = new Map<string, Published>()
  for (const one of [...partitions, ...changes]) if (one.table === table) parts.set(one.part, one)
  return [...parts.values()].filter(({ generations }) => generations.length > 0)
}

/**
 * Writes the ledger's rows of one load: the moment readers see it. One insert of one block is written whole or not at
 * all. On a cluster the first server's is written first: it is the one that counts, and what the others lack is copied
 * before the next load (clean.ts).
 */
export async function writeLedger(tables: Tables, ledgerRows: readonly LedgerRow[]): Promise<void> {
  for (const node of tables.nodes) {
    await node.insert({
      table: `${tables.database}.ledger`,
      format: 'JSONEachRow',
      values: [...ledgerRows],
      clickhouse_settings: {
        date_time_input_format: 'best_effort',
        // One block, however many rows.
        input_format_parallel_parsing: 0,
      },
    })
  }
}
