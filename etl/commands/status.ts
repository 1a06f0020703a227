import type { Command } from 'commander'
import { rows } from '../warehouse/client.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { withWarehouse } from './context.ts'
import { localTime } from './local-time.ts'
import { liveLoads, loadsTable } from './status-loads.ts'
import { textTable } from './table.ts'
import { today } from './today.ts'

interface DatasetStatus {
  dataset: string
  rows: number
  newest_business_date: string | null
  /** The day its state is as of. */
  as_of: string | null
  /** UTC, ISO 8601. */
  last_load_at: string | null
  /** How old the newest business date may be, in days, before the dataset is late; 0: it never is. */
  rhythm_days: number
  simulated: boolean
  freshness: 'fresh' | 'late' | 'empty'
}

export function addStatus(program: Command): void {
  program
    .command('status')
    .description('per dataset: rows, newest business date, last load, freshness against its expected rhythm')
    .option('--loads', 'instead, the loads whose rows count, with the batch that "undo" takes')
    .option('--json', 'as JSON')
    .action(async (options: { loads?: true; json?: true }) => {
      if (options.loads) {
        const loads = await withWarehouse(liveLoads)
        console.log(options.json ? JSON.stringify({ loads }) : loadsTable(loads))
        return
      }
      const datasets = await withWarehouse(datasetStatus)
      console.log(options.json ? JSON.stringify({ datasets }) : statusTable(datasets))
    })
}

const datasetStatus = (warehouse: Warehouse): Promise<DatasetStatus[]> =>
  rows<DatasetStatus>(
    warehouse.client('reader'),
    `SELECT dataset, rows, newest_business_date, as_of,
       if(isNull(last_load_at), NULL, formatDateTime(assumeNotNull(last_load_at), '%Y-%m-%dT%H:%i:%SZ', 'UTC')) AS last_load_at,
       rhythm_days, toBool(simulated = 1) AS simulated,
       multiIf(
         rows = 0, 'empty',
         rhythm_days > 0 AND newest_business_date + rhythm_days < {today:Date}, 'late',
         'fresh') AS freshness
     FROM ${warehouse.database}.dataset_state ORDER BY dataset`,
    { today: today() },
  )

function statusTable(datasets: readonly DatasetStatus[]): string {
  const header = ['dataset', 'rows', 'newest', 'as of', 'last load', 'freshness', '']
  return textTable(
    header,
    datasets.map((state) => [
      state.dataset,
      state.rows.toLocaleString('en-US'),
      state.newest_business_date ?? '–',
      state.as_of ?? '–',
      state.last_load_at === null ? '–' : localTime(state.last_load_at),
      state.freshness === 'late' ? `late (expected every ${state.rhythm_days} days)` : state.freshness,
      state.simulated ? 'simulated' : '',
    ]),
  )
}
