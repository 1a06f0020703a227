import { spawnSync } from 'node:child_process'
import { existsSync, linkSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import { DEFAULTS } from '../../etl/demo/demo.ts'
import { dossiers } from '../../etl/contracts/dossiers.ts'
import { rows } from '../../etl/warehouse/client.ts'
import { stagingOf } from '../../etl/warehouse/migrate.ts'
import { openWarehouse } from '../../etl/warehouse/warehouse.ts'
import { startBareEngine } from './bare-engine.ts'

/** What one size of the loading benchmark gave. Seconds are of the clock, ratios of one run. */
export interface LoadFigures {
  dossiers: number
  megabytes: number
  bareSeconds: number
  loadSeconds: number
  /** Rows a second of the load ÷ those of the bare insert; the bar is 0.6. */
  againstBare: number
  duckdbSeconds: number
  /** The bar is 1. */
  againstDuckdb: number
  /** The most memory of the loader's process, the engine's apart; the bar is 300. */
  loaderPeakMb: number
  /** 50,000 corrections of the last days loaded into it; the bar is 2. */
  correctionSeconds: number
  /** Partitions that were rebuilt for them, of all. */
  correctedPartitions: string
  steps: Record<string, number>
  correctionSteps: Record<string, number>
}

const CORRECTIONS = 50_000
const TODAY = DEFAULTS.until
const child = (script: string, args: readonly string[]) => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, script), ...args],
    { encoding: 'utf8', maxBuffer: 1e8 },
  )
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${stderr}`)
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as unknown
}

interface Loaded {
  seconds: number
  peakMb: number
  loaded: number
  refused: string[]
  steps: Record<string, number>
}

/**
 * Loads `count` generated dossiers three times: with the product, with the engine's bare INSERT … SELECT FROM file() into the
 * same table, and with DuckDB and the same rollup. Then a day's corrections.
 *
 * @param work folder for everything; the generated files stay there for the next run
 */
export async function benchLoad(
  count: number,
  work: string,
  log: (line: string) => void,
): Promise<LoadFigures> {
  // All that is removed is removed before or after: for minutes, ext4 makes files slowly where many have been removed.
  for (const old of ['bare', `data-${count}`]) rmSync(join(work, old), { recursive: true, force: true })
  const drop = join(work, `drop-${count}`)
  await generate(drop, count, log)
  const files = readdirSync(join(drop, 'dossiers'))
    .filter((name) => /^dossiers-\d{4}\.csv$/.test(name))
    .map((name) => join(drop, 'dossiers', name))
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
  // Read once by everyone before anything is measured, so that the disk is none of the difference.
  for (const file of files) spawnSync('cat', [file], { stdio: 'ignore' })

  log(`${count}: bare INSERT … SELECT FROM file()`)
  const bareDir = join(work, 'bare')
  const bare = await bareInsert(bareDir, files)
  log(`${count}: the product's load`)
  const dataDir = join(work, `data-${count}`)
  child('load-child.ts', [dataDir, TODAY, ...['procedures', 'population'].map((name) => join(drop, name))])
  const load = child('load-child.ts', [dataDir, TODAY, ...files]) as Loaded
  if (load.refused.length > 0 || load.loaded !== bare.rows)
    throw new Error(`loaded ${load.loaded} of ${bare.rows}: ${load.refused.join('; ')}`)
  log(`${count}: DuckDB`)
  const database = join(work, 'bench.duckdb')
  rmSync(database, { force: true })
  const duckdb = child('duckdb-child.ts', [database, ...files]) as { seconds: number; rows: number }
  rmSync(database, { force: true })
  if (duckdb.rows !== bare.rows) throw new Error(`DuckDB read ${duckdb.rows} of ${bare.rows} rows`)

  log(`${count}: ${CORRECTIONS} corrections`)
  const corrections = join(work, 'corrections')
  rmSync(corrections, { recursive: true, force: true })
  await writeCorrections(dataDir, join(corrections, 'dossiers'))
  const corrected = child('load-child.ts', [dataDir, TODAY, corrections]) as Loaded
  if (corrected.loaded !== CORRECTIONS) throw new Error(`${corrected.loaded} corrections were loaded`)
  const partitions = await correctedPartitions(dataDir)
  rmSync(bareDir, { recursive: true, force: true })
  return {
    dossiers: bare.rows,
    megabytes: Math.round(bytes / 1e6),
    bareSeconds: bare.seconds,
    loadSeconds: load.seconds,
    againstBare: bare.seconds / load.seconds,
    duckdbSeconds: duckdb.seconds,
    againstDuckdb: duckdb.seconds / load.seconds,
    loaderPeakMb: load.peakMb,
    correctionSeconds: corrected.seconds,
    correctedPartitions: partitions,
    steps: load.steps,
    correctionSteps: corrected.steps,
  }
}

