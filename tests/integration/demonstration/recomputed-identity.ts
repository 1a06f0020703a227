import { released } from '../../released.ts'
import { conditionsOf, type Bucket, type Slice } from './slices.ts'

const COUNTS = ['received', 'approved', 'issued', 'reissued', 'activated', 'rejected']

/** The days of one series, as lists in their order. */
export const SERIES_SQL = `
  SELECT province, province63, region, product, "group", list(date::VARCHAR ORDER BY date) AS days,
    ${COUNTS.map((name) => `list(${name} ORDER BY date) AS ${name}`).join(', ')}
  FROM identity_days GROUP BY ALL`

/** Its days as CSV lines of the table `identity`: what may be seen of the counts, and how many are withheld. */
export function releasedLines(series: Record<string, unknown>): string[] {
  const counts = COUNTS.map((name) =>
    released((series[name] as (bigint | null)[]).map((count) => (count === null ? null : Number(count)))),
  )
  const place = ['province', 'province63', 'region', 'product', 'group'].map(
    (name) => (series[name] as string | null) ?? '',
  )
  return (series['days'] as string[]).map((day, at) =>
    [
      ...[day, ...place],
      ...counts.map((count) => count[at]?.count ?? ''),
      counts.filter((count) => count[at]?.withheld === true).length,
    ].join(','),
  )
}

/** The header of those lines. */
export const RELEASED_COLUMNS = `date,province,province63,region,product,group,${COUNTS.join(',')},withheld`

/** Its numbers, read as such. */
export const RELEASED_NUMBERS = [...COUNTS, 'withheld'].map((name) => `${name}::BIGINT AS ${name}`).join(', ')

/** The measures of the view `identity` over `counted` and `eligible`, as metrics.md defines them. */
export const IDENTITY_MEASURES: Record<string, string> = {
  ...Object.fromEntries(COUNTS.map((name) => [name, name])),
  ...Object.fromEntries(COUNTS.map((name) => [`${name}_total`, `${name}_total`])),
  withheld: 'withheld',
  eligible: 'eligible',
  approval_rate: 'approved::DOUBLE / nullif(received, 0)',
  activation_rate_of_issued: 'activated::DOUBLE / nullif(issued, 0)',
  activation_rate_of_received: 'activated::DOUBLE / nullif(received, 0)',
  coverage: 'issued_total::DOUBLE / nullif(eligible, 0)',
}

/**
 * SQL: one bucket of a slice, the asked dimensions and every measure. Without `group` in the slice only `all` counts.
 * The eligible are those of the latest publication by the bucket's end, all of them: no group has its own.
 */
export function identitySql({ by = [], where = {} }: Slice, { from, to }: Bucket): string {
  const grouped = by.includes('group') || where['group'] !== undefined
  const asked = conditionsOf(where)
  const names = by.map((name) => `"${name}"`)
  const keys = ['true AS one', ...names].join(', ')
  const values = Object.entries(IDENTITY_MEASURES).map(([name, sql]) => `(${sql})::DOUBLE AS ${name}`)
  return `
WITH counted AS (
  SELECT ${keys},
    sum(withheld) FILTER (date >= DATE '${from}') AS withheld,
    ${COUNTS.map((name) => `sum(${name}) FILTER (date >= DATE '${from}') AS ${name}, sum(${name}) AS ${name}_total`).join(',\n    ')}
  FROM identity
  WHERE date <= DATE '${to}'${grouped ? '' : ` AND "group" = 'all'`}${asked}
  GROUP BY ALL
), people AS (
  SELECT province, province63, region, 'all' AS "group", product, eligible
  FROM population, LATERAL (VALUES ('card', eligible_card), ('eid_1', eligible_eid), ('eid_2', eligible_eid)) AS of (product, eligible)
  WHERE as_of = (SELECT max(as_of) FROM population WHERE as_of <= DATE '${to}')
), eligible AS (
  SELECT ${keys}, sum(eligible) AS eligible FROM people WHERE true${asked} GROUP BY ALL
)
SELECT ${[...names, ...values].join(',\n  ')}
FROM counted FULL JOIN eligible USING (${['one', ...names].join(', ')})`
}
