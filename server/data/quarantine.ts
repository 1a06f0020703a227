import { z } from 'zod'
import { inVietnamese } from '../../etl/watch/reasons-vi.ts'
import { csvCell } from '../http/csv.ts'
import { instant } from './loads.ts'

const count = z.coerce.number().int().nonnegative()

const inBothLanguages = <Row extends { reason: string }>(row: Row): Row & { reason_vi: string } => ({
  ...row,
  reason_vi: inVietnamese(row.reason),
})

export const reasonRow = z
  .object({
    dataset: z.string(),
    column: z.string(),
    reason: z.string(),
    /** Rows of files with this fault. */
    rows: count,
    /** Files. */
    loads: count,
    newest_at: z.iso.datetime(),
  })
  .transform(inBothLanguages)

export const faultRow = z
  .object({
    batch: z.string(),
    dataset: z.string(),
    file: z.string(),
    line: count,
    column: z.string(),
    value: z.string(),
    reason: z.string(),
    at: z.iso.datetime(),
  })
  .transform(inBothLanguages)

export type Fault = z.output<typeof faultRow>

/** `GET /api/data/quarantine/reasons`: faults by dataset, column and reason, the most first. */
export interface ReasonsAnswer {
  reasons: z.output<typeof reasonRow>[]
}

/** `GET /api/data/quarantine`: a fault a row, the newest load first; `more` is the `offset` of the next page. */
export interface FaultsAnswer {
  faults: Fault[]
  total: number
  more: number | null
}

/** What to look for; what is left out does not narrow it. */
export const askedFaults = z.object({
  dataset: z.string().max(50).default(''),
  batch: z.string().max(50).default(''),
  column: z.string().max(200).optional(),
  reason: z.string().max(500).optional(),
})

export const faultsPage = askedFaults.extend({
  offset: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(500).default(50),
})

/** A fault may name no column, so what is not asked for is null here, not empty. */
export const faultParams = ({ dataset, batch, column, reason }: z.output<typeof askedFaults>) => ({
  ...{ dataset, batch, column: column ?? null, reason: reason ?? null },
})

// Of a load that is under way nobody knows yet whether it will be.
const CHOSEN = `batch IN (SELECT batch FROM ledger_now)
  AND ({dataset:String} = '' OR dataset = {dataset:String})
  AND ({batch:String} = '' OR batch = {batch:String})
  AND ({column:Nullable(String)} IS NULL OR column = {column:Nullable(String)})
  AND ({reason:Nullable(String)} IS NULL OR reason = {reason:Nullable(String)})`

export const reasonsSql = `
SELECT dataset, column, reason, uniqExact(batch, line) AS rows, uniqExact(batch) AS loads, ${instant('max(at)')} AS newest_at
FROM quarantine
WHERE ${CHOSEN}
GROUP BY dataset, column, reason
ORDER BY rows DESC, dataset, column, reason
LIMIT 500`

const FAULTS = `
SELECT batch, dataset, file, line, column, value, reason, ${instant('q.at')} AS at
FROM quarantine AS q
WHERE ${CHOSEN}
ORDER BY q.at DESC, batch, line, column`

export const faultsSql = `${FAULTS} LIMIT {limit:UInt32} OFFSET {offset:UInt64}`
export const allFaultsSql = FAULTS
export const faultsCountSql = `SELECT count() AS n FROM quarantine WHERE ${CHOSEN}`

const COLUMNS = ['batch', 'dataset', 'file', 'line', 'column', 'value', 'reason', 'reason_vi', 'at'] as const

/** The first line of an export, with the mark that tells spreadsheets it is UTF-8. */
export const faultsCsvHeader = `\uFEFF${COLUMNS.join(',')}\r\n`

export const faultCsvLine = (fault: Fault): string =>
  `${COLUMNS.map((column) => csvCell(String(fault[column]))).join(',')}\r\n`
