import { MERGE } from './recomputed-tables.ts'

/** A part of the data that is asked of Cube and recomputed from the files. */
export interface Slice {
  name: string
  period: readonly [from: string, to: string]
  granularity?: 'month' | 'reporting_month'
  by?: readonly string[]
  where?: Readonly<Record<string, readonly string[]>>
}

/** A period of its own: the slice's, or one of the buckets it is cut into. */
export interface Bucket {
  /** The first day of the whole bucket, as Cube names it; empty where the slice is not cut. */
  start: string
  from: string
  /** The last day that counts: the period's, the as-of date's, for 63 units the last of them. */
  to: string
}

const DAY = 86_400_000
const text = (time: number) => new Date(time).toISOString().slice(0, 10)
const earliest = (...days: string[]) => days.sort()[0] ?? ''
const LAST_OF_63 = text(Date.parse(MERGE) - DAY)

/**
 * The periods a slice is made of, clipped to it; those that begin after the as-of date are not there.
 *
 * @param asOf date of the greatest updated_at of the dataset
 */
export function bucketsOf(
  { period: [from, to], granularity, by = [], where = {} }: Slice,
  asOf: string,
): Bucket[] {
  const old = [...by, ...Object.keys(where)].includes('province63')
  const end = old ? earliest(to, asOf, LAST_OF_63) : earliest(to, asOf)
  if (granularity === undefined) return from > end ? [] : [{ start: '', from, to: end }]
  const first = granularity === 'month' ? 1 : 15
  const buckets: Bucket[] = []
  const opening = new Date(from)
  if (opening.getUTCDate() < first) opening.setUTCMonth(opening.getUTCMonth() - 1, first)
  else opening.setUTCDate(first)
  for (let start = opening; text(start.getTime()) <= end;) {
    const next = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, first))
    buckets.push({
      start: text(start.getTime()),
      from: text(Math.max(start.getTime(), Date.parse(from))),
      to: earliest(end, text(next.getTime() - DAY)),
    })
    start = next
  }
  return buckets
}

/** SQL: the conditions of a slice on a table with its dimensions as columns. */
export const conditionsOf = (where: Slice['where'] = {}): string =>
  Object.entries(where)
    .map(([name, values]) => ` AND "${name}" IN (${values.map((value) => `'${value}'`).join(', ')})`)
    .join('')

/** A period that begins after the last day of the 63 units: there is nothing to tell. */
export const AFTER_THE_63: Slice = {
  name: 'two of the 63 units, after their last day',
  period: ['2026-10-06', '2026-10-20'],
  where: { province63: ['01', '02'] },
}

export const DOSSIER_SLICES: readonly Slice[] = [
  { name: 'the article’s period, the country', period: ['2021-12-25', '2022-04-18'] },
  { name: 'a quarter by province', period: ['2024-01-01', '2024-03-31'], by: ['province'] },
  { name: 'across the merger, by region', period: ['2025-06-15', '2025-08-15'], by: ['region'] },
  {
    name: 'a reporting quarter (15→14) by reporting month and channel',
    period: ['2024-12-15', '2025-03-14'],
    granularity: 'reporting_month',
    by: ['channel'],
  },
  {
    name: 'the last quarter, of which there is one month, in four provinces',
    period: ['2026-10-01', '2026-12-31'],
    where: { province: ['01', '40', '79', '96'] },
  },
  {
    name: 'months across the merger, the first and last not whole, in one region',
    period: ['2025-04-10', '2025-10-20'],
    granularity: 'month',
    where: { region: ['Đông Nam Bộ'] },
  },
  { name: 'the last quarter of the 63 units', period: ['2025-04-01', '2025-06-30'], by: ['province63'] },
  {
    name: 'three of the 63 units, which end with 30 June 2025',
    period: ['2025-05-15', '2025-08-31'],
    by: ['channel'],
    where: { province63: ['01', '02', '77'] },
  },
  {
    name: 'a year of what came online, by field',
    period: ['2022-06-01', '2023-05-31'],
    by: ['field'],
    where: { channel: ['online'] },
  },
  {
    name: 'some procedures in the communes of one province',
    period: ['2026-01-01', '2026-06-30'],
    by: ['commune', 'procedure'],
    where: { province: ['79'], procedure: ['MP.01.001', 'MP.01.002', 'MP.01.006', 'MP.01.023'] },
  },
]

export const IDENTITY_SLICES: readonly Slice[] = [
  { name: 'before the portal, by product', period: ['2021-01-01', '2021-12-24'], by: ['product'] },
  { name: 'the article’s period, by product', period: ['2021-12-25', '2022-04-18'], by: ['product'] },
  {
    name: 'across the merger, by province',
    period: ['2025-06-15', '2025-08-15'],
    by: ['province'],
    where: { product: ['eid_2'] },
  },
  {
    name: 'a reporting quarter (15→14) by reporting month',
    period: ['2024-12-15', '2025-03-14'],
    granularity: 'reporting_month',
    where: { product: ['card'] },
  },
  {
    name: 'the last quarter, of which there is one month, by region and product',
    period: ['2026-10-01', '2026-12-31'],
    by: ['region', 'product'],
  },
  {
    name: 'months across the merger, the first and last not whole, in one region',
    period: ['2025-04-10', '2025-10-20'],
    granularity: 'month',
    where: { region: ['Đông Nam Bộ'], product: ['eid_1'] },
  },
  {
    name: 'the last quarter of the 63 units',
    period: ['2025-04-01', '2025-06-30'],
    by: ['province63'],
    where: { product: ['card'] },
  },
  {
    name: 'three of the 63 units, which end with 30 June 2025',
    period: ['2025-05-15', '2025-08-31'],
    by: ['product'],
    where: { province63: ['01', '02', '77'] },
  },
  {
    name: 'groups of a year',
    period: ['2023-01-01', '2023-12-31'],
    by: ['group'],
    where: { product: ['eid_2'] },
  },
  {
    name: 'students by province, with the late and the corrected reports',
    period: ['2026-01-01', '2026-03-31'],
    by: ['province', 'product'],
    where: { group: ['student'] },
  },
]
