import { DATASETS } from '../contracts/registry.ts'
import type { Dataset } from '../contracts/types.ts'
import { buildGenerations, type Build } from './generation.ts'
import { after, type Ledger } from './ledger.ts'
import { RELEASED, releaseIdentity } from './release.ts'
import { buildRollups, partsToRollUpAgain, ROLLUPS } from './rollup.ts'
import { describeParts, stateOf } from './state.ts'
import type { PartState, Published, Tables } from './tables.ts'
import { joinYears, YEARS } from './years.ts'

/** A dataset's parts that a publication builds anew. */
export interface Change {
  dataset: Dataset
  builds: readonly Build[]
}

export interface Publication {
  /** Every partition that is another from then on, those of the rollups too. */
  published: Published[]
  /** By dataset that changed. */
  states: Map<string, PartState>
  /** By version of a load: rows that readers did not have. */
  loaded: Map<number, number>
  conflicts: { load: number; key: string }[]
}

/**
 * Builds all that a publication changes: generations of the datasets' parts, then the rollups that follow from them.
 * Nothing of it is seen before the ledger names it.
 *
 * @param version the ledger's version that will name it
 */
export async function prepare(
  tables: Tables,
  ledger: Ledger,
  changes: readonly Change[],
  version: number,
  onStep: (step: string) => Promise<void> | void,
): Promise<Publication> {
  const publication: Publication = { published: [], states: new Map(), loaded: new Map(), conflicts: [] }
  const { published } = publication
  const now = (table: string) => after(ledger.partitions, published, table)
  let deltas: ReadonlySet<string> = new Set()
  for (const dataset of DATASETS) {
    const builds = changes.filter((change) => change.dataset === dataset).flatMap((change) => change.builds)
    if (builds.length === 0 && !changes.some((change) => change.dataset === dataset)) continue
    const built = await buildGenerations(tables, dataset, builds, version)
    published.push(
      ...(dataset.sharded
        ? await describeParts(tables, dataset, built.published, built.deltas, now(dataset.name))
        : built.published),
    )
    if (dataset.name === 'dossiers') deltas = built.deltas
    publication.conflicts.push(...built.conflicts)
    for (const [load, rows] of built.loaded) publication.loaded.set(load, rows)
    publication.states.set(dataset.name, await stateOf(tables, dataset, now(dataset.name)))
    await onStep(`built ${dataset.name}`)
  }
  const released = await releaseIdentity(
    tables,
    {
      live: now('identity'),
      before: now(RELEASED),
      changed: published.filter(({ table }) => table === 'identity').map(({ part }) => part),
    },
    version,
  )
  if (released.length > 0) await onStep('released identity')
  published.push(...released)
  const rollups = await rollUp(tables, ledger, published, deltas, version)
  if (rollups.length > 0) await onStep(`rolled up ${ROLLUPS}`)
  published.push(...rollups)
  const years = await joinYears(
    tables,
    now(ROLLUPS),
    rollups.map(({ part }) => part),
    version,
  )
  if (years.length > 0) await onStep(`joined ${YEARS}`)
  published.push(...years)
  return publication
}

/**
 * Builds the rollups of all parts of `dossiers` that are others than before: whole ones anew, of those that only had changes
 * written the changes.
 *
 * @param deltas parts of which only changes were written
 */
async function rollUp(
  tables: Tables,
  ledger: Ledger,
  published: readonly Published[],
  deltas: ReadonlySet<string>,
  version: number,
): Promise<Published[]> {
  const now = (table: string) => after(ledger.partitions, published, table)
  const dossiers = published.filter(({ table }) => table === 'dossiers')
  const whole = new Set(dossiers.map(({ part }) => part).filter((part) => !deltas.has(part)))
  if (published.some(({ table }) => table === 'procedures')) {
    const before = after(ledger.partitions, [], 'procedures')
    for (const part of await partsToRollUpAgain(tables, before, now('procedures'), now('dossiers')))
      whole.add(part)
  }
  const changed = dossiers.filter(({ part }) => deltas.has(part) && !whole.has(part))
  const anew = now('dossiers').filter(({ part }) => whole.has(part))
  const changes = changed.map((one) => ({ ...one, generations: [-version] }))
  for (const [some, taken] of [
    [anew.filter(({ generations }) => generations.length === 1), false],
    [[...anew.filter(({ generations }) => generations.length > 1), ...changes], true],
  ] as const)
    await buildRollups(tables, some, now('procedures'), version, taken)
  return [
    ...[...whole].map((part) => ({
      table: ROLLUPS,
      part,
      generations: anew.some((one) => one.part === part) ? [-version] : [],
    })),
    ...changed.map(({ part }) => {
      const before = ledger.partitions.find((one) => one.table === ROLLUPS && one.part === part)
      return { table: ROLLUPS, part, generations: [...(before?.generations ?? []), -version] }
    }),
  ]
}

/** The loads that have rows in a part of a dataset. */
export const loadsOf = (ledger: Ledger, dataset: Dataset, part: string): number[] =>
  ledger.loads
    .filter((load) => load.dataset === dataset.name && load.parts.includes(part))
    .map(({ version }) => version)
