import { communes } from './communes.ts'
import { placesSql } from './places.ts'
import { MERGE_DAY } from './story.ts'
import { tuples } from './sql.ts'

/**
 * Indicators nationwide at given days: value, out of how many (null: a count), target (a share of 1, or a count).
 * The article's and domain's published points are exact and dated as published; others are simulated. The national
 * figure is reported (`00`); where `perProvince`, provinces add up to it and carry no target.
 *
 * 3,844 facilities are 29.2 % of 13,164 (no source prints the number; 13,142 to 13,187 would do).
 */
type Point = readonly [day: string, value: number, outOf: number | null]
interface Indicator {
  code: string
  target: number | null
  rhythm: 'month' | 'quarter'
  perProvince: boolean
  points: readonly Point[]
}

// prettier-ignore
const REPORTED: readonly Indicator[] = [
  { code: 'health_facilities_using_card', target: 1, rhythm: 'month', perProvince: true, points: [
    ['2022-02-28', 1_900, 13_164], ['2022-04-18', 3_844, 13_164], ['2022-11-18', 11_726, 12_746], ['2023-06-21', 12_275, 13_047],
    ['2024-12-31', 12_820, 13_100], ['2025-06-30', 12_900, 13_120], ['2027-12-31', 13_090, 13_150]] },
  { code: 'health_card_users', target: null, rhythm: 'month', perProvince: true, points: [
    ['2022-02-28', 12_000, null], ['2022-04-18', 75_660, null], ['2022-11-18', 3_900_000, null], ['2023-06-21', 18_500_000, null],
    ['2024-12-31', 46_000_000, null], ['2025-06-30', 52_000_000, null], ['2027-12-31', 68_000_000, null]] },
  { code: 'health_lookups', target: null, rhythm: 'month', perProvince: true, points: [
    ['2022-02-28', 20_000, null], ['2022-04-18', 140_000, null], ['2022-11-18', 4_797_796, null], ['2023-06-21', 31_000_000, null],
    ['2024-12-31', 128_000_000, null], ['2025-06-30', 170_000_000, null], ['2027-12-31', 390_000_000, null]] },
  // 61.33 % of 4,797,796.
  { code: 'health_lookups_succeeded', target: 0.9, rhythm: 'month', perProvince: true, points: [
    ['2022-02-28', 9_000, 20_000], ['2022-04-18', 70_000, 140_000], ['2022-11-18', 2_942_488, 4_797_796], ['2023-06-21', 22_600_000, 31_000_000],
    ['2024-12-31', 107_000_000, 128_000_000], ['2025-06-30', 146_000_000, 170_000_000], ['2027-12-31', 352_000_000, 390_000_000]] },
  { code: 'bodies_connected', target: 15, rhythm: 'month', perProvince: false, points: [
    ['2022-02-28', 6, null], ['2022-04-18', 8, null], ['2022-12-31', 12, null], ['2024-12-31', 15, null], ['2027-12-31', 18, null]] },
  { code: 'banks_piloting', target: 20, rhythm: 'month', perProvince: false, points: [
    ['2022-02-28', 4, null], ['2022-04-18', 5, null], ['2023-06-30', 9, null], ['2024-12-31', 17, null], ['2027-12-31', 25, null]] },
  { code: 'cities_with_terminals', target: 5, rhythm: 'month', perProvince: false, points: [
    ['2022-02-28', 3, null], ['2022-04-18', 5, null], ['2025-06-30', 5, null], ['2025-07-31', 6, null], ['2027-12-31', 6, null]] },
  { code: 'procedures_reviewed', target: 136, rhythm: 'quarter', perProvince: false, points: [
    ['2022-03-31', 96, null], ['2022-04-18', 113, null], ['2022-12-31', 136, null], ['2027-12-31', 136, null]] },
  { code: 'services_planned_online', target: 224, rhythm: 'quarter', perProvince: false, points: [
    ['2022-03-31', 187, null], ['2022-04-18', 187, null], ['2022-12-31', 224, null], ['2027-12-31', 224, null]] },
  { code: 'essential_services_online', target: 1, rhythm: 'quarter', perProvince: false, points: [
    ['2022-03-31', 14, 25], ['2022-04-18', 15, 25], ['2022-12-31', 21, 25], ['2023-06-30', 37, 53], ['2024-12-31', 47, 53], ['2027-12-31', 52, 53]] },
]

/** Indicators that are the sum of the provinces: share in thousandths at the start and each year more, and the target. */
// prettier-ignore
const SUMMED: readonly [code: string, rhythm: 'month' | 'quarter', share: number, yearly: number, target: number][] = [
  ['communes_with_terminals', 'quarter', 180, 210, 1],
  ['population_correct', 'month', 915, 17, 0.995],
  ['population_complete', 'month', 890, 20, 0.99],
  ['population_clean', 'month', 870, 24, 0.99],
  ['population_live', 'month', 850, 27, 0.98],
]

/** The central cities of April 2022, which had a terminal in every commune. */
const CENTRAL_CITIES = `['01', '31', '48', '79', '92']`

/** Shares of the whole country that are published: of 18.5 million users in June 2023. Others follow residents. */
const USERS = 18_500_000
const USERS_OF = { '38': 3_048_800, '91': 33_541 }

const points = () =>
  tuples(
    REPORTED.flatMap(({ code, points: all }) =>
      all.slice(1).map((point, index) => {
        const before = all[index] ?? point
        return [code, before[0], point[0], before[1], point[1], before[2] ?? 0, point[2] ?? 0]
      }),
    ),
  )

