/**
 * `npm run bench`: how fast the product is, against the engine alone and against DuckDB in the same run. The table goes to
 * the screen, then all figures as one line of JSON.
 */
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { benchExplore, LONG_ROWS, type ExploreFigures } from './explore.ts'
import { benchExports, EXPORTED_ROWS, type ExportFigures } from './exports.ts'
import { benchLoad, type LoadFigures } from './load.ts'
import { benchQueries, type QueryFigures } from './query.ts'
import { benchReports, type ReportFigures } from './reports.ts'
import { benchWeb, type WebFigures } from './web.ts'

const { values } = parseArgs({
  options: {
    dossiers: { type: 'string', default: '1000000,5000000' },
    only: { type: 'string' },
    rows: { type: 'string' },
    work: { type: 'string', default: join(tmpdir(), 'toancanh-bench') },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(`npm run bench -- [--dossiers 1000000,5000000,20000000] [--work DIR] [--rows N]
  [--only loading|queries|web|explore|exports|reports]

Loading, for each number of dossiers: bare INSERT … SELECT FROM file() into the same table, the product's load, DuckDB
with the same rollup, and 50,000 corrections.
Queries, of what was loaded: the questions of the pages through the whole product, against the same SQL sent to the engine,
one at a time, the overview's all at once, and by 32 readers: for a minute, each reading a page for 5 to 15 seconds, half of
them what everyone looks at; and without a pause. Before each round something is published, so no answer is known.
Web: every page in Chromium, with a demonstration of the first number of dossiers: first visits and changes of filters.
Explore: a result of a million rows from the product to a table that scrolls in Chromium, and the same rows read as JSON.
Exports: five million dossiers with all their columns as Parquet, CSV and Arrow, of a demonstration of six million, and the memory
that the server's process takes for it.
With --rows these two are tried with so many rows; what they say then is no figure for the bars.
Reports: the weekly page of all 34 provinces as PDF and XLSX, made in a running product with a demonstration of the first number.

Generated files are kept in DIR for the next run; 20 million take
4 GB, and 12 GB while it runs. Leave the machine alone meanwhile.`)
  process.exit(0)
}

const sizes = values.dossiers.split(',').map(Number)
if (sizes.some((size) => !Number.isSafeInteger(size) || size < 300_000)) {
  console.error('--dossiers takes whole numbers of at least 300000, separated by commas')
  process.exit(2)
}
const PARTS = ['loading', 'queries', 'web', 'explore', 'exports', 'reports']
if (values.only !== undefined && !PARTS.includes(values.only)) {
  console.error(`--only takes one of ${PARTS.join(', ')}`)
  process.exit(2)
}
const rows = values.rows === undefined ? undefined : Number(values.rows)
if (rows !== undefined && !(Number.isSafeInteger(rows) && rows >= 300_000)) {
  console.error('--rows takes a whole number of at least 300000')
  process.exit(2)
}
const asked = (part: string) => values.only === undefined || values.only === part
const machine = () => ({
  cpu: cpus()[0]?.model ?? '?',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 1e9),
  load: loadavg().map((value) => Math.round(value * 100) / 100),
})
const before = machine()
console.error(`${before.cores} × ${before.cpu}, ${before.memoryGb} GB, load ${before.load.join(' ')}`)
const say = (line: string) => console.error(line)
const loads: LoadFigures[] = []
const queries: QueryFigures[] = []
for (const size of sizes) {
  if (asked('loading')) loads.push(await benchLoad(size, resolve(values.work), say))
  if (asked('queries')) queries.push(await benchQueries(size, resolve(values.work), say))
}
const web: WebFigures[] = asked('web') ? await benchWeb(sizes[0] ?? 1_000_000, say) : []
const explored: ExploreFigures[] = asked('explore')
  ? [await benchExplore(rows ?? LONG_ROWS, resolve(values.work), say)]
  : []
const exported: ExportFigures[] = asked('exports')
  ? await benchExports(rows ?? EXPORTED_ROWS, resolve(values.work), say)
  : []
const reports: ReportFigures[] = asked('reports')
  ? await benchReports(sizes[0] ?? 1_000_000, resolve(values.work), say)
  : []
const after = machine()

const figuresOf = <T extends { dossiers: number }>(all: readonly T[], row: (figures: T) => object) =>
  console.table(
    Object.fromEntries(all.map((figures) => [figures.dossiers.toLocaleString('en'), row(figures)])),
  )
const fixed = (value: number, digits = 1) => value.toFixed(digits)
if (loads.length > 0)
  figuresOf(loads, (figures) => ({
    MB: figures.megabytes,
    'bare s': fixed(figures.bareSeconds),
    'load s': fixed(figures.loadSeconds),
    '× bare (≥ 0.6)': fixed(figures.againstBare, 2),
    'DuckDB s': fixed(figures.duckdbSeconds),
    '× DuckDB (≥ 1)': fixed(figures.againstDuckdb, 2),
    'loader MB (< 300)': figures.loaderPeakMb,
    'corrections s (< 2)': fixed(figures.correctionSeconds, 2),
    'partitions rebuilt': figures.correctedPartitions,
  }))
if (queries.length > 0)
  figuresOf(queries, (figures) => ({
    'one ms': fixed(figures.apiMs),
    'its SQL ms': fixed(figures.sqlMs),
    'more ms (≤ 10)': fixed(figures.overMs),
    questions: figures.questions,
    'overview ms (< 300)': fixed(figures.overviewMs, 0),
    'its SQL at once ms': fixed(figures.overviewSqlMs, 0),
    '32 readers p95 ms (< 400)': fixed(figures.readersP95Ms, 0),
    answers: figures.readersAnswers,
    'errors (0)': figures.readersErrors,
    'answers/s, no pause': fixed(figures.answersASecond, 0),
  }))
if (web.length > 0)
  console.table(
    Object.fromEntries(
      web.map((figures) => [
        figures.page,
        {
          'LCP ms (< 1000)': fixed(figures.lcpMs, 0),
          CLS: fixed(figures.cls, 3),
          'JS gzip kB (< 250)': fixed(figures.scriptKb, 0),
          'wire kB': fixed(figures.wireKb, 0),
          'long tasks': figures.longTasks,
          'their ms': fixed(figures.longTasksMs, 0),
          'INP p95 ms (< 150)': figures.interactionP95Ms === null ? '' : fixed(figures.interactionP95Ms, 0),
          'drawn p95 ms': figures.paintedP95Ms === null ? '' : fixed(figures.paintedP95Ms, 0),
        },
      ]),
    ),
  )
if (explored.length > 0)
  console.table(
    explored.map((figures) => ({
      [`rows (${LONG_ROWS.toLocaleString('en')})`]: figures.rows,
      'asked s': fixed(figures.askedSeconds, 2),
      'Arrow MB': fixed(figures.arrowMb, 0),
      'to the table s (< 2)': fixed(figures.tableSeconds, 2),
      'last row s': fixed(figures.lastRowSeconds, 2),
      'JSON MB': fixed(figures.jsonMb, 0),
      'JSON s': fixed(figures.jsonSeconds, 2),
    })),
  )
if (exported.length > 0)
  console.table(
    Object.fromEntries(
      exported.map((figures) => [
        figures.format,
        {
          [`rows (${EXPORTED_ROWS.toLocaleString('en')})`]: figures.rows,
          'file MB': fixed(figures.fileMb, 0),
          s: fixed(figures.seconds),
          'server before MB': fixed(figures.beforeMb, 0),
          'server peak MB': fixed(figures.peakMb, 0),
          'growth MB (< 200)': fixed(figures.growthMb, 0),
          'engine peak MB': fixed(figures.enginePeakMb, 0),
        },
      ]),
    ),
  )
if (reports.length > 0)
  console.table(
    Object.fromEntries(
      reports.map((figures) => [
        figures.report,
        {
          files: figures.files,
          's (< 30)': fixed(figures.seconds),
          'server before MB': fixed(figures.beforeMb, 0),
          'server peak MB': fixed(figures.peakMb, 0),
          'growth MB (< 500)': fixed(figures.growthMb, 0),
          'others wait ms': fixed(figures.longestWaitMs, 0),
        },
      ]),
    ),
  )
console.log(
  JSON.stringify({
    machine: { ...before, loadAfter: after.load },
    ...{ loads, queries, web, explore: explored, exports: exported, reports },
  }),
)
