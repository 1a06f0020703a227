import { askedBuckets, columns, only, scope, TODAY, type Ask, type Source } from './ask.ts'
import type { Buckets } from './buckets.ts'
import { usesPlaces, withPlaces } from './places.ts'

export const NEVER = "toDate('2149-06-06')"

/** Every row of `from` (with columns since and until) in each bucket at whose end it is the one that holds. */
export const heldInBuckets = (buckets: Buckets, from: string): string =>
  buckets.single
    ? `(SELECT *, 0 AS k FROM ${from}
WHERE ${buckets.from} <= ${buckets.to} AND since <= ${buckets.to} AND until > ${buckets.to}) AS d`
    : `(SELECT d.*, ${buckets.firstEndFrom('since')} AS k_first, ${buckets.lastEndBefore('until')} AS k_last
FROM ${from} AS d
WHERE ${buckets.from} <= ${buckets.to} AND since <= ${buckets.to} AND until > ${buckets.from} AND k_first <= k_last) AS d
ARRAY JOIN range(toUInt32(k_first), toUInt32(k_last + 1)) AS k`

/** SQL window: the date from which the next statement of the same key holds. */
export const untilNext = (keys: string, since: string): string =>
  `leadInFrame(${since}, 1, ${NEVER}) OVER (PARTITION BY ${keys} ORDER BY ${since} ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)`

const populationAt = ({ from, to }: Buckets): string =>
  `(SELECT *, 0 AS k FROM population WHERE ${from} <= ${to} AND (province, as_of) IN (
SELECT province, max(as_of) FROM population WHERE as_of <= ${to} GROUP BY province)) AS d`

/** Population (alias d) of each province's latest as-of date at each bucket's end. */
export const latestPopulation = (buckets: Buckets): string =>
  buckets.single
    ? populationAt(buckets)
    : heldInBuckets(
        buckets,
        `(SELECT p.*, p.as_of AS since, s.until AS until FROM population AS p
INNER JOIN (SELECT province, as_of, ${untilNext('province', 'as_of')} AS until
FROM (SELECT DISTINCT province, as_of FROM population)) AS s ON s.province = p.province AND s.as_of = p.as_of)`,
      )

/** Every column of a source whose rows are states: all need a period. */
const statesOf = (...names: string[]) =>
  new Set(['province', 'province_name', 'region', 'province63', 'province63_name', ...names])

export const population: Source = {
  stocks: statesOf('residents', 'eligible_card', 'eligible_eid', 'source', 'as_of'),
  zeroes: false,
  sql(ask) {
    const buckets = askedBuckets(ask)
    return withPlaces(ask).join(
      `SELECT ${columns({
        province: 'd.province',
        province63: "nullIf(d.province63, '')",
        source: 'd.source',
        as_of: 'toString(d.as_of)',
        date: buckets.start('k'),
        residents: 'd.residents',
        eligible_card: 'd.eligible_card',
        eligible_eid: 'd.eligible_eid',
      })}
FROM ${latestPopulation(buckets)}`,
      scope(ask, TODAY),
    )
  },
}

/** Figures of public sources: the latest of each figure and place. Without a place in the query, the national ones. */
export const published: Source = {
  stocks: statesOf('value', 'source', 'as_of', 'unit', 'figure'),
  zeroes: false,
  sql(ask) {
    const buckets = askedBuckets(ask)
    const all = `SELECT *, as_of AS since, ${untilNext('figure, province', 'as_of')} AS until FROM published`
    return withPlaces(ask).join(
      `SELECT ${columns({
        province: 'd.province',
        figure: 'd.figure',
        unit: 'd.unit',
        source: 'd.source',
        as_of: 'toString(d.as_of)',
        date: buckets.start('k'),
        value: 'd.value',
      })}
FROM ${heldInBuckets(buckets, `(${all}${usesPlaces(ask) ? '' : " WHERE province = '00'"})`)}`,
      scope(ask, TODAY),
    )
  },
}

/** What a province of before the merger stated holds until the province it became part of states for itself. */
const firstOfNewEra = `ifNull(nullIf(minIf(as_of, province63 = '') OVER (PARTITION BY indicator_code, province, unit), toDate(0)), ${NEVER})`

/**
 * Rollout indicators: the latest of each indicator, place and unit, added up to the asked places. The national
 * figure is the reported one (00) or the sum of the provinces, as the indicator's catalogue says; never both.
 */
export const indicators: Source = {
  stocks: statesOf(
    ...['value', 'denominator', 'target', 'measured', 'with_target', 'at_target'],
    ...['indicator', 'indicator_name', 'objective', 'unit', 'as_of', 'source'],
  ),
  zeroes: false,
  sql(ask: Ask) {
    const has = (column: string) => ask.columns.has(column)
    const buckets = askedBuckets(ask)
    const places = withPlaces(ask)
    const keys = only(
      {
        province: 'd.province',
        province63: "nullIf(d.province63, '')",
        unit: "nullIf(d.unit, '')",
        as_of: 'toString(d.as_of)',
        source: 'd.source',
      },
      (key) => has(key) || places.keys.has(key),
    )
    const of = usesPlaces(ask)
      ? "(d.province != '00' OR c.national = 'reported')"
      : "((d.province = '00') = (c.national = 'reported'))"
    const latest = heldInBuckets(
      buckets,
      `(SELECT *, as_of AS since, least(
${untilNext('indicator_code, province, province63, unit', 'as_of')},
if(province63 = '', ${NEVER}, ${firstOfNewEra})) AS until FROM indicators)`,
    )
    const added = `SELECT ${columns({
      ...keys,
      indicator: 'd.indicator_code',
      indicator_name: 'any(c.name_vi)',
      objective: 'any(c.objective)',
      date: buckets.start('k'),
      value: 'sum(d.numerator)',
      denominator: 'sum(d.denominator)',
      is_rate: "any(c.kind) = 'rate'",
      // A share's target is weighted by what it is a share of; a count's targets add up.
      target:
        'if(is_rate, sum(d.target * d.denominator) / nullIf(sumIf(d.denominator, d.target IS NOT NULL), 0), sum(d.target))',
      measured: 'if(is_rate, sum(d.numerator) / nullIf(sum(d.denominator), 0), sum(d.numerator))',
      falls: "any(c.direction) = 'down'",
    })}
FROM ${latest}
INNER JOIN ref_indicators AS c ON c.code = d.indicator_code
WHERE ${of}
GROUP BY ${['d.indicator_code', 'k', ...Object.keys(keys)].join(', ')}`
    return places.join(
      `SELECT *, target IS NOT NULL AND measured IS NOT NULL AS with_target,
with_target AND if(falls, measured <= target, measured >= target) AS at_target
FROM (${added})`,
      scope(ask, TODAY),
    )
  },
}
