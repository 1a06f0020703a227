import type { Dataset } from '../contracts/types.ts'
import type { Build } from './generation.ts'
import type { Ledger } from './ledger.ts'
import { loadsOf } from './publish.ts'
import { fromDataset, keyColumns, type Tables } from './tables.ts'

/** How parts are made of the loads that the ledger has, none of them fresh: after an undo, or when derived anew. */
export async function buildsOf(
  tables: Tables,
  ledger: Ledger,
  dataset: Dataset,
  parts: readonly string[],
): Promise<Build[]> {
  const builds: Build[] = []
  for (const part of parts) {
    const loads = loadsOf(ledger, dataset, part)
    builds.push({
      part,
      loads,
      fresh: [],
      unique: await isUnique(tables, dataset, part, loads),
      live: [],
    })
  }
  return builds
}

async function isUnique(
  tables: Tables,
  dataset: Dataset,
  part: string,
  loads: readonly number[],
): Promise<boolean> {
  const [only, ...others] = loads
  if (only === undefined || others.length > 0) return false
  const counts = await fromDataset<{ rows: number; keys: number }>(
    tables,
    dataset,
    `SELECT count() AS rows, uniqExact(cityHash64(${keyColumns(dataset).join(', ')})) AS keys
     FROM ${tables.staging}.${dataset.name} WHERE (part, generation) = ('${part}', ${only})`,
  )
  return counts.every(({ rows, keys }) => rows === keys)
}
