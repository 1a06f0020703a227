import { bucketsOf, type Buckets, type Range } from './buckets.ts'
import { GRAINS, type Grain } from './grain.ts'

/** What one query wants of a source. */
export interface Ask {
  /** Columns that the query's SQL refers to. */
  columns: ReadonlySet<string>
  range: Range | null
  /** How the range is cut; null: one bucket. */
  grain: Grain | null
  /** Each day keeps its date (several granularities, conditions on the date). */
  exactDates: boolean
  /** Add an empty row a bucket, so that a bucket in which nothing happened is there with 0. */
  presence: boolean
}

/** A relation a cube reads, written for each query. */
export interface Source {
  /** Columns that mean a state at a bucket's end: they need one period. */
  stocks: ReadonlySet<string>
  /** Whether a bucket without rows means 0 (else: not reported). */
  zeroes: boolean
  /** The relation as a parenthesised SELECT with the asked columns. */
  sql: (ask: Ask) => string
}

/** The last day of which 63-unit figures exist; the 34 units began the day after. */
const LAST_DAY_OF_63 = '2025-06-30'

/** All business dates, for flows that are asked without a period. */
const ALL_DATES: Range = { from: '1990-01-01', to: '2099-12-31' }

/**
 * The buckets of the asked period, ended by the dataset's as-of date (metrics.md: buckets after it are null).
 * Their SQL refers to `last_day`, which `scope` defines.
 */
export function askedBuckets(ask: Ask): Buckets {
  const byDay = ask.exactDates || (ask.range === null && ask.grain === null && ask.columns.has('date'))
  return bucketsOf(ask.range ?? ALL_DATES, byDay ? GRAINS.day : ask.grain, 'last_day')
}

/** Whether empty buckets are to be shown: those of a period that was asked for. */
export const showsEmpty = (ask: Ask): boolean =>
  ask.presence && (ask.range !== null || (ask.grain === null && !ask.exactDates))

/** WITH clause that defines `last_day`: of the period, of the dataset, of the 63 units where they are asked for. */
export function scope(ask: Ask, asOf: string): string {
  const to = ask.range?.to ?? ALL_DATES.to
  const of63 = ask.columns.has('province63') || ask.columns.has('province63_name')
  const end = of63 && to > LAST_DAY_OF_63 ? LAST_DAY_OF_63 : to
  return `WITH ${asOf} AS as_of_day, least(toDate('${end}'), as_of_day) AS last_day`
}

/**
 * SQL of a dataset's as-of date; 1970-01-01 while it is empty. As the view dataset_state has it, without its joins, which
 * take longer than most questions. A tuple, because argMax passes over nulls.
 */
export const asOfDataset = (dataset: string): string =>
  `ifNull((SELECT argMax(tuple(as_of), version).1 FROM ledger_now WHERE dataset = '${dataset}' AND status IN ('published', 'undone', 'rebuilt')), toDate(0))`

/** Datasets whose last statement holds until the next one end today. */
export const TODAY = "toDate(now('Asia/Ho_Chi_Minh'))"

/** `sql AS name` for each column. */
export const columns = (named: Record<string, string>): string =>
  Object.entries(named)
    .map(([name, sql]) => `${sql} AS ${name === 'group' ? '`group`' : name}`)
    .join(', ')

/** The entries that are asked for. */
export const only = (named: Record<string, string>, has: (name: string) => boolean): Record<string, string> =>
  Object.fromEntries(Object.entries(named).filter(([name]) => has(name)))