async function generate(drop: string, count: number, log: (line: string) => void): Promise<void> {
  const whole = join(drop, '.whole')
  if (existsSync(whole)) return
  log(`${count}: generating`)
  rmSync(drop, { recursive: true, force: true })
  const { writeDemo } = await import('../../etl/demo/demo.ts')
  const warehouse = await openWarehouse({ dataDir: `${drop}-generator` })
  try {
    await writeDemo({
      out: drop,
      dossiers: count,
      seed: DEFAULTS.seed,
      until: DEFAULTS.until,
      client: warehouse.client('loader'),
      log,
    })
  } finally {
    await warehouse.close()
    rmSync(`${drop}-generator`, { recursive: true, force: true })
  }
  writeFileSync(whole, '')
}

async function bareInsert(dir: string, files: readonly string[]): Promise<{ seconds: number; rows: number }> {
  mkdirSync(dir, { recursive: true })
  // file() reads what lies in the engine's own folder.
  for (const file of files) linkSync(file, join(dir, file.slice(file.lastIndexOf('/') + 1)))
  const schema = await landingSchema(dir)
  const engine = await startBareEngine(dir)
  try {
    await engine.client.command({ query: schema })
    const started = performance.now()
    // Its part as the loader has it: the month in the dossier's code. All else of the table is left empty.
    await engine.client.command({
      query: `INSERT INTO bare (part, ${CSV_COLUMNS.join(', ')})
        SELECT ${dossiers.part}, * FROM file('dossiers-*.csv', CSVWithNames, ${quoteStructure()})`,
      clickhouse_settings: { max_partitions_per_insert_block: '0' },
    })
    const seconds = (performance.now() - started) / 1000
    const [counted] = await rows<{ n: number }>(engine.client, 'SELECT count() AS n FROM bare')
    return { seconds, rows: counted?.n ?? 0 }
  } finally {
    await engine.stop()
  }
}

/** Columns of the generated files, in their order. */
const CSV_COLUMNS = dossiers.columns.map(({ name }) => name).filter((name) => name !== 'province_era')

const TYPES: Record<string, string> = {
  count: 'Nullable(UInt64)',
  flag: 'Nullable(UInt8)',
  time: "Nullable(DateTime('Asia/Ho_Chi_Minh'))",
}

const quoteStructure = () =>
  `'${dossiers.columns
    .filter(({ name }) => name !== 'province_era')
    .map(({ name, kind, required }) => {
      const type = TYPES[kind] ?? (name === 'dossier_code' ? 'String' : 'LowCardinality(String)')
      return `${name} ${required === true ? type.replace(/^Nullable\((.*)\)$/, '$1') : type}`
    })
    .join(', ')
    .replaceAll("'", "\\'")}'`

/** The product's own table, under the name `bare`. */
async function landingSchema(dir: string): Promise<string> {
  const warehouse = await openWarehouse({ dataDir: join(dir, 'schema') })
  try {
    const staging = stagingOf(warehouse.database)
    const [table] = await rows<{ statement: string }>(
      warehouse.client('loader'),
      `SELECT create_table_query AS statement FROM system.tables WHERE database = '${staging}' AND name = 'dossiers'`,
    )
    return (table?.statement ?? '').replace(`${staging}.dossiers`, 'bare')
  } finally {
    await warehouse.close()
  }
}

/** A later state of the dossiers that changed last: what a day's corrections are. */
async function writeCorrections(dataDir: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const warehouse = await openWarehouse({ dataDir })
  try {
    const client: ClickHouseClient = warehouse.client('loader')
    const columns = dossiers.columns.map(({ name }) =>
      name === 'updated_at' ? 'updated_at + 60 AS updated_at' : name,
    )
    const { stream } = await client.exec({
      query: `SELECT ${columns.join(', ')} FROM ${stagingOf(warehouse.database)}.dossiers AS d
        ORDER BY d.updated_at DESC, dossier_code LIMIT ${CORRECTIONS} FORMAT CSVWithNames`,
      clickhouse_settings: { format_csv_null_representation: '' },
    })
    const chunks: Buffer[] = []
    for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
    writeFileSync(join(folder, 'dossiers-corrections.csv'), Buffer.concat(chunks))
  } finally {
    await warehouse.close()
  }
}

async function correctedPartitions(dataDir: string): Promise<string> {
  const warehouse = await openWarehouse({ dataDir })
  try {
    const [found] = await rows<{ touched: number; all: number }>(
      warehouse.client('reader'),
      `SELECT (SELECT length(parts) FROM ${warehouse.database}.ledger ORDER BY version DESC LIMIT 1) AS touched,
         countIf(table = 'dossiers') AS all FROM ${warehouse.database}.live_partitions`,
    )
    return `${found?.touched ?? 0} of ${found?.all ?? 0}`
  } finally {
    await warehouse.close()
  }
}
