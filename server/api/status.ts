import { z } from 'zod'

const count = z.coerce.number().int().nonnegative()

/** A row of `dataset_state`; 64-bit counts come as text. */
export const datasetRow = z.object({
  dataset: z.string(),
  rows: count,
  as_of: z.iso.date().nullable(),
  newest_business_date: z.iso.date().nullable(),
  last_load_at: z.iso.datetime().nullable(),
  rhythm_days: count,
  simulated: z.coerce.number().transform((flag) => flag === 1),
})

export const datasetSql = `
SELECT
    dataset,
    rows,
    as_of,
    newest_business_date,
    if(isNull(last_load_at), NULL, formatDateTime(assumeNotNull(last_load_at), '%Y-%m-%dT%H:%i:%SZ', 'UTC')) AS last_load_at,
    rhythm_days,
    simulated
FROM dataset_state
ORDER BY dataset`

export type DatasetRow = z.output<typeof datasetRow>

export type DatasetState = 'fresh' | 'late' | 'empty'

/** `GET /api/status`: how old the data is, for the freshness stamp of every page. */
export interface StatusAnswer {
  version: string
  /** Now, UTC. */
  now: string
  /** Whether any dataset holds simulated rows. */
  simulated: boolean
  datasets: (Omit<DatasetRow, 'simulated'> & { state: DatasetState })[]
}

export function statusAnswer(rows: DatasetRow[], now: Date, version: string): StatusAnswer {
  return {
    version,
    now: now.toISOString(),
    simulated: rows.some((row) => row.simulated),
    datasets: rows.map(({ simulated: _, ...row }) => ({ ...row, state: freshness(row, now) })),
  }
}

/**
 * A dataset is late when its newest business date lies further back than its rhythm, counted in whole days of the
 * ministry's calendar. A rhythm of 0 days is no rhythm: such data is never late.
 */
export function freshness(
  {
    rows,
    newest_business_date,
    rhythm_days,
  }: Pick<DatasetRow, 'rows' | 'newest_business_date' | 'rhythm_days'>,
  now: Date,
): DatasetState {
  if (rows === 0) return 'empty'
  if (rhythm_days === 0 || newest_business_date === null) return 'fresh'
  const age = (Date.parse(today(now)) - Date.parse(newest_business_date)) / 86_400_000
  return age > rhythm_days ? 'late' : 'fresh'
}

/** The date in Asia/Ho_Chi_Minh, which is UTC+7 all the year and has been since 1975. */
export function today(now: Date): string {
  return new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)
}
