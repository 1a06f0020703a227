import { randomBytes } from 'node:crypto'
import type { Dataset } from '../contracts/types.ts'
import type { OpenedFile } from '../readers/input.ts'
import { openFile } from '../readers/open.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { countStaged, quarantine, stagedParts, tooManyFaults, type StagedPart } from './check.ts'
import { clean } from './clean.ts'
import type { DropFile } from './drop.ts'
import { RefusedError } from './errors.ts'
import { ledgerRow, readLedger, writeLedger, type Ledger, type LedgerRow } from './ledger.ts'
import { whileLoading } from './lock.ts'
import { loadsOf, prepare, type Change } from './publish.ts'
import { rederive } from './rederive.ts'
import { stageFile } from './stage.ts'
import { onEach, tablesOf, type Tables } from './tables.ts'
import { warningsOf } from './warnings.ts'

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
  /** Hears of every step as it is done; the load goes on when it returns. */
  onStep?: (step: string) => Promise<void> | void
}

/**
 * Loads files in the order given and publishes all that is accepted of them at once, rollups included: readers see all
 * of it or nothing. A refused file does not stop the others.
 */
export async function loadFiles(files: readonly DropFile[], options: LoadOptions): Promise<LoadResult[]> {
  const log = options.log ?? (() => undefined)
  const onStep = options.onStep ?? (() => undefined)
  await rederive(options)
  return whileLoading(options.dataDir, log, async () => {
    const tables = tablesOf(options.warehouse)
    await clean(tables)
    const ledger = await readLedger(tables)
    const taken: Taken[] = []
    // While the engine reads one file, the next is looked through here.
    let next = opening(files[0])
    for (const [index, file] of files.entries()) {
      const version = ledger.nextVersion + taken.length
      const open = next
      next = undefined
      const ahead = () => {
        next = opening(files[index + 1])
      }
      taken.push(
        await takeFile({ file, open, ahead, version, tables, ledger, earlier: taken, options, onStep }),
      )
    }
    if (taken.length === 0) return []
    await publish(tables, ledger, taken, onStep)
    await onStep('published')
    await clean(tables)
    return taken.map(resultOf)
  })
}

/** A file that has been taken in, or why it has not. */
interface Taken {
  file: DropFile
  row: LedgerRow
  /** What landed of it; nothing where it is not to be published. */
  landed: readonly StagedPart[]
}

/** A file looked through ahead of its turn; what is wrong with it is said in its turn. */
function opening(file: DropFile | undefined): Promise<OpenedFile> | undefined {
  const opened = file && openFile(file.path, file.dataset)
  opened?.catch(() => undefined)
  return opened
}

interface Taking {
  file: DropFile
  open: Promise<OpenedFile> | undefined
  /** Begins to look through the next file. */
  ahead: () => void
  version: number
  tables: Tables
  ledger: Ledger
  earlier: readonly Taken[]
  options: LoadOptions
  onStep: (step: string) => Promise<void> | void
}

/** Stages, checks and lands one file. Readers see nothing of it yet. */
async function takeFile(taking: Taking): Promise<Taken> {
  const { file, open, ahead, version, tables, options, onStep } = taking
  const { dataset, path } = file
  const started = new Date()
  const batch = `${started.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}-${randomBytes(4).toString('hex')}`
  const stage = `${tables.staging}.stage_${batch.replaceAll(/\W/g, '_')}`
  const row = ledgerRow({
    ...{ version, batch, dataset: dataset.name, file: path, status: 'published' },
    accepted_change: options.acceptChange === true ? 1 : 0,
    simulated: file.simulated ? 1 : 0,
    started_at: started.toISOString(),
  })
  const taken = (landed: readonly StagedPart[], change: Partial<LedgerRow> = {}): Taken => ({
    file,
    landed,
    row: { ...row, ...change, seconds: secondsSince(started) },
  })
  try {
    const source = (await open) ?? (await openFile(path, dataset))
    ahead()
    row.file_hash = source.hash
    row.bytes = source.bytes
    await onStep('opened')
    if (isLoaded(taking, source.hash)) return taken([], { status: 'unchanged' })
    await onEach(tables, `CREATE TABLE ${stage} AS ${tables.staging}.${dataset.name}`)
    let done = 0
    await stageFile(
      source,
      dataset,
      tables,
      { table: stage, database: tables.database, load: version, today: options.today },
      (bytes) => options.onProgress?.(path, (done += bytes), source.bytes),
    )
    await onStep('staged')
    const counts = await countStaged(tables, dataset, stage, path)
    row.read = counts.read
    row.quarantined = counts.quarantined
    if (counts.quarantined > 0) await quarantine(tables, dataset, stage, { file: path, batch })
    if (tooManyFaults(dataset, counts) && options.acceptChange !== true) {
      throw new RefusedError(
        `${path}: ${counts.quarantined} of ${counts.read} rows are faulty, more than ${dataset.quarantineLimit * 100} %; see the quarantine of ${batch}, or load it with --accept-change`,
      )
    }
    const parts = await stagedParts(tables, dataset, stage, path)
    await onStep('checked')
    for (const { part } of parts) {
      await onEach(
        tables,
        `ALTER TABLE ${stage} MOVE PARTITION ('${part}', ${version}) TO TABLE ${tables.staging}.${dataset.name}`,
      )
    }
    await onStep('landed')
    return taken(parts, { parts: parts.map(({ part }) => part) })
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    return taken([], {
      status: 'refused',
      reason: error.message,
      superseded: row.read - row.quarantined,
    })
  } finally {
    await onEach(tables, `DROP TABLE IF EXISTS ${stage}`).catch(() => undefined)
  }
}