const days = (rhythm: string): string => `arrayFilter(d -> d <= until,
      arrayMap(i -> toLastDayOfMonth(toDate('2022-02-01') + toIntervalMonth(i * ${rhythm} + ${rhythm} - 1 - (${rhythm} > 1))), range(72)))`

export function indicatorsSql({ seed, until }: { seed: number; until: string }): string {
  return `
WITH
  toUInt64(${seed}) AS seed,
  toDate('${until}') AS until,
  toDate('${MERGE_DAY}') AS merge_day,
  ${placesSql()} AS places,
  ${tuples(communes().map(([province, codes]) => [province, codes.length]))} AS commune_counts,
  -- Ends of months or quarters, and the published days.
  national AS (
    SELECT p.1 AS indicator_code, day,
      toUInt64(p.4 + intDiv((toInt64(p.5) - p.4) * (day - toDate(p.2)), toDate(p.3) - toDate(p.2))) AS value,
      toUInt64(p.6 + intDiv((toInt64(p.7) - p.6) * (day - toDate(p.2)), toDate(p.3) - toDate(p.2))) AS out_of,
      meta.2 AS target, meta.4 AS per_province
    FROM (
      SELECT arrayJoin(${points()}) AS p,
        arrayFirst(m -> m.1 = p.1, ${tuples(REPORTED.map((one) => [one.code, one.target, one.rhythm === 'month' ? 1 : 3, one.perProvince ? 1 : 0]))}) AS meta
    )
    ARRAY JOIN arrayFilter(d -> d > toDate(p.2) AND d <= toDate(p.3) AND d <= until,
      arrayDistinct(arrayConcat(${days('meta.3')}, [toDate(p.3)]))) AS day
  ),
  -- The provinces of each day with their residents.
  placed AS (
    SELECT indicator_code, day, value, out_of,
      arrayMap(p -> (if(day < merge_day, p.1, p.2), p.3), places) AS here,
      arrayMap(p -> toUInt64(multiIf(
        indicator_code = 'health_card_users' AND p.1 IN ('38', '91'), 0,
        intDiv(p.3, 1000) * (600 + cityHash64(seed, 'indicator', p.1) % 801))), places) AS size,
      arrayMap(p -> toUInt64(multiIf(indicator_code != 'health_card_users', 0,
        p.1 = '38', intDiv(value * ${USERS_OF['38']}, ${USERS}), p.1 = '91', intDiv(value * ${USERS_OF['91']}, ${USERS}), 0)), places) AS fixed,
      arraySum(size) AS size_total, value - arraySum(fixed) AS free,
      arrayMap((c, s) -> toUInt64(intDiv(out_of * c, size_total) - intDiv(out_of * (c - s), size_total)), arrayCumSum(size), size) AS part_of,
      -- A share is uneven while it is low and evens out as it nears the whole.
      arrayMap((p, n, s) -> toUInt64(if(out_of = 0, s,
        n * (1000000 + intDiv((toInt64(out_of) - value) * 1000, greatest(1, out_of)) * (toInt64(cityHash64(seed, 'ahead', p.1) % 1001) - 500)))), places, part_of, size) AS weight,
      arraySum(weight) AS weight_total,
      arrayMap((c, w, f) -> toUInt64(f + intDiv(toUInt128(free) * c, weight_total) - intDiv(toUInt128(free) * (c - w), weight_total)), arrayCumSum(weight), weight, fixed) AS part
    FROM national
    WHERE per_province
  ),
  summed AS (
    SELECT s.1 AS indicator_code, day, s.5 AS target, if(day < merge_day, p.1, p.2) AS province,
      sum(p.3) AS residents,
      multiIf(indicator_code != 'communes_with_terminals', residents,
        day >= merge_day, arrayFirst(c -> c.1 = province, commune_counts).2, 60 + intDiv(residents, 12000)) AS out_of,
      least(1000, greatest(0, if(indicator_code = 'communes_with_terminals' AND province IN ${CENTRAL_CITIES}, 1000,
        toInt64(s.3 + intDiv(s.4 * (day - toDate('2022-02-01')), 365) + cityHash64(seed, s.1, province) % 61) - 30))) AS share
    FROM (SELECT arrayJoin(${tuples(SUMMED)}) AS s, arrayJoin(places) AS p)
    ARRAY JOIN ${days(`if(s.2 = 'month', 1, 3)`)} AS day
    GROUP BY s, day, province
  )
SELECT indicator_code, as_of, province_code, '' AS unit, numerator, denominator, target,
  'Mô phỏng, hiệu chỉnh theo số liệu đã công bố' AS source,
  least(toDateTime(as_of, 'UTC') + 64800, toDateTime(until, 'UTC') + 86399) AS updated_at
FROM (
  SELECT indicator_code, day AS as_of, '00' AS province_code, value AS numerator, nullIf(out_of, 0) AS denominator, target::Nullable(Float64) AS target FROM national
  UNION ALL
  SELECT indicator_code, day, at.1, sum(n), nullIf(sum(d), 0), NULL
  FROM placed ARRAY JOIN here AS at, part AS n, part_of AS d
  GROUP BY indicator_code, day, at.1
  UNION ALL
  SELECT indicator_code, day, province, toUInt64(intDiv(out_of * share, 1000)), out_of, target FROM summed
)
ORDER BY as_of, indicator_code, province_code`
}
