import { bucketsOf, dateLiteral, type Buckets, type Range } from './buckets.ts'
import type { Grain } from './grain.ts'

/** What one query wants of a source. */
export interface Ask {
  /** Columns that the query's SQL refers to. */
  columns: ReadonlySet<string>
  range: Range | null
  /** How the range is cut; null: one bucket. */
  grain: Grain | null
  /** Flows keep each day's date (several granularities, conditions on the date). */
  exactDates: boolean
  /** Add an empty row a bucket, so that a bucket in which nothing happened is there with 0. */
  presence: boolean
}

/** A relation a cube reads, written for each query: its columns and its SQL. */
export interface Source {
  /** Columns that mean a state at a bucket's end: they need one period. */
  stocks: ReadonlySet<string>
  /** Whether a bucket without rows means 0 (else: not reported). */
  zeroes: boolean
  sql: (ask: Ask) => string
}

/** The last day of which 63-unit figures exist; the 34 units began the day after. */
export const LAST_DAY_OF_63 = '2025-06-30'

/** The buckets of the asked period, ended by the dataset's as-of date (metrics.md: buckets after it are null). */
export function askedBuckets(ask: Ask, dataset: string): Buckets | null {
  return ask.range === null ? null : bucketsOf(ask.range, ask.grain, lastDay(ask, dataset, ask.range.to))
}

/** SQL: the last day that counts: of the period, the dataset, and the 63 units where they are asked for. */
export function lastDay(ask: Ask, dataset: string, to: string | null): string {
  const asOf = `(SELECT assumeNotNull(max(as_of)) FROM dataset_state WHERE dataset = '${dataset}')`
  const of63 = ask.columns.has('province63') || ask.columns.has('province63_name')
  const ends = [to, of63 ? LAST_DAY_OF_63 : null].filter((day) => day !== null).sort()
  return ends[0] === undefined ? asOf : `least(${dateLiteral(ends[0])}, ${asOf})`
}

/** `expression AS column` for the columns asked for, in the given order. */
export function pick(ask: Ask, columns: Record<string, string>): string[] {
  return Object.entries(columns)
    .filter(([name]) => ask.columns.has(name))
    .map(([name, sql]) => `${sql} AS ${name}`)
}

/** One branch of a union: what it fills; all other asked columns are 0 (or null). */
export interface Branch {
  keys: Record<string, string>
  /** Date expression of the row's bucket. */
  date: string
  counts: Record<string, string>
  from: string
  where: string[]
  /** Group by the keys and these counts; null: rows are counted already. */
  groupBy: string[] | null
}

/** Branches with the same columns in the same order, the absent counts as `empty`. */
export function unionOf(
  branches: Branch[],
  keys: string[],
  counts: string[],
  empty: string,
  quoted: (name: string) => string = (name) => name,
): string {
  return branches
    .map(({ keys: keySql, date, counts: countSql, from, where, groupBy }) => {
      const select = [
        ...keys.map((key) => `${keySql[key] ?? "''"} AS ${quoted(key)}`),
        `${date} AS date`,
        ...counts.map((count) => `${countSql[count] ?? empty} AS ${count}`),
      ]
      const condition = where.length === 0 ? '' : `\nWHERE ${where.join(' AND ')}`
      const group = groupBy === null ? '' : `\nGROUP BY ${['date', ...keys.map(quoted), ...groupBy].join(', ')}`
      return `SELECT ${select.join(', ')}\nFROM ${from}${condition}${group}`
    })
    .join('\nUNION ALL\n')
}
