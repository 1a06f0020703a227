import { calendarSql } from './calendar.ts'
import { poolsSql } from './catalogue.ts'
import { communesSql } from './communes.ts'
import { placesSql } from './places.ts'
import { ARTICLE_DAY, MERGE_DAY, OPENED, SILENT } from './story.ts'

export interface DossierOptions {
  dossiers: number
  seed: number
  until: string
}

/** Every so many-th row is a dossier only registered (1) or not accepted (3), which no measure counts. */
export const UNCOUNTED_EVERY = 80

/**
 * Agencies of both eras as arrays, `a` their place in them. A province's weight grows faster than its residents and has
 * its own eagerness, so the largest receives about a hundred times the smallest. Two and more agencies of the commune
 * level share 45 %. `late_target`: rows late per 100,000 once the first year is over, few provinces far worse than most.
 */
const AGENCIES = `(
    SELECT (groupArray(agency), groupArray(province), groupArray(kind), groupArray(weight), groupArray(late_target),
      groupArray(joined), groupArray(era))
    FROM (
      SELECT era, province, joined, unit.2 AS kind,
        concat(leftPad(toString(unit.1), 3, '0'), '.', province, '.00.G01') AS agency,
        toUInt64(1 + intDiv(eagerness * unit.3, 10000)) AS weight,
        toUInt64(250 + intDiv(5200 * q * q * q, 1000000000)) AS late_target,
        cityHash64(seed, 'quality', province) % 1000 AS q
      FROM (
        SELECT era, if(era = 63, place.1, place.2) AS province, toUInt64(count()) AS joined, sum(place.3) AS residents,
          toUInt64(sum(intDiv(intDiv(place.3, 1000) * (3000 + intDiv(place.3, 1000))
            * (70 + cityHash64(seed, 'eager', place.1) % 61), 100))) AS eagerness,
          least(8, 2 + intDiv(residents, 1500000)) AS communes
        FROM (SELECT arrayJoin(${placesSql()}) AS place, arrayJoin([63, 34]) AS era)
        GROUP BY era, province
      )
      ARRAY JOIN arrayConcat(
        [(1, 1, 200), (2, 2, 200), (3, 3, 120), (4, 4, 30)],
        arrayMap(j -> (100 + j, 5, intDiv(450, communes)), range(1, communes + 1))
      ) AS unit
      ORDER BY era DESC, agency
    )
  )`

/** Constants for the WITH of every query about dossiers. */
export function constants({ dossiers, seed, until }: DossierOptions): string {
  return `
  toUInt64(${seed}) AS seed,
  toDate('${OPENED}') AS opened,
  toDate('${ARTICLE_DAY}') AS article_day,
  toDate('${MERGE_DAY}') AS merge_day,
  toDate('${until}') AS until,
  -- Counted dossiers of the article's window (217,000 to 217,999), and the rows that hold so many.
  217000 + cityHash64(seed, 'window') % 1000 AS window_received,
  window_received + intDiv(window_received, ${UNCOUNTED_EVERY - 1}) AS window_rows,
  toUInt64(${dossiers}) AS all_rows,
  toStartOfMonth(until) - INTERVAL 7 MONTH AS late_month,
  window_rows + intDiv((all_rows - window_rows) * 9, 10) AS errors_after,
  ${calendarSql()},
  ${poolsSql()},
  ${communesSql()},
  ${AGENCIES} AS agencies,
  agencies.1 AS agency_codes, agencies.2 AS provinces, agencies.3 AS kinds, agencies.4 AS weights,
  agencies.5 AS late_target, agencies.6 AS joined, agencies.7 AS eras`
}

/**
 * One row a day: its number of rows `n`, and `before`, the rows of all days before it.
 * Week, season, Tết and the merger of provinces in July 2025 shape the days; the two totals are exact.
 */
export const DAYS = `
    SELECT day,
      toUInt64(budget_before + intDiv(budget * (upto - weight), total)) AS before,
      toUInt64(budget_before + intDiv(budget * upto, total) - before) AS n
    FROM (
      SELECT day,
        toUInt64(if(day <= article_day, window_rows, all_rows - window_rows)) AS budget,
        if(day <= article_day, 0, window_rows) AS budget_before,
        weight,
        sum(weight) OVER (PARTITION BY budget_before ORDER BY day) AS upto,
        sum(weight) OVER (PARTITION BY budget_before) AS total
      FROM (
        SELECT opened + number AS day,
          -- Growth: 85 to 110 in the window, then 112 to 142 over four years.
          if(day <= article_day, 85 + intDiv(number * 25, 114), 112 + least(30, intDiv(day - article_day, 50))) AS growth,
          [110, 105, 100, 100, 95, 28, 16][toDayOfWeek(day)] AS week,
          [96, 88, 104, 100, 101, 110, 112, 106, 98, 99, 97, 95][toMonth(day)] AS season,
          if(arrayExists(t -> abs(day - t) <= 8, tet), 55, 100) AS quiet,
          if(has(off, day), 12, 100) AS holiday,
          multiIf(day < merge_day, 100, day < merge_day + 75, 70 + intDiv((day - merge_day) * 30, 75), 100) AS merger,
          90 + cityHash64(seed, 'day', day) % 21 AS noise,
          toUInt64(intDiv(toUInt64(growth * week * season) * toUInt64(quiet * holiday * merger) * noise, 1000000000)) AS weight
        FROM numbers(toUInt64(until - opened + 1))
      )
    )
    ORDER BY day`

/** One row an agency and day: `n` dossiers after the first `before` ones, and the share of late ones at that time. */
export const CELLS = `
    SELECT day, a, n, before,
      multiIf(
        day <= article_day, 110,
        110 + intDiv((late_target[a] - 110) * least(360, day - article_day), 360)) AS ramp,
      -- A restless month is up to 30 % better or worse; the merger makes the joined provinces late for nine months.
      intDiv(ramp * if(day <= article_day, 100, 70 + cityHash64(seed, 'month', provinces[a], toYYYYMM(day)) % 61), 100)
        + if(day < merge_day, 0, intDiv(least(2, joined[a] - 1) * 1300 * greatest(0, 270 - (day - merge_day)), 270)) AS late_share
    FROM (
      SELECT day, a, count AS n, day_before + start AS before
      FROM (
        SELECT day, day_before,
          arrayMap(c -> intDiv(day_n * c, total), arrayCumSum(cell)) AS upto,
          arrayPopBack(arrayConcat([toUInt64(0)], upto)) AS starts,
          arrayMap((u, s) -> toUInt64(u - s), upto, starts) AS counts
        FROM (
          SELECT day, before AS day_before, n AS day_n, arraySum(cell) AS total,
            arrayMap((w, i) -> if((eras[i] = 63) != (day < merge_day) OR (provinces[i] = '${SILENT.province}' AND day > until - ${SILENT.days}), 0,
              intDiv(w * (70 + cityHash64(seed, 'cell', day, i) % 61), 100)), weights, arrayEnumerate(weights)) AS cell
          FROM days
        )
      )
      ARRAY JOIN arrayEnumerate(counts) AS a, counts AS count, starts AS start
      WHERE count > 0
    )`
