import { calendarSql } from './calendar.ts'
import { ARTICLE_DAY, LATE_PROVINCE, SILENT } from './story.ts'
import { MEASURES, segments } from './identity-anchors.ts'
import { placesSql } from './places.ts'
import { MERGE_DAY } from './story.ts'
import { tuples } from './sql.ts'

/**
 * Identity counts: national curves, spread over days, then over the 63 provinces, then (from the merger on) joined to
 * the 34; whole numbers throughout, so the national totals at the anchors are exact. Priority groups are shares of all.
 */
export interface IdentityOptions {
  seed: number
  until: string
}

export type IdentityPart = { kind: 'main'; from: string; to: string } | { kind: 'late' | 'correction' }

/** Parts of `all` in thousandths; simulated. */
const GROUPS = [
  ['all', 1000],
  ['civil_servant', 50],
  ['industrial_worker', 120],
  ['it_telecom', 30],
  ['policy', 60],
  ['student', 220],
] as const

/** The province that reported one number twice as large and corrected it later. */
const MISTAKEN_PROVINCE = '91'

/**
 * Electronic identity counts of 2022-04-18 are at least 30 in every province (5 for cards and children's numbers), so
 * that the blocks in which small counts are released close on that day.
 */
const CLOSING = { eid: 30, other: 5 }

/** Split `n` (given `floor` each first) over weights `w` with sum `total`: whole numbers that add up to n. */
const split = (n: string, weights: string): string =>
  `arrayMap((c, w) -> toUInt64(if(${n} > floor * count_places, floor, 0)
          + intDiv((${n} - if(${n} > floor * count_places, floor * count_places, 0)) * c, ${weights}_total)
          - intDiv((${n} - if(${n} > floor * count_places, floor * count_places, 0)) * (c - w), ${weights}_total)), arrayCumSum(${weights}), ${weights})`

