import { datasetNamed } from '../contracts/registry.ts'
import { buildsOf } from './builds.ts'
import { clean } from './clean.ts'
import { UsageError } from './errors.ts'
import { ledgerRow, readLedger, writeLedger } from './ledger.ts'
import type { LoadOptions } from './load.ts'
import { whileLoading } from './lock.ts'
import { prepare } from './publish.ts'
import { tablesOf } from './tables.ts'

export interface UndoResult {
  batch: string
  dataset: string
  file: string
  /** Rows the dataset has now. */
  rows: number
  seconds: number
}

/**
 * Takes one load back: the partitions it touched are built anew from what else has landed in them, rollups included,
 * and published at once. The warehouse is as if the file had never been loaded; it may be loaded again.
 *
 * @throws UsageError where the batch is none that is loaded.
 */
export async function undoBatch(
  batch: string,
  options: Pick<LoadOptions, 'warehouse' | 'dataDir' | 'log' | 'onStep'>,
): Promise<UndoResult> {
  const log = options.log ?? (() => undefined)
  const onStep = options.onStep ?? (() => undefined)
  const started = new Date()
  return whileLoading(options.dataDir, log, async () => {
    const tables = tablesOf(options.warehouse)
    await clean(tables)
    const ledger = await readLedger(tables)
    const load = ledger.loads.find((one) => one.batch === batch)
    const dataset = datasetNamed(load?.dataset ?? '')
    if (load === undefined || dataset === undefined) {
      throw new UsageError(`${batch} is no batch that is loaded; "etl status --loads" lists those that are`)
    }
    ledger.loads = ledger.loads.filter((one) => one !== load)
    const builds = await buildsOf(tables, ledger, dataset, load.parts)
    const version = ledger.nextVersion
    const publication = await prepare(tables, ledger, [{ dataset, builds }], version, onStep)
    const state = publication.states.get(dataset.name)
    const seconds = (Date.now() - started.getTime()) / 1000
    await writeLedger(tables, [
      ledgerRow({
        ...{ version, batch, dataset: load.dataset, file: load.file, file_hash: load.file_hash },
        ...{ status: 'undone', parts: load.parts, published: publication.published, ...state },
        ...{ simulated: load.simulated, seconds, started_at: started.toISOString() },
      }),
    ])
    await onStep('published')
    await clean(tables)
    return { batch, dataset: load.dataset, file: load.file, rows: state?.rows ?? 0, seconds }
  })
}
