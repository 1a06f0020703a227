import { Command, CommanderError } from 'commander'
import { resolve } from 'node:path'
import { DEFAULTS, writeDemo } from './demo/demo.ts'
import { dropFiles } from './load/drop.ts'
import { RefusedError, UsageError } from './load/errors.ts'
import { loadFiles, type LoadResult } from './load/load.ts'
import { progressLine } from './load/progress.ts'
import { rows } from './warehouse/client.ts'
import { WarehouseError } from './warehouse/errors.ts'
import { openWarehouse, type Warehouse } from './warehouse/warehouse.ts'

/** Exit codes: 0 done, 2 wrong use, 3 refused by a data gate, 4 a service could not be reached. */
const EXIT = { refused: 3, unreachable: 4, usage: 2 } as const

const log = (message: string) => process.stderr.write(`${message}\n`)
const dataDir = resolve(process.env['TOANCANH_DATA'] ?? 'data')

const program = new Command('etl')
  .description('Loads files into the warehouse and tells what is there. Data folder: TOANCANH_DATA (./data).')
  .exitOverride()

program
  .command('load')
  .description(
    'load files or folders; the dataset is named, or read from the folder or the file name’s beginning',
  )
  .argument('<path...>', 'files (CSV, NDJSON, plain or .gz) or folders')
  .option('--dataset <name>', 'the dataset of every file')
  .option('--accept-change', 'load a file although too many of its rows are faulty; recorded in the ledger')
  .option('--json', 'end with one line of JSON')
  .action(async (paths: string[], options: { dataset?: string; acceptChange?: true; json?: true }) => {
    const files = dropFiles(paths, options.dataset)
    if (files.length === 0) throw new UsageError(`no CSV or NDJSON files in ${paths.join(', ')}`)
    const loads = await withWarehouse((warehouse) => {
      const progress = progressLine(process.stderr)
      return loadFiles(files, {
        warehouse,
        dataDir,
        acceptChange: options.acceptChange === true,
        today: today(),
        log,
        onProgress: progress.update,
      }).finally(progress.end)
    })
    const ok = loads.every(({ status }) => status !== 'refused')
    if (options.json) console.log(JSON.stringify({ ok, loads }))
    else for (const load of loads) console.log(loadText(load))
    if (!ok) process.exitCode = EXIT.refused
  })

program
  .command('status')
  .description('per dataset: rows, newest business date, last load, freshness against its expected rhythm')
  .option('--json', 'as JSON')
  .action(async (options: { json?: true }) => {
    const states = await withWarehouse((warehouse) =>
      rows<Record<string, unknown>>(
        warehouse.client('reader'),
        `SELECT dataset, rows, newest_business_date, as_of, last_load_at, rhythm_days, simulated = 1 AS simulated,
           multiIf(rows = 0, 'empty', newest_business_date + rhythm_days < {today:Date}, 'late', 'fresh') AS freshness
         FROM ${warehouse.database}.dataset_state ORDER BY dataset`,
        { today: today() },
      ),
    )
    if (options.json) console.log(JSON.stringify({ datasets: states }))
    else console.table(Object.fromEntries(states.map(({ dataset, ...state }) => [String(dataset), state])))
  })

program
  .command('quarantine')
  .description('rows that were not loaded, each with file, line, column, value and reason')
  .option('--batch <id>', 'of one load')
  .option('--format <format>', 'csv or json', 'csv')
  .action(async (options: { batch?: string; format: string }) => {
    if (!['csv', 'json'].includes(options.format)) throw new UsageError('--format is csv or json')
    const text = await withWarehouse(async (warehouse) => {
      const result = await warehouse.client('reader').query({
        query: `SELECT batch, dataset, file, line, column, value, reason FROM ${warehouse.database}.quarantine
          WHERE {batch:String} = '' OR batch = {batch:String} ORDER BY at, batch, line, column`,
        query_params: { batch: options.batch ?? '' },
        format: options.format === 'csv' ? 'CSVWithNames' : 'JSONEachRow',
      })
      return result.text()
    })
    process.stdout.write(text)
  })

program
  .command('demo')
  .description('write the demonstration drop folder (simulated data); the same arguments give the same bytes')
  .requiredOption('--out <dir>', 'folder to write')
  .option('--dossiers <n>', 'how many dossiers, at least 300000', String(DEFAULTS.dossiers))
  .option('--seed <s>', 'another seed gives other data', String(DEFAULTS.seed))
  .option('--until <date>', 'last day, yyyy-mm-dd', DEFAULTS.until)
  .action(async (options: { out: string; dossiers: string; seed: string; until: string }) => {
    const written = await withWarehouse((warehouse) =>
      writeDemo({
        out: resolve(options.out),
        dossiers: wholeNumber('--dossiers', options.dossiers),
        seed: wholeNumber('--seed', options.seed),
        until: options.until,
        client: warehouse.client('loader'),
        log,
      }),
    )
    for (const [dataset, count] of Object.entries(written.rows)) console.log(`${dataset}: ${count} rows`)
  })

await program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT.usage
  else if (error instanceof UsageError || error instanceof RangeError) fail(error, EXIT.usage)
  else if (error instanceof RefusedError) fail(error, EXIT.refused)
  else if (error instanceof WarehouseError) fail(error, EXIT.unreachable)
  else if (/ECONNREFUSED|ECONNRESET|socket hang up/.test(String(error)))
    fail(error as Error, EXIT.unreachable)
  else throw error
})

function fail(error: Error, code: number): void {
  log(`etl: ${error.message}`)
  process.exitCode = code
}

async function withWarehouse<T>(work: (warehouse: Warehouse) => Promise<T>): Promise<T> {
  const warehouse = await openWarehouse({ dataDir, clickhouseUrl: process.env['CLICKHOUSE_URL'], log })
  try {
    return await work(warehouse)
  } finally {
    await warehouse.close()
  }
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`${name} takes a whole number, not "${text}"`)
  return Number(text)
}

/** Today in the ministry's zone, `yyyy-mm-dd`. */
function today(): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date())
}

function loadText(load: LoadResult): string {
  const counts = `${load.read} read = ${load.loaded} loaded + ${load.quarantined} quarantined + ${load.superseded} superseded`
  const notes = [load.reason, ...(load.warnings ?? [])]
    .filter((note) => note !== undefined)
    .map((note) => `\n  ${note}`)
  return `${load.status} ${load.dataset} ${load.file}: ${counts} (${load.seconds} s, batch ${load.batch})${notes.join('')}`
}
