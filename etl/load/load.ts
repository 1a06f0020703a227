import { randomBytes } from 'node:crypto'
import { unknownColumns } from '../readers/columns.ts'
import type { OpenedFile } from '../readers/input.ts'
import { openFile } from '../readers/open.ts'
import { rows } from '../warehouse/client.ts'
import { stagingOf } from '../warehouse/migrate.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { DropFile } from './drop.ts'
import { RefusedError } from './errors.ts'
import { whileLoading } from './lock.ts'
import { buildGeneration, clean, stateAfter, winnerKey, type Tables } from './publish.ts'
import { FAULTY, stageFile } from './stage.ts'

/** What became of one file. Always `read = loaded + quarantined + superseded`. */
export interface LoadResult {
  file: string
  dataset: string
  status: 'published' | 'unchanged' | 'refused'
  reason?: string
  warnings?: string[]
  read: number
  loaded: number
  quarantined: number
  superseded: number
  batch: string
  seconds: number
}

export interface LoadOptions {
  warehouse: Warehouse
  /** Where the loading lock is. */
  dataDir: string
  /** Lets a refused share of quarantined rows through; recorded. @default false */
  acceptChange?: boolean
  /** Today, `yyyy-mm-dd` in the ministry's zone: later business dates are quarantined. */
  today: string
  log?: (message: string) => void
  onProgress?: (file: string, bytes: number, total: number) => void
}

/** Faulty rows from which on a file may be refused for their share: a handful never refuses a file. */
const GATE_ROWS = 20

/**
 * Loads files one after another, in the order given. Each is published whole by one row of the ledger, or not at
 * all; a refused file does not stop the next.
 */
export async function loadFiles(files: readonly DropFile[], options: LoadOptions): Promise<LoadResult[]> {
  const log = options.log ?? (() => undefined)
  return whileLoading(options.dataDir, log, async () => {
    const tables: Tables = {
      client: options.warehouse.client('loader'),
      database: options.warehouse.database,
      staging: stagingOf(options.warehouse.database),
    }
    await clean(tables)
    const results: LoadResult[] = []
    for (const file of files) results.push(await loadFile(file, tables, options))
    return results
  })
}

async function loadFile(file: DropFile, tables: Tables, options: LoadOptions): Promise<LoadResult> {
  const started = new Date()
  const run: Run = {
    file,
    tables,
    options,
    batch: `${started.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}-${randomBytes(4).toString('hex')}`,
    version: 0,
    started,
    hash: '',
    bytes: 0,
  }
  const [latest] = await rows<{ version: number }>(
    tables.client,
    `SELECT max(version) + 1 AS version FROM ${tables.database}.ledger`,
  )
  run.version = latest?.version ?? 1
  const stage = `${tables.staging}.stage_${run.batch.replaceAll(/\W/g, '_')}`
  try {
    const source = await openFile(file.path, file.dataset)
    run.hash = source.hash
    run.bytes = source.bytes
    if (await isLoaded(run)) return await record(run, { status: 'unchanged' })
    await tables.client.command({ query: `CREATE TABLE ${stage} AS ${tables.staging}.${file.dataset.name}` })
    return await take(run, source, stage)
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    return await record(run, { status: 'refused', reason: error.message })
  } finally {
    await tables.client.command({ query: `DROP TABLE IF EXISTS ${stage}` }).catch(() => undefined)
  }
}

interface Run {
  file: DropFile
  tables: Tables
  options: LoadOptions
  batch: string
  version: number
  started: Date
  hash: string
  bytes: number
}

