import type { Dataset } from '../contracts/types.ts'
import {
  fromDataset,
  liveRows,
  ofGenerations,
  type PartState,
  type Published,
  type Tables,
} from './tables.ts'

/** What a dataset is once these partitions are all there is of it. */
export async function stateOf(
  tables: Tables,
  dataset: Dataset,
  partitions: readonly Published[],
): Promise<PartState> {
  if (dataset.sharded) return partitions.map(({ state }) => state ?? NOTHING).reduce(joined, NOTHING)
  const states = await fromDataset<PartState>(
    tables,
    dataset,
    `SELECT ${summary(dataset)} FROM ${liveRows(tables, dataset.name, partitions)} ${BY_COLUMNS}`,
  )
  return states.reduce(joined, NOTHING)
}

/**
 * Says with each of these partitions of a large dataset what is in it, so that what the dataset is follows without
 * reading the others.
 *
 * @param deltas parts of which only changes were written, as their last generation
 * @param before the partitions as they were
 */
export async function describeParts(
  tables: Tables,
  dataset: Dataset,
  published: readonly Published[],
  deltas: ReadonlySet<string>,
  before: readonly Published[],
): Promise<Published[]> {
  const changed = published.filter(({ part }) => deltas.has(part))
  const changes = await fromDataset<PartState & { part: string; brought: number }>(
    tables,
    dataset,
    `SELECT part, takes_back = 0 AS brought, ${summary(dataset)} FROM ${tables.database}.${dataset.name}_store
     WHERE ${ofGenerations(changed.map((one) => ({ ...one, generations: one.generations.slice(-1) })))}
     GROUP BY part, brought ${BY_COLUMNS}`,
  )
  const states = new Map<string, PartState>()
  for (const { part } of changed) {
    const was = before.find((one) => one.part === part)?.state ?? NOTHING
    const [brought, taken] = [1, 0].map((is) =>
      changes.filter((one) => one.part === part && one.brought === is).reduce(joined, NOTHING),
    ) as [PartState, PartState]
    // Taken back are rows that others take the place of, later ones: only the newest day may become an earlier one.
    const newest = later(was.newest_business_date, brought.newest_business_date)
    if (taken.newest_business_date === newest && brought.newest_business_date !== newest && newest !== null)
      continue
    states.set(part, {
      rows: was.rows + brought.rows - taken.rows,
      as_of: later(was.as_of, brought.as_of),
      newest_business_date: newest,
    })
  }
  const unknown = published.filter(({ part }) => !states.has(part))
  const read = await fromDataset<PartState & { part: string }>(
    tables,
    dataset,
    `SELECT part, ${summary(dataset)} FROM ${liveRows(tables, dataset.name, unknown)} GROUP BY part ${BY_COLUMNS}`,
  )
  for (const { part } of unknown)
    states.set(part, read.filter((one) => one.part === part).reduce<PartState>(joined, NOTHING))
  return published.map((one) => ({ ...one, state: states.get(one.part) ?? NOTHING }))
}

const NOTHING: PartState = { rows: 0, as_of: null, newest_business_date: null }

const later = (a: string | null, b: string | null) => (a === null || (b !== null && b > a) ? b : a)

const joined = (a: PartState, b: PartState): PartState => ({
  rows: a.rows + b.rows,
  as_of: later(a.as_of, b.as_of),
  newest_business_date: later(a.newest_business_date, b.newest_business_date),
})

const summary = (dataset: Dataset) =>
  `count() AS rows, if(count() = 0, NULL, ${dataset.asOf}) AS as_of,
   if(count() = 0, NULL, ${dataset.newest}) AS newest_business_date`

/** A column is meant where an alias has its name. */
const BY_COLUMNS = 'SETTINGS prefer_column_name_to_alias = 1'
