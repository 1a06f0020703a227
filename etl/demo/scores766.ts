import { placesSql } from './places.ts'
import { MERGE_DAY } from './story.ts'
import { tuples } from './sql.ts'

/**
 * Criteria of Quyết định 766 that come from the national portal, each month. Those the dossiers themselves give (2.1,
 * 3.3, 3.6, 4.1 to 4.3) are not here. Threshold for full marks in thousandths (0: in proportion), maximum points (0:
 * no source settles them), ratio to start from in thousandths. The ratios are simulated.
 */
// prettier-ignore
const CRITERIA: readonly [criterion: string, threshold: number, max: number, ratio: number, size: number][] = [
  ['1.1', 0, 6, 880, 40], ['1.2', 0, 4, 900, 40], ['1.3', 0, 2, 940, 300], ['1.4', 0, 6, 820, 900],
  ['3.1', 800, 0, 700, 300], ['3.2', 0, 0, 420, 190], ['3.5', 800, 2, 500, 120], ['3.5b', 0, 2, 380, 120],
  ['4.4', 0, 4, 350, 900], ['4.5a', 0, 2, 450, 190], ['4.5b', 0, 2, 300, 900], ['CTBS', 0, 2, 400, 60],
  ['5.1', 0, 0, 930, 60], ['5.2', 0, 6, 900, 60], ['5.3', 0, 6, 780, 60], ['5.4', 900, 6, 860, 900],
]

export function scores766Sql({ seed, until }: { seed: number; until: string }): string {
  return `
WITH toUInt64(${seed}) AS seed
SELECT criterion, 'month' AS period_type, formatDateTime(month, '%Y-%m') AS period, province_code,
  if(missing, NULL, intDiv(size * least(1000, ratio), 1000)) AS numerator,
  if(missing, NULL, size) AS denominator,
  -- Full marks from the threshold on, in proportion below it; to two decimals.
  if(most = 0, NULL, round(most * least(1, numerator / denominator * 1000 / if(threshold > 0, threshold, 1000)), 2)) AS points,
  multiIf(missing, 'NO_NATIONAL_REPORT_DATA', criterion = '1.4' AND month < '2023-01-01', 'TEMP_NATIONAL_REPORT_DENOMINATOR', '') AS flag
FROM (
  SELECT month, province_code, c.1 AS criterion, c.2 AS threshold, c.3 AS most,
    toUInt64(c.5 * (1 + cityHash64(seed, 'size', province_code) % 5)) AS size,
    -- Few months are missing, which is not the same as none.
    cityHash64(seed, 'missing', month, province_code, criterion) % 200 = 0 AS missing,
    -- Most places do well and a few lag behind in everything: the cube of an even draw.
    cityHash64(seed, 'place', province_code) % 1000 AS lag,
    toUInt64(greatest(0, toInt64(c.4 + intDiv(dateDiff('month', toDate('2022-08-01'), month) * (1000 - c.4), 70)
      + cityHash64(seed, 'level', province_code, criterion) % 161
      + cityHash64(seed, 'score', month, province_code, criterion) % 41) - 100
      - toInt64(intDiv(lag * lag * lag, 2500000)))) AS ratio
  FROM (
    SELECT month, province_code, arrayJoin(${tuples(CRITERIA)}) AS c
    FROM (
      SELECT DISTINCT month, if(month < '${MERGE_DAY}', place.1, place.2) AS province_code
      FROM (
        SELECT toDate('2022-08-01') + INTERVAL number MONTH AS month, arrayJoin(${placesSql()}) AS place
        FROM numbers(120)
        WHERE toLastDayOfMonth(month) <= '${until}'
      )
    )
  )
)
ORDER BY period, province_code, criterion`
}
