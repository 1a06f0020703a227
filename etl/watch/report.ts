import type { LoadResult } from '../load/load.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { faultsOfBatch, loadedBefore, type Before, type FaultyField } from './answers.ts'
import type { Dropped } from './dropped.ts'

/** Faults listed in a report; the command in `all_faults` gives the rest. */
const FAULTS_IN_REPORT = 1_000

/** What is written beside a handled file as `NAME.report.json`. */
export interface Report extends Omit<LoadResult, 'file'> {
  /** The file's path in the drop folder, as it was dropped. */
  file: string
  /** Where it is now, from the drop folder. */
  moved_to: string
  bytes: number
  /** UTC, ISO 8601. */
  modified: string
  /** UTC, ISO 8601. */
  handled_at: string
  /** Of an unchanged file: the load that brought its content. */
  loaded_before?: Before
  faults_total: number
  faults: FaultyField[]
  /** The command that lists all faults. */
  all_faults?: string
}

/** Everything of a report but where the file goes. */
export type Findings = Omit<Report, 'moved_to'>

/** What there is to report of a file: the load's result, with what the warehouse knows more of it. */
export async function findings(
  dropped: Dropped,
  result: LoadResult,
  warehouse: Warehouse | undefined,
  now: Date,
): Promise<Findings> {
  const known = warehouse !== undefined && result.batch !== ''
  const before =
    known && result.status === 'unchanged' ? await loadedBefore(warehouse, result.batch) : undefined
  const batch = before?.batch ?? result.batch
  const faults = known ? await faultsOfBatch(warehouse, batch, FAULTS_IN_REPORT) : { total: 0, first: [] }
  return {
    ...result,
    file: dropped.name,
    bytes: dropped.bytes,
    modified: dropped.modified,
    handled_at: now.toISOString(),
    ...(before === undefined ? {} : { loaded_before: before }),
    faults_total: faults.total,
    faults: faults.first,
    ...(faults.total === 0 ? {} : { all_faults: `npm run etl -- quarantine --batch ${batch}` }),
  }
}

/** The result of a file that no load was tried with. */
export const refusedUnread = (path: string, dataset: string, reason: string): LoadResult => ({
  file: path,
  dataset,
  status: 'refused',
  reason,
  read: 0,
  loaded: 0,
  quarantined: 0,
  superseded: 0,
  batch: '',
  seconds: 0,
})
