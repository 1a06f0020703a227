/**
 * A load in a process of its own, to be killed: run by kills.ts, never imported.
 *
 *     node loader.ts DATA_DIR JOB PAUSE_AT
 *
 * Says `begun` once the warehouse is open and `step N NAME` at every step. At step number PAUSE_AT it waits for a line on
 * standard input; most often it does not live to see it.
 */
import { once } from 'node:events'
import { rows } from '../../../etl/warehouse/client.ts'
import { openWarehouse } from '../../../etl/warehouse/warehouse.ts'
import { run, type Job } from './jobs.ts'

const [dataDir = '', job = '', pauseAt = ''] = process.argv.slice(2)
const warehouse = await openWarehouse({ dataDir })
// Connected before it is said to have begun.
await rows(warehouse.client('loader'), 'SELECT 1')
console.log('begun')
let step = 0
try {
  await run(JSON.parse(job) as Job, warehouse, dataDir, async (name) => {
    console.log(`step ${step} ${name}`)
    if (step === Number(pauseAt)) await once(process.stdin, 'data')
    step += 1
  })
  console.log('done')
} finally {
  await warehouse.close()
}
process.exit(0)
