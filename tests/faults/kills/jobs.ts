import { dropFiles } from '../../../etl/load/drop.ts'
import { loadFiles } from '../../../etl/load/load.ts'
import { undoBatch } from '../../../etl/load/undo.ts'
import { rows } from '../../../etl/warehouse/client.ts'
import type { Warehouse } from '../../../etl/warehouse/warehouse.ts'

/** Files to load with one command, or a file whose load is to be taken back. */
export type Job = { load: readonly string[] } | { undo: string }

/** Does a job; one that is done already changes nothing. */
export async function run(
  job: Job,
  warehouse: Warehouse,
  dataDir: string,
  onStep: (step: string) => Promise<void> | void = () => undefined,
): Promise<void> {
  const options = { warehouse, dataDir, today: '2026-10-31', onStep }
  if ('load' in job) {
    const refused = (await loadFiles(dropFiles(job.load), options)).filter(
      ({ status }) => status === 'refused',
    )
    if (refused.length > 0) throw new Error(`refused: ${refused.map(({ reason }) => reason).join('; ')}`)
    return
  }
  const [live] = await rows<{ batch: string }>(
    warehouse.client('reader'),
    'SELECT batch FROM live_loads WHERE file = {file:String}',
    { file: job.undo },
  )
  // A load of nothing only clears what the one that was killed left.
  if (live === undefined) await loadFiles([], options)
  else await undoBatch(live.batch, options)
}