/** This very content is loaded already; where load order decides, as the dataset's last load. */
function isLoaded({ ledger, earlier, file }: Taking, hash: string): boolean {
  const loads = [
    ...ledger.loads,
    ...earlier.filter(({ row }) => row.status === 'published').map(({ row }) => row),
  ].filter(({ dataset }) => dataset === file.dataset.name)
  return (file.dataset.versioned ? loads : loads.slice(-1)).some(({ file_hash }) => file_hash === hash)
}

async function publish(
  tables: Tables,
  ledger: Ledger,
  taken: readonly Taken[],
  onStep: (step: string) => Promise<void> | void,
): Promise<void> {
  const started = new Date()
  const version = ledger.nextVersion + taken.length - 1
  const accepted = taken.filter(({ row }) => row.status === 'published')
  const publication = await prepare(tables, ledger, changesOf(ledger, accepted), version, onStep)
  for (const { row, file } of accepted) {
    row.loaded = publication.loaded.get(row.version) ?? 0
    row.superseded = row.read - row.quarantined - row.loaded
    Object.assign(row, publication.states.get(row.dataset))
    row.warnings = await warningsOf({ tables, ledger, dataset: file.dataset, row, publication })
  }
  const last = accepted.at(-1)?.row
  if (last !== undefined) {
    last.published = publication.published
    last.seconds += secondsSince(started)
  }
  const publishedAt = new Date().toISOString()
  for (const { row } of taken) row.published_at = publishedAt
  await writeLedger(
    tables,
    taken.map(({ row }) => row),
  )
}

/** The parts the accepted files touch, and the loads that each is made of from now on. */
function changesOf(ledger: Ledger, accepted: readonly Taken[]): Change[] {
  const datasets = new Set<Dataset>(accepted.map(({ file }) => file.dataset))
  return [...datasets].map((dataset) => {
    const own = accepted.filter(({ file }) => file.dataset === dataset)
    const parts = new Set(own.flatMap(({ landed }) => landed.map(({ part }) => part)))
    return {
      dataset,
      builds: [...parts].sort().map((part) => {
        const fresh = own.filter(({ landed }) => landed.some((one) => one.part === part))
        const unique = fresh.every(({ landed }) => landed.find((one) => one.part === part)?.unique)
        const versions = fresh.map(({ row }) => row.version)
        const live = ledger.partitions.find((one) => one.table === dataset.name && one.part === part)
        return {
          part,
          loads: [...loadsOf(ledger, dataset, part), ...versions],
          fresh: versions,
          unique,
          live: live?.generations ?? [],
        }
      }),
    }
  })
}

function resultOf({ row }: Taken): LoadResult {
  const { file, dataset, status, reason, warnings, read, loaded, quarantined, superseded, batch } = row
  return {
    file,
    dataset,
    status: status as LoadResult['status'],
    ...(reason === '' ? {} : { reason }),
    ...(warnings.length === 0 ? {} : { warnings }),
    ...{ read, loaded, quarantined, superseded, batch },
    seconds: Math.round(row.seconds * 1000) / 1000,
  }
}

const secondsSince = (started: Date) => (Date.now() - started.getTime()) / 1000
