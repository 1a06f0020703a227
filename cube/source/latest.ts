import { unionOf, type Ask, type Source } from './ask.ts'
import { bucketsOf, dateLiteral, type Buckets } from './buckets.ts'
import { LAST_DAY_OF_63 } from './ask.ts'
import { usesPlaces, withPlaces } from './places.ts'

const NEVER = "toDate('2149-06-06')"

/**
 * Buckets of reference-like datasets, whose last statement holds until the next one: they end today, not with the
 * date of the last statement.
 */
export function bucketsToToday(ask: Ask): Buckets | null {
  if (ask.range === null) return null
  const of63 = ask.columns.has('province63') || ask.columns.has('province63_name')
  const to = of63 && ask.range.to > LAST_DAY_OF_63 ? LAST_DAY_OF_63 : ask.range.to
  return bucketsOf(ask.range, ask.grain, `least(${dateLiteral(to)}, toDate(now('Asia/Ho_Chi_Minh')))`)
}

/** Every row of `from` (alias d, columns since and until) in each bucket at whose end it is the one that holds. */
export const heldInBuckets = (buckets: Buckets, from: string): string =>
  `(SELECT d.*, ${buckets.firstEndFrom('since')} AS k_first, ${buckets.lastEndBefore('until')} AS k_last
FROM ${from} AS d
WHERE ${buckets.from} <= ${buckets.to} AND since <= ${buckets.to} AND until > ${buckets.from} AND k_first <= k_last) AS d
ARRAY JOIN range(toUInt32(k_first), toUInt32(k_last + 1)) AS k`

const untilNext = (keys: string, since: string) =>
  `leadInFrame(${since}, 1, ${NEVER}) OVER (PARTITION BY ${keys} ORDER BY ${since} ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)`

/** Population (alias d) of each province's latest as-of date at each bucket's end. */
export const latestPopulation = (buckets: Buckets): string =>
  heldInBuckets(
    buckets,
    `(SELECT p.*, p.as_of AS since, s.until AS until FROM population AS p
INNER JOIN (SELECT province, as_of, ${untilNext('province', 'as_of')} AS until
FROM (SELECT DISTINCT province, as_of FROM population)) AS s ON s.province = p.province AND s.as_of = p.as_of)`,
  )

export const population: Source = {
  stocks: new Set(['residents', 'eligible_card', 'eligible_eid', 'source', 'as_of', 'province', 'province63']),
  zeroes: false,
  sql(ask) {
    const buckets = bucketsToToday(ask)
    const places = withPlaces(ask)
    return places.join(
      buckets === null
        ? "SELECT '' AS province WHERE 0"
        : `SELECT d.province AS province, nullIf(d.province63, '') AS province63, d.source AS source, toString(d.as_of) AS as_of,
${buckets.start('k')} AS date, d.residents AS residents, d.eligible_card AS eligible_card, d.eligible_eid AS eligible_eid
FROM ${latestPopulation(buckets)}`,
    )
  },
}

/** Figures of public sources: the latest of each figure and place. Without a place in the query, the national ones. */
export const published: Source = {
  stocks: new Set(['value', 'source', 'as_of', 'unit', 'figure', 'province']),
  zeroes: false,
  sql(ask) {
    const buckets = bucketsToToday(ask)
    const places = withPlaces(ask)
    return places.join(
      buckets === null
        ? "SELECT '' AS province WHERE 0"
        : `SELECT d.province AS province, d.figure AS figure, d.unit AS unit, d.source AS source, toString(d.as_of) AS as_of,
${buckets.start('k')} AS date, d.value AS value
FROM ${heldInBuckets(buckets, `(SELECT *, as_of AS since, ${untilNext('figure, province', 'as_of')} AS until FROM published${usesPlaces(ask) ? '' : " WHERE province = '00'"})`)}`,
    )
  },
}

/**
 * Rollout indicators: the latest of each indicator, place and unit, added up to the asked places. The national
 * figure is the reported one (00) or the sum of the provinces, as the indicator's catalogue says; never both.
 */
export const indicators: Source = {
  stocks: new Set([
    'value',
    'denominator',
    'target',
    'measured',
    'with_target',
    'at_target',
    'indicator',
    'province',
    'province63',
  ]),
  zeroes: false,
  sql(ask) {
    const has = (column: string) => ask.columns.has(column)
    const buckets = bucketsToToday(ask)
    const places = withPlaces(ask)
    if (buckets === null) return places.join("SELECT '' AS province WHERE 0")
    const placed = usesPlaces(ask)
    const keys = ['province', 'province63'].filter((key) => has(key) || places.keys.has(key))
    const of = placed ? "(d.province != '00' OR c.national = 'reported')" : "((d.province = '00') = (c.national = 'reported'))"
    const rows = unionOf(
      [
        {
          keys: {
            province: 'd.province',
            province63: "nullIf(d.province63, '')",
            indicator: 'd.indicator_code',
            indicator_name: 'any(c.name_vi)',
            objective: 'any(c.objective)',
          },
          date: buckets.start('k'),
          counts: {
            value: 'sum(d.numerator)',
            denominator: 'sum(d.denominator)',
            // A share's target is weighted by what it is a share of; a count's targets add up.
            target:
              "if(is_rate, sum(d.target * d.denominator) / nullIf(sumIf(d.denominator, d.target IS NOT NULL), 0), sum(d.target))",
            measured: 'if(is_rate, sum(d.numerator) / nullIf(sum(d.denominator), 0), sum(d.numerator))',
            is_rate: "any(c.kind) = 'rate'",
            falls: "any(c.direction) = 'down'",
          },
          from: `${heldInBuckets(buckets, `(SELECT *, as_of AS since, ${untilNext('indicator_code, province, province63, unit', 'as_of')} AS until FROM indicators)`)}
INNER JOIN ref_indicators AS c ON c.code = d.indicator_code`,
          where: [of],
          groupBy: null,
        },
      ],
      [...keys, 'indicator', 'indicator_name', 'objective'],
      ['value', 'denominator', 'target', 'measured', 'is_rate', 'falls'],
      'NULL',
    )
    return places.join(`SELECT *, target IS NOT NULL AND measured IS NOT NULL AS with_target,
with_target AND if(falls, measured <= target, measured >= target) AS at_target
FROM (${rows}
GROUP BY ${['d.indicator_code', 'k', ...keys].join(', ')})`)
  },
}