const query = ({ seed, until }: IdentityOptions, days: string): string => `
WITH
  toUInt64(${seed}) AS seed,
  toDate('${until}') AS until,
  toDate('${MERGE_DAY}') AS merge_day,
  toDate('${ARTICLE_DAY}') AS article_day,
  toStartOfMonth(until) - INTERVAL 7 MONTH AS late_month,
  -- A Wednesday some months ago.
  toStartOfWeek(toStartOfMonth(until) - INTERVAL 9 MONTH + 6, 1) + 2 AS mistaken_day,
  ${calendarSql()},
  ${placesSql()} AS places,
  -- Days of every curve: Saturdays and Sundays less, holidays hardly.
  spread AS (
    SELECT product, measure, place, days, weights, amount, arraySum(weights) AS total, arrayCumSum(weights) AS upto
    FROM (
      SELECT s.1 AS product, s.2 AS measure, s.3 AS place, toUInt64(s.6) AS amount,
        arrayMap(i -> toDate(s.4) + i, range(toUInt32(toDate(s.5) - toDate(s.4) + 1))) AS days,
        arrayMap(d -> toUInt64([100, 100, 100, 100, 100, 60, 30][toDayOfWeek(d)] * if(has(off, d), 10, 100)
          * (85 + cityHash64(seed, 'identity', s.1, d) % 31)), days) AS weights
      FROM (SELECT arrayJoin(${tuples(segments())}) AS s)
    )
  ),
  national AS (
    SELECT product, place, day, ${MEASURES.map((measure) => `sumIf(n, measure = '${measure}') AS n_${measure}, countIf(measure = '${measure}') > 0 AS has_${measure}`).join(',\n      ')}
    FROM (
      SELECT product, measure, place, day, n
      FROM spread
      ARRAY JOIN days AS day,
        arrayMap((c, w) -> toUInt64(intDiv(amount * c, total) - intDiv(amount * (c - w), total)), upto, weights) AS n
      WHERE day <= until AND ${days}
    )
    GROUP BY product, place, day
  ),
  -- A province's share: its residents, its eagerness, and early or late in the campaign of 2022 and 2023.
  weighed AS (
    SELECT *, arraySum(common) AS common_total, arraySum(active) AS active_total, length(codes) AS count_places,
      if(day = article_day, if(product LIKE 'eid%', ${CLOSING.eid}, ${CLOSING.other}), 0) AS floor
    FROM (
      SELECT *,
        arrayFilter(p -> if(place = '79', p.1 = '79', p.1 != '79'), places) AS here,
        arrayMap(p -> p.1, here) AS codes,
        arrayMap(p -> p.2, here) AS joined_codes,
        least(600, greatest(0, toInt32(day - toDate('2022-04-18')))) AS campaign,
        arrayMap(p -> toUInt64(intDiv(p.3, 1000)
          * (85 + cityHash64(seed, product, p.1) % 31)
          * (3000 + intDiv((toInt64(cityHash64(seed, 'early', p.1) % 801) - 400) * (campaign - 300), 300))), here) AS common,
        arrayMap((p, w) -> toUInt64(intDiv(w * (82 + cityHash64(seed, 'active', p.1) % 31), 100)), here, common) AS active
      FROM national
    )
  ),
  by63 AS (
    SELECT product, day, code, joined_code, ${MEASURES.map((measure) => `has_${measure}, m_${measure}`).join(', ')}
    FROM weighed
    ARRAY JOIN codes AS code, joined_codes AS joined_code,
      ${MEASURES.map((measure) => `${split(`n_${measure}`, measure === 'activated' ? 'active' : 'common')} AS m_${measure}`).join(',\n      ')}
  ),
  by_unit AS (
    SELECT day, if(day < merge_day, code, joined_code) AS province, product,
      ${MEASURES.map((measure) => `if(max(has_${measure}), sum(m_${measure}), NULL) AS all_${measure}`).join(',\n      ')}
    FROM by63
    GROUP BY day, province, product
  ),
  grouped AS (
    SELECT day, province, product, g.1 AS \`group\`,
      cityHash64(seed, 'group', day, province, g.1) % 41 + 80 AS luck,
      ${MEASURES.map(
        (
          measure,
        ) => `multiIf(g.1 = 'all', all_${measure}, '${measure}' = 'rejected' OR isNull(all_${measure}), NULL, toNullable(
        greatest(if(day = article_day AND all_${measure} >= ${CLOSING.eid}, 5, 0), intDiv(all_${measure} * g.2 * luck, 100000)))) AS ${measure}`,
      ).join(',\n      ')},
      province = '${MISTAKEN_PROVINCE}' AND product = 'eid_2' AND g.1 = 'all' AND day = mistaken_day AS mistaken
    FROM by_unit
    ARRAY JOIN if(product LIKE 'eid%', ${tuples(GROUPS)}, [('all', 1000)]) AS g
    WHERE NOT (province = '${SILENT.province}' AND day > until - ${SILENT.days})
  )`

const LATE = `province = '${LATE_PROVINCE}' AND toStartOfMonth(day) = late_month AND late_month > article_day`

/** The days a file's rows are of. */
function days(part: IdentityPart): string {
  switch (part.kind) {
    case 'main':
      return `day BETWEEN '${part.from}' AND '${part.to}'`
    case 'late':
      return 'toStartOfMonth(day) = late_month'
    case 'correction':
      return 'day = mistaken_day'
  }
}

function filter(part: IdentityPart): string {
  switch (part.kind) {
    case 'main':
      return `NOT (${LATE})`
    case 'late':
      return LATE
    case 'correction':
      return 'mistaken'
  }
}

/** The rows of one file, in order of date, province, product and group. */
export function identitySql(part: IdentityPart, options: IdentityOptions): string {
  const corrected = part.kind === 'correction'
  return `${query(options, days(part))}
SELECT day AS date, province AS province_code, product, \`group\`, received, approved,
  ${corrected ? 'issued' : 'if(mistaken, issued * 2, issued)'} AS issued, reissued, activated, rejected,
  toDateTime(day, 'UTC') + ${corrected ? '6 * 86400 + 32400' : '79200'} AS updated_at
FROM grouped
WHERE ${filter(part)}
ORDER BY date, province_code, product, \`group\``
}

/** The opening rows of cards and children's numbers: before the portal only the totals of a few days are known. */
export const OPENING: IdentityPart = { kind: 'main', from: '2021-01-01', to: '2021-12-24' }
