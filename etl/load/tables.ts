import type { ClickHouseClient } from '@clickhouse/client'
import type { Dataset } from '../contracts/types.ts'
import { rows } from '../warehouse/client.ts'
import { stagingOf } from '../warehouse/migrate.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'

/**
 * The warehouse as the loader sees it. On a cluster every server holds the ledger and every small dataset whole, and of
 * a sharded dataset the keys that are its own; so each statement of a load runs on each server and touches only what
 * is there. The first server's ledger is the one that counts.
 */
export interface Tables {
  database: string
  /** Landing tables and files being loaded; readers have no rights here. */
  staging: string
  nodes: readonly [ClickHouseClient, ...ClickHouseClient[]]
  /** The engine is on this machine and finds files under the same paths. */
  sameFiles: boolean
}

export function tablesOf(warehouse: Warehouse): Tables {
  return {
    database: warehouse.database,
    staging: stagingOf(warehouse.database),
    nodes: warehouse.nodes('loader'),
    sameFiles: warehouse.mode !== 'external',
  }
}

/** Runs a statement on every server. */
export async function onEach(
  { nodes }: Tables,
  query: string,
  settings: Record<string, string | number> = {},
  params: Record<string, unknown> = {},
): Promise<void> {
  await Promise.all(
    nodes.map((node) => node.command({ query, clickhouse_settings: settings, query_params: params })),
  )
}

/** Rows of a query over a dataset's tables: of every server where the dataset is sharded, else of the first. */
export async function fromDataset<T>(
  { nodes }: Tables,
  dataset: Dataset,
  query: string,
  params: Record<string, unknown> = {},
): Promise<T[]> {
  const asked = dataset.sharded ? nodes : nodes.slice(0, 1)
  return (await Promise.all(asked.map((node) => rows<T>(node, query, params)))).flat()
}

/** Rows of a query over the ledger and what else every server has whole. */
export const fromFirst = <T>(
  { nodes }: Tables,
  query: string,
  params: Record<string, unknown> = {},
): Promise<T[]> => rows<T>(nodes[0], query, params)

/** A partition as readers are to see it. */
export interface Published {
  /** A dataset, or `dossier_days` for the rollups of `dossiers`. */
  table: string
  part: string
  /** A whole one, then what was changed of it since; none: nothing is left of the partition. */
  generations: readonly number[]
  /** Of a large dataset: what is in it. */
  state?: PartState
}

/** What rows of a dataset tell of it. */
export interface PartState {
  rows: number
  as_of: string | null
  newest_business_date: string | null
}

/** Texts as an SQL list. Parts and batches are of our own making and hold no quotes. */
export const inList = (values: readonly string[]) => `(${values.map((value) => `'${value}'`).join(', ')})`

/** Rows of these generations, as an SQL condition; of none where there are none. */
export const ofGenerations = (published: readonly Pick<Published, 'part' | 'generations'>[]) => {
  const live = published.flatMap(({ part, generations }) =>
    generations.map((generation) => `('${part}', ${generation})`),
  )
  return live.length === 0 ? '0' : `(part, generation) IN (${live.join(', ')})`
}

/** Rows of a dataset that readers see of these partitions, as an SQL relation with its condition. */
export function liveRows(
  { database }: Tables,
  dataset: string,
  partitions: readonly Pick<Published, 'part' | 'generations'>[],
): string {
  const store = `${database}.${dataset}_store`
  const changed = partitions.filter(({ generations }) => generations.length > 1)
  const all = `${store} WHERE ${ofGenerations(partitions)}`
  if (changed.length === 0) return all
  return `${all} AND takes_back = 0 AND (generation, load, line) NOT IN (
    SELECT takes_back, load, line FROM ${store} WHERE ${ofGenerations(changed)} AND takes_back != 0)`
}

/** The contract's key; where a province is in it, so is the row's effective era (a 63-era row has a province63). */
export const keyColumns = (dataset: Dataset): string[] =>
  dataset.key.flatMap((column) =>
    column === 'province_code' ? ['province_code', "(province63 = '')"] : [`\`${column}\``],
  )
