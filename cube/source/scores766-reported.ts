import { columns } from './ask.ts'
import type { Buckets } from './buckets.ts'

/** The kinds of periods a figure is reported for, the longest last. */
const LENGTHS = "indexOf(['month', 'quarter', 'half', 'year'], toString(period_type))"

const PERIOD_START = `multiIf(period_type = 'month', toStartOfMonth(period_end), period_type = 'quarter', toStartOfQuarter(period_end),
period_type = 'half', addMonths(toStartOfMonth(period_end), -5), toStartOfYear(period_end))`

/** Both parts of a ratio are reported. */
const KNOWN = 'numerator IS NOT NULL AND denominator IS NOT NULL'
/** Points without the ratio they follow from. */
const GIVEN = `NOT (${KNOWN}) AND points IS NOT NULL`

/**
 * What is reported of each criterion by place and bucket k, of the periods that lie within the bucket. Periods of several
 * kinds may (months and their quarter): per place and criterion the kind counts whose figures cover most days, of equals
 * the longest. Its periods are added up, or the latest is taken where the criterion is a state.
 *
 * @param of63 by 63-era provinces; else by those of 34, to which former ones add up
 * @param states SQL of the codes of criteria that are states
 * @returns SELECT of place, criterion, k, counted and out_of (sums of the ratios' parts), not_applicable (reports with a denominator of
 * 0), given, given_rows (points reported without a ratio), flags
 */
export function reportedScores(buckets: Buckets, of63: boolean, states: string): string {
  const { from, to, indexOf } = buckets
  const inBuckets = `SELECT province, province63, criterion, numerator, denominator, points, flag, period_end,
${LENGTHS} AS length, ${PERIOD_START} AS period_start, toUInt32(${indexOf('period_start')}) AS k,
period_end - period_start + 1 AS days, criterion IN (${states}) AS is_state
FROM scores766
WHERE period_start >= ${from} AND period_end <= ${to} AND ${indexOf('period_start')} = ${indexOf('period_end')}${of63 ? " AND province63 != ''" : ''}`
  const sum = (value: string, when: string) =>
    `if(is_state, argMaxIf(ifNull(${value}, 0), period_end, ${when}), sumIf(ifNull(${value}, 0), ${when}))`
  const byLength = `SELECT ${columns({
    place: of63 ? 'province63' : 'province',
    unit: 'tuple(province, province63)',
    criterion: 'criterion',
    k: 'k',
    length: 'length',
    is_state: 'is_state',
    covered: `sumIf(days, ${KNOWN} OR points IS NOT NULL)`,
    counted: sum('numerator', KNOWN),
    out_of: sum('denominator', KNOWN),
    not_applicable: `countIf(${KNOWN} AND denominator = 0)`,
    given: `sumIf(ifNull(points, 0), ${GIVEN})`,
    given_rows: `countIf(${GIVEN})`,
    flags: "groupUniqArrayIf(toString(flag), flag != '')",
  })}
FROM (${inBuckets})
GROUP BY province, province63, criterion, k, length, is_state`
  const best = `SELECT ${columns({
    place: 'place',
    criterion: 'criterion',
    k: 'k',
    best: 'argMax(tuple(counted, out_of, not_applicable, given, given_rows, flags), tuple(covered, length))',
  })}
FROM (${byLength})
GROUP BY place, unit, criterion, k`
  return `SELECT ${columns({
    place: 'place',
    criterion: 'criterion',
    k: 'k',
    counted: 'sum(best.1)',
    out_of: 'sum(best.2)',
    not_applicable: 'sum(best.3)',
    given: 'sum(best.4)',
    given_rows: 'sum(best.5)',
    flags: 'groupUniqArrayArray(best.6)',
  })}
FROM (${best})
GROUP BY place, criterion, k`
}
