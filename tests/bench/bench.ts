/**
 * `npm run bench`: how fast the product is, against the engine alone and against DuckDB in the same run. The table goes to
 * the screen, then all figures as one line of JSON.
 */
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { benchLoad, type LoadFigures } from './load.ts'

const { values } = parseArgs({
  options: {
    dossiers: { type: 'string', default: '1000000,5000000' },
    work: { type: 'string', default: join(tmpdir(), 'toancanh-bench') },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(`npm run bench -- [--dossiers 1000000,5000000,20000000] [--work DIR]

Loading, for each number of dossiers: bare INSERT … SELECT FROM file() into the same table, the product's load, DuckDB
with the same rollup, and 50,000 corrections. Generated files are kept in DIR for the next run; 20 million take
4 GB, and 12 GB while it runs. Leave the machine alone meanwhile.`)
  process.exit(0)
}

const sizes = values.dossiers.split(',').map(Number)
if (sizes.some((size) => !Number.isSafeInteger(size) || size < 300_000)) {
  console.error('--dossiers takes whole numbers of at least 300000, separated by commas')
  process.exit(2)
}
const machine = () => ({
  cpu: cpus()[0]?.model ?? '?',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 1e9),
  load: loadavg().map((value) => Math.round(value * 100) / 100),
})
const before = machine()
console.error(`${before.cores} × ${before.cpu}, ${before.memoryGb} GB, load ${before.load.join(' ')}`)
const loads: LoadFigures[] = []
for (const size of sizes)
  loads.push(await benchLoad(size, resolve(values.work), (line) => console.error(line)))
const after = machine()

const fixed = (value: number, digits = 1) => value.toFixed(digits)
console.table(
  Object.fromEntries(
    loads.map((figures) => [
      figures.dossiers.toLocaleString('en'),
      {
        MB: figures.megabytes,
        'bare s': fixed(figures.bareSeconds),
        'load s': fixed(figures.loadSeconds),
        '× bare (≥ 0.6)': fixed(figures.againstBare, 2),
        'DuckDB s': fixed(figures.duckdbSeconds),
        '× DuckDB (≥ 1)': fixed(figures.againstDuckdb, 2),
        'loader MB (< 300)': figures.loaderPeakMb,
        'corrections s (< 2)': fixed(figures.correctionSeconds, 2),
        'partitions rebuilt': figures.correctedPartitions,
      },
    ]),
  ),
)
console.log(JSON.stringify({ machine: { ...before, loadAfter: after.load }, loads }))
