import type { Dataset } from '../contracts/types.ts'
import { rows } from '../warehouse/client.ts'
import { unknownColumns } from '../readers/columns.ts'
import { RefusedError } from './errors.ts'
import { groups } from './generation.ts'
import { FAULTY } from './stage-sql.ts'
import { fromDataset, inList, keyColumns, type Tables } from './tables.ts'

/** Faulty rows from which on a file may be refused for their share: a handful never refuses a file. */
const GATE_ROWS = 20

export interface Counts {
  read: number
  quarantined: number
}

/**
 * How many rows a staged file has, and how many of them are faulty.
 *
 * @throws RefusedError where a row has a column that is not contracted (NDJSON, where only the rows tell).
 */
export async function countStaged(
  tables: Tables,
  dataset: Dataset,
  stage: string,
  file: string,
): Promise<Counts> {
  const found = await fromDataset<Counts & { unknown: string[] }>(
    tables,
    dataset,
    `SELECT count() AS read, countIf(part = '${FAULTY}') AS quarantined,
       groupUniqArrayArray(10)(arrayMap(p -> p.1, arrayFilter(p -> p.3 = 'unknown column', problems))) AS unknown
     FROM ${stage}`,
  )
  const unknown = [...new Set(found.flatMap((counts) => counts.unknown))]
  if (unknown.length > 0) throw unknownColumns(`${file}:1`, dataset, unknown)
  return {
    read: found.reduce((sum, { read }) => sum + read, 0),
    quarantined: found.reduce((sum, { quarantined }) => sum + quarantined, 0),
  }
}

/** Whether so many of a file's rows are faulty that it is refused whole. */
export const tooManyFaults = (dataset: Dataset, { read, quarantined }: Counts): boolean =>
  quarantined >= GATE_ROWS && quarantined > read * dataset.quarantineLimit

/** Lists every fault of every faulty row, with its line in the file. */
export async function quarantine(
  { nodes: [node, ...others], database }: Tables,
  dataset: Dataset,
  stage: string,
  { file, batch }: { file: string; batch: string },
): Promise<void> {
  // The first server has all faulty rows; it must know too of line breaks in the others' rows.
  for (const other of dataset.sharded ? others : []) {
    const broken = await rows<{ line: number; breaks: number }>(
      other,
      `SELECT line, breaks FROM ${stage} WHERE breaks > 0`,
    )
    if (broken.length === 0) continue
    const values = broken.map((row) => ({ ...row, part: FAULTY }))
    await node.insert({ table: stage, values, format: 'JSONEachRow' })
  }
  await node.command({
    query: `
      INSERT INTO ${database}.quarantine (batch, dataset, file, line, column, value, reason, at)
      SELECT {batch:String}, {dataset:String}, {file:String}, line + before, p.1, substringUTF8(p.2, 1, 500), p.3, now64(3)
      FROM (
        -- Fields with line breaks push later rows down.
        SELECT part, line, problems, sum(breaks) OVER (ORDER BY line ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - breaks AS before
        FROM ${stage} WHERE breaks > 0 OR part = '${FAULTY}'
      ) ARRAY JOIN problems AS p
      WHERE part = '${FAULTY}'`,
    query_params: { batch, dataset: dataset.name, file },
  })
}

/** A part of a staged file's good rows. */
export interface StagedPart {
  part: string
  rows: number
  /** No key is in it twice. */
  unique: boolean
}

/**
 * The parts of a staged file's good rows.
 *
 * @throws RefusedError where two different rows of one key have the same `updated_at`: nobody can say which is right.
 */
export async function stagedParts(
  tables: Tables,
  dataset: Dataset,
  stage: string,
  file: string,
): Promise<StagedPart[]> {
  const key = keyColumns(dataset).join(', ')
  const sizes = await fromDataset<{ part: string; rows: number }>(
    tables,
    dataset,
    `SELECT part, count() AS rows FROM ${stage} WHERE part != '${FAULTY}' GROUP BY part ORDER BY part`,
  )
  const parts = new Map<string, StagedPart>()
  for (const group of groups(sizes, ({ rows }) => rows)) {
    const where = `part IN ${inList(group.map(({ part }) => part))}`
    const found = await fromDataset<{ part: string; rows: number; keys: number }>(
      tables,
      dataset,
      `SELECT part, count() AS rows, uniqExact(cityHash64(${key})) AS keys FROM ${stage} WHERE ${where} GROUP BY part`,
    )
    for (const { part, rows, keys } of found) {
      const before = parts.get(part)
      parts.set(part, {
        part,
        rows: (before?.rows ?? 0) + rows,
        unique: (before?.unique ?? true) && rows === keys,
      })
    }
  }
  const repeated = [...parts.values()].filter(({ unique }) => !unique).map(({ part }) => part)
  if (repeated.length > 0) await refuseConflicts(tables, dataset, stage, file, repeated)
  return [...parts.values()]
}

async function refuseConflicts(
  tables: Tables,
  dataset: Dataset,
  stage: string,
  file: string,
  parts: readonly string[],
): Promise<void> {
  const key = keyColumns(dataset).join(', ')
  const conflicts = await fromDataset<{ row_key: string; lines: number[] }>(
    tables,
    dataset,
    `SELECT toString(tuple(${key})) AS row_key, arraySort(groupArray(4)(line)) AS lines FROM ${stage}
     WHERE part IN ${inList(parts)}
     GROUP BY ${key}, version_at HAVING uniqExact(row_hash) > 1 ORDER BY lines[1] LIMIT 3`,
  )
  if (conflicts.length === 0) return
  const shown = conflicts.map(({ row_key, lines }) => `${row_key} on lines ${lines.join(', ')}`).join('; ')
  throw new RefusedError(
    `${file}:${conflicts[0]?.lines[0] ?? 0}: different rows of one ${dataset.key.join(', ')} with the same updated_at: ${shown}`,
  )
}
