/**
 * One measured load, as a process of its own: `node load-child.ts DATA_DIR TODAY PATH…`. Prints one line of JSON: seconds
 * of the load (the warehouse is open before), rows, and the most memory this process ever had.
 */
import { readFileSync } from 'node:fs'
import { dropFiles } from '../../etl/load/drop.ts'
import { loadFiles } from '../../etl/load/load.ts'
import { openWarehouse } from '../../etl/warehouse/warehouse.ts'

const [dataDir = '', today = '', ...paths] = process.argv.slice(2)
const warehouse = await openWarehouse({ dataDir })
const started = performance.now()
const steps: Record<string, number> = {}
let last = started
const loads = await loadFiles(dropFiles(paths), {
  warehouse,
  dataDir,
  today,
  onStep(step) {
    const now = performance.now()
    steps[step] = (steps[step] ?? 0) + (now - last) / 1000
    last = now
  },
})
const seconds = (performance.now() - started) / 1000
await warehouse.close()
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024
const sum = (pick: (load: (typeof loads)[number]) => number) =>
  loads.reduce((total, load) => total + pick(load), 0)
console.log(
  JSON.stringify({
    seconds,
    peakMb: Math.round(peak),
    loaded: sum(({ loaded }) => loaded),
    refused: loads
      .filter(({ status }) => status !== 'published')
      .map(({ reason, status }) => reason ?? status),
    steps: Object.fromEntries(
      Object.entries(steps).map(([step, value]) => [step, Math.round(value * 100) / 100]),
    ),
  }),
)