/** Stages, checks, lands, builds and publishes one file. */
async function take(run: Run, source: OpenedFile, stage: string): Promise<LoadResult> {
  const { file, tables, options, batch, version } = run
  const { client, staging, database } = tables
  const dataset = file.dataset
  let done = 0
  await stageFile(
    source,
    dataset,
    { client, table: stage, batch, seq: version, today: options.today },
    (bytes) => {
      done += bytes
      options.onProgress?.(file.path, done, source.bytes)
    },
  )
  const [counted] = await rows<{ read: number; quarantined: number; unknown: string[] }>(
    client,
    `SELECT count() AS read, countIf(part = '${FAULTY}') AS quarantined,
       groupUniqArrayArray(10)(arrayMap(p -> p.1, arrayFilter(p -> p.3 = 'unknown column', problems))) AS unknown
     FROM ${stage}`,
  )
  const { read = 0, quarantined = 0, unknown = [] } = counted ?? {}
  if (unknown.length > 0) throw unknownColumns(`${file.path}:1`, dataset, unknown)
  await quarantine(run, stage, quarantined)
  if (
    quarantined >= GATE_ROWS &&
    quarantined > read * dataset.quarantineLimit &&
    options.acceptChange !== true
  ) {
    return record(run, {
      status: 'refused',
      reason: `${file.path}: ${quarantined} of ${read} rows are faulty, more than ${dataset.quarantineLimit * 100} %; see the quarantine of ${batch}, or load it with --accept-change`,
      read,
      quarantined,
      superseded: read - quarantined,
    })
  }
  await refuseConflicts(run, stage)

  const parts = (
    await rows<{ part: string }>(
      client,
      `SELECT DISTINCT part FROM ${stage} WHERE part != '${FAULTY}' ORDER BY part`,
    )
  ).map(({ part }) => part)
  for (const part of parts) {
    await client.command({
      query: `ALTER TABLE ${stage} MOVE PARTITION '${part}' TO TABLE ${staging}.${dataset.name}`,
    })
  }
  await buildGeneration(tables, dataset, parts, batch, version)
  const state = await stateAfter(tables, dataset, parts, version)
  const warnings = await warningsOf(run, database)
  return record(run, {
    status: 'published',
    read,
    quarantined,
    loaded: state.loaded,
    superseded: read - quarantined - state.loaded,
    ...(warnings.length > 0 ? { warnings } : {}),
    partitions: parts.map((part) => ({ part, generation: version })),
    rows: state.rows,
    as_of: state.as_of,
    newest_business_date: state.newest_business_date,
  })
}

/** This very content is published already; where load order decides, as the dataset's last load. */
async function isLoaded({ tables, file, hash }: Run): Promise<boolean> {
  const order = file.dataset.versioned ? '' : 'ORDER BY version DESC LIMIT 1'
  const found = await rows<{ file_hash: string }>(
    tables.client,
    `SELECT file_hash FROM (SELECT file_hash FROM ${tables.database}.ledger
       WHERE dataset = {dataset:String} AND status = 'published' ${order}) WHERE file_hash = {hash:String} LIMIT 1`,
    { dataset: file.dataset.name, hash },
  )
  return found.length > 0
}

/** Lists every fault of every faulty row, with its line in the file. */
async function quarantine({ tables, file, batch }: Run, stage: string, count: number): Promise<void> {
  if (count === 0) return
  const [breaks] = await rows<{ n: number }>(tables.client, `SELECT sum(breaks) AS n FROM ${stage}`)
  // Fields with line breaks push later rows down.
  const before =
    (breaks?.n ?? 0) === 0
      ? '0'
      : 'sum(breaks) OVER (ORDER BY line ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - breaks'
  await tables.client.command({
    query: `
      INSERT INTO ${tables.database}.quarantine (batch, dataset, file, line, column, value, reason, at)
      SELECT {batch:String}, {dataset:String}, {file:String}, line + before, p.1, substringUTF8(p.2, 1, 500), p.3, now64(3)
      FROM (SELECT part, line, problems, ${before} AS before FROM ${stage}) ARRAY JOIN problems AS p
      WHERE part = '${FAULTY}'`,
    query_params: { batch, dataset: file.dataset.name, file: file.path },
  })
}

