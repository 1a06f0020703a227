import { z } from 'zod'

const count = z.coerce.number().int().nonnegative()
const yes = z.coerce.number().transform((flag) => flag === 1)

/** A row of the ledger: a file of a load, or the taking back of one. */
export const loadRow = z.object({
  version: count,
  batch: z.string(),
  dataset: z.string(),
  file: z.string(),
  status: z.enum(['published', 'unchanged', 'refused', 'undone', 'rebuilt']),
  /** Why it was refused; empty otherwise. */
  reason: z.string(),
  warnings: z.array(z.string()),
  read: count,
  loaded: count,
  quarantined: count,
  superseded: count,
  bytes: count,
  seconds: z.coerce.number(),
  /** A share of faulty rows was let through. */
  accepted_change: yes,
  simulated: yes,
  /** UTC, ISO 8601. */
  published_at: z.iso.datetime(),
  /** Its rows count: published, and not taken back since. */
  live: yes,
})

export type Load = z.output<typeof loadRow>

/** `GET /api/data/loads`: the newest first; `more` is the `before` of the next page. */
export interface LoadsAnswer {
  loads: Load[]
  total: number
  more: number | null
}

export const askedLoads = z.object({
  dataset: z.string().max(50).default(''),
  status: z.enum(['', 'published', 'unchanged', 'refused', 'undone', 'rebuilt']).default(''),
  /** Part of the file's name, or of the batch. */
  text: z.string().trim().max(200).default(''),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(25),
})

/** SQL: a time in UTC as ISO 8601. */
export const instant = (time: string): string => `formatDateTime(${time}, '%Y-%m-%dT%H:%i:%SZ', 'UTC')`

const CHOSEN = `({dataset:String} = '' OR dataset = {dataset:String})
  AND ({status:String} = '' OR status = {status:String})
  AND ({text:String} = '' OR positionCaseInsensitiveUTF8(concat(file, ' ', batch), {text:String}) > 0)`

export const loadsSql = `
SELECT
    version, batch, dataset, file, status, reason, warnings, read, loaded, quarantined, superseded, bytes, seconds,
    accepted_change, simulated, ${instant('published_at')} AS published_at,
    status = 'published' AND batch IN (SELECT batch FROM live_loads) AS live
FROM ledger_now
WHERE ${CHOSEN} AND ({before:UInt64} = 0 OR version < {before:UInt64})
ORDER BY version DESC
LIMIT {limit:UInt32}`

export const loadsCountSql = `SELECT count() AS n FROM ledger_now WHERE ${CHOSEN}`

export const countRow = z.object({ n: count })
