import { createHash } from 'node:crypto'
import { DATASETS } from '../contracts/registry.ts'
import type { Dataset } from '../contracts/types.ts'
import { buildsOf } from './builds.ts'
import { clean } from './clean.ts'
import { ledgerRow, readLedger, writeLedger } from './ledger.ts'
import type { LoadOptions } from './load.ts'
import { whileLoading } from './lock.ts'
import { prepare } from './publish.ts'
import { fromFirst, onEach, tablesOf, type Tables } from './tables.ts'

const WORKING_DAYS = (database: string) =>
  `(SELECT groupArray(n) FROM (SELECT n FROM ${database}.ref_working_days ORDER BY date))`

/**
 * Works out anew what was derived from rows when they were loaded, where the calendar of working days, a rule set or the
 * derivation itself has changed since, and publishes it at once. Nothing happens where nothing changed.
 *
 * @returns the datasets that were derived anew
 */
export async function rederive(
  options: Pick<LoadOptions, 'warehouse' | 'dataDir' | 'log' | 'onStep'>,
): Promise<string[]> {
  const log = options.log ?? (() => undefined)
  const tables = tablesOf(options.warehouse)
  const outdated = await outdatedDatasets(tables)
  if (outdated.length === 0) return []
  return whileLoading(options.dataDir, log, async () => {
    const done: string[] = []
    for (const { dataset, checksum } of await outdatedDatasets(tables)) {
      if (await deriveAnew(tables, dataset, options)) {
        log(`${dataset.name}: derived anew, the calendar or the rules have changed`)
        done.push(dataset.name)
      }
      await onEach(
        tables,
        `INSERT INTO ${tables.database}.ref_loaded (name, checksum) VALUES ('derived ${dataset.name}', '${checksum}')`,
      )
    }
    return done
  })
}

async function outdatedDatasets(tables: Tables): Promise<{ dataset: Dataset; checksum: string }[]> {
  const [days] = await fromFirst<{ days: string }>(
    tables,
    `SELECT toString(cityHash64(groupArray(n))) AS days FROM (SELECT n FROM ${tables.database}.ref_working_days ORDER BY date)`,
  )
  const recorded = await fromFirst<{ name: string; checksum: string }>(
    tables,
    `SELECT name, argMax(checksum, at) AS checksum FROM ${tables.database}.ref_loaded GROUP BY name`,
  )
  return DATASETS.filter(({ derived }) => derived.length > 0)
    .map((dataset) => ({
      dataset,
      checksum: createHash('sha256')
        .update(JSON.stringify([dataset.derived, days?.days]))
        .digest('hex')
        .slice(0, 16),
    }))
    .filter(
      ({ dataset, checksum }) =>
        recorded.find(({ name }) => name === `derived ${dataset.name}`)?.checksum !== checksum,
    )
}

/** @returns whether there was anything to derive. */
async function deriveAnew(
  tables: Tables,
  dataset: Dataset,
  { onStep = () => undefined }: Pick<LoadOptions, 'onStep'>,
): Promise<boolean> {
  const started = new Date()
  await clean(tables)
  const ledger = await readLedger(tables)
  const parts = [
    ...new Set(ledger.loads.filter((load) => load.dataset === dataset.name).flatMap((load) => load.parts)),
  ].sort()
  if (parts.length === 0) return false
  // What the table is sorted by cannot be changed in place, and follows from the row's own times alone.
  const sorted = await fromFirst<{ name: string }>(
    tables,
    'SELECT name FROM system.columns WHERE database = {staging:String} AND table = {table:String} AND is_in_sorting_key',
    { staging: tables.staging, table: dataset.name },
  )
  const set = dataset.derived
    .filter(({ name }) => !sorted.some((column) => column.name === name))
    .map(
      ({ name, sql }) =>
        `\`${name}\` = assumeNotNull(${sql.replaceAll(/\bworking_days\b/g, WORKING_DAYS(tables.database))})`,
    )
  if (set.length === 0) return false
  // Landing is the source of all that is published; done twice it ends the same.
  await onEach(tables, `ALTER TABLE ${tables.staging}.${dataset.name} UPDATE ${set.join(', ')} WHERE 1`, {
    mutations_sync: 2,
    allow_nondeterministic_mutations: 1,
  })
  await onStep('derived')
  const version = ledger.nextVersion
  const builds = await buildsOf(tables, ledger, dataset, parts)
  const publication = await prepare(
    tables,
    ledger,
    // Written anew and not linked: readers hold the linked ones under the same number.
    [{ dataset, builds: builds.map((build) => ({ ...build, unique: false })) }],
    version,
    onStep,
  )
  await writeLedger(tables, [
    ledgerRow({
      ...{ version, batch: `rebuilt-${version}`, dataset: dataset.name, status: 'rebuilt' },
      reason: 'the calendar of working days or the rules have changed',
      published: publication.published,
      ...publication.states.get(dataset.name),
      seconds: (Date.now() - started.getTime()) / 1000,
      started_at: started.toISOString(),
    }),
  ])
  await onStep('published')
  return true
}