/** Two different rows of one key with the same `updated_at` in one file: nobody can say which is right. */
async function refuseConflicts({ tables, file }: Run, stage: string): Promise<void> {
  const key = winnerKey(file.dataset)
  const good = `FROM ${stage} WHERE part != '${FAULTY}'`
  const [count] = await rows<{ n: number; keys: number }>(
    tables.client,
    `SELECT count() AS n, uniqExact(cityHash64(${key.join(', ')})) AS keys ${good}`,
  )
  if (count === undefined || count.n === count.keys) return
  const conflicts = await rows<{ row_key: string; lines: number[] }>(
    tables.client,
    `SELECT toString(tuple(${key.join(', ')})) AS row_key, arraySort(groupArray(4)(line)) AS lines ${good}
     GROUP BY ${key.join(', ')}, version_at HAVING uniqExact(row_hash) > 1 ORDER BY lines[1] LIMIT 3`,
  )
  if (conflicts.length === 0) return
  const shown = conflicts.map(({ row_key, lines }) => `${row_key} on lines ${lines.join(', ')}`).join('; ')
  throw new RefusedError(
    `${file.path}:${conflicts[0]?.lines[0] ?? 0}: different rows of one ${file.dataset.key.join(', ')} with the same updated_at: ${shown}`,
  )
}

/** Things to look at that do not refuse a load. */
async function warningsOf({ file, batch, tables }: Run, database: string): Promise<string[]> {
  if (file.dataset.name !== 'dossiers') return []
  const unknown = await rows<{ procedure_code: string; n: number }>(
    tables.client,
    `SELECT toString(procedure_code) AS procedure_code, count() AS n FROM ${tables.staging}.dossiers
     WHERE batch = {batch:String} AND procedure_code NOT IN (SELECT procedure_code FROM ${database}.procedures)
     GROUP BY procedure_code ORDER BY n DESC, procedure_code LIMIT 20`,
    { batch },
  )
  return unknown.map(({ procedure_code, n }) => `unknown procedure ${procedure_code} (${n} dossiers)`)
}

interface Outcome {
  status: LoadResult['status']
  reason?: string
  warnings?: string[]
  read?: number
  loaded?: number
  quarantined?: number
  superseded?: number
  partitions?: { part: string; generation: number }[]
  rows?: number
  as_of?: string | null
  newest_business_date?: string | null
}

/** Writes the ledger's row; for a published load this is the moment readers see it. */
async function record(run: Run, outcome: Outcome): Promise<LoadResult> {
  const { file, tables, batch, version, started, options } = run
  const {
    status,
    reason = '',
    warnings = [],
    read = 0,
    loaded = 0,
    quarantined = 0,
    superseded = 0,
  } = outcome
  const seconds = Math.round(Date.now() - started.getTime()) / 1000
  await tables.client.insert({
    table: `${tables.database}.ledger`,
    format: 'JSONEachRow',
    clickhouse_settings: { date_time_input_format: 'best_effort' },
    values: [
      {
        version,
        batch,
        dataset: file.dataset.name,
        file: file.path,
        file_hash: run.hash,
        bytes: run.bytes,
        ...{ status, reason, warnings, read, loaded, quarantined, superseded },
        partitions: outcome.partitions ?? [],
        rows: outcome.rows ?? 0,
        as_of: outcome.as_of ?? null,
        newest_business_date: outcome.newest_business_date ?? null,
        accepted_change: options.acceptChange === true ? 1 : 0,
        simulated: file.simulated ? 1 : 0,
        seconds,
        started_at: started.toISOString(),
        published_at: new Date().toISOString(),
      },
    ],
  })
  return {
    file: file.path,
    dataset: file.dataset.name,
    status,
    ...(reason === '' ? {} : { reason }),
    ...(warnings.length === 0 ? {} : { warnings }),
    ...{ read, loaded, quarantined, superseded, batch, seconds },
  }
}
