import { z } from 'zod'
import { instant } from './loads.ts'

const count = z.coerce.number().int().nonnegative()

/** Files and partitions told at once, the newest: a picture nobody can read tells nothing. */
const SHOWN = 12

export const askedLineage = z.object({
  dataset: z.string().min(1).max(50),
  /** Only what came of this load. */
  batch: z.string().max(50).default(''),
  /** Only what this partition is made of. */
  part: z.string().max(50).default(''),
})

export const fileRow = z.object({
  batch: z.string(),
  file: z.string(),
  loaded: count,
  published_at: z.iso.datetime(),
  /** Partitions its rows are in. */
  parts: z.array(z.string()),
  /** How many there are, shown or not. */
  of: count,
})

export const partRow = z.object({
  part: z.string(),
  /** Null where the warehouse does not keep count. */
  rows: count.nullable(),
  newest_business_date: z.iso.date().nullable(),
  /** Loads it is made of. */
  loads: count,
  of: count,
})

/** `GET /api/data/lineage`: files of a dataset, and the partitions that readers see of it. */
export interface LineageAnswer {
  files: Omit<z.output<typeof fileRow>, 'of'>[]
  files_total: number
  parts: Omit<z.output<typeof partRow>, 'of'>[]
  parts_total: number
}

const CHOSEN = `dataset = {dataset:String} AND ({batch:String} = '' OR batch = {batch:String})`
const OF_PART = `({part:String} = '' OR has(parts, {part:String}))`

export const filesSql = `
SELECT l.batch AS batch, l.file AS file, g.loaded AS loaded, ${instant('l.published_at')} AS published_at, arraySort(l.parts) AS parts,
    count() OVER () AS of
FROM live_loads AS l
INNER JOIN (SELECT batch, loaded FROM ledger_now WHERE status = 'published') AS g ON g.batch = l.batch
WHERE ${CHOSEN} AND ${OF_PART} AND notEmpty(parts)
ORDER BY l.version DESC
LIMIT ${SHOWN}`

export const partsSql = `
SELECT p.part AS part, if(p.state.1 = 0, NULL, p.state.1) AS rows, p.state.3 AS newest_business_date, l.loads AS loads,
    count() OVER () AS of
FROM live_partitions AS p
INNER JOIN (
  SELECT arrayJoin(parts) AS part, uniqExact(batch) AS loads, has(groupArray(batch), {batch:String}) AS chosen
  FROM live_loads WHERE dataset = {dataset:String} GROUP BY part
) AS l ON l.part = p.part
WHERE p.table = {dataset:String} AND notEmpty(p.generations)
  AND ({batch:String} = '' OR l.chosen) AND ({part:String} = '' OR p.part = {part:String})
ORDER BY p.part DESC
LIMIT ${SHOWN}`

/** What was found, without the total that each row repeats. */
export function lineageAnswer(
  files: z.output<typeof fileRow>[],
  parts: z.output<typeof partRow>[],
): LineageAnswer {
  return {
    files: files.map(({ of: _, ...file }) => file),
    files_total: files[0]?.of ?? 0,
    parts: parts.map(({ of: _, ...part }) => part),
    parts_total: parts[0]?.of ?? 0,
  }
}
