import { calendarSql } from './calendar.ts'
import { poolsSql } from './catalogue.ts'
import { communesSql } from './communes.ts'
import { MERGE_DAY, placesSql } from './places.ts'

/**
 * Dossiers, made in five steps: days, then agencies within a day, then serials within an agency and day, then what
 * happens to each dossier, then what of it is known at the end. Every count is split with whole numbers that add up
 * exactly, and every choice is a hash of (seed, number of the dossier), so nothing has to be sorted or remembered.
 *
 * On time is decided by choosing the effective end against the due date first and building the other times from it:
 * the wait for a supplement is added to `ended_at`, so it comes off again in the metric.
 */
export interface DossierOptions {
  dossiers: number
  seed: number
  until: string
}

/** The first day of the portal and the day of the article, whose totals are fixed whatever the size and the seed. */
export const OPENED = '2021-12-25'
export const ARTICLE_DAY = '2022-04-18'

/** Every so many-th row is a dossier only registered (1) or not accepted (3), which no measure counts. */
const UNCOUNTED_EVERY = 80

/** A province that has sent nothing for the last days before `until`. */
export const SILENT = { province: '96', days: 5 }

/** The province whose file for one month came later. */
export const LATE_PROVINCE = '40'

/** Good rows in the file that also holds the bad ones. */
const ERROR_FILE_ROWS = 240

export type Part = { kind: 'main'; from: string; to: string } | { kind: 'late' | 'correction' | 'errors' }

const COLUMNS = `dossier_code, procedure_code, agency_code, province_code, commune_code, channel, status, received_at,
  due_at, ended_at, returned_at, supplement_requested_at, supplement_completed_at, supplement_requests, fee_vnd,
  paid_online, digitised, e_result, reused_data, satisfaction, updated_at`

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
        toUInt64(250 + intDiv(3600 * q * q * q, 1000000000)) AS late_target,
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

/** Constants of every query of this file. */
function constants({ dossiers, seed, until }: DossierOptions): string {
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
const DAYS = `
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
          -- Growth: 75 to 115 in the window, then 100 to 140 over four years.
          if(day <= article_day, 75 + intDiv(number * 40, 114), 100 + least(40, intDiv(day - article_day, 40))) AS growth,
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
const CELLS = `
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

/** What happens to each dossier, were there no end of the data. `draw(k, m)`: one of m, the k-th choice of this row. */
const draw = (choice: number, of: number | string): string => `(cityHash64(h, ${choice}) % ${of})`
const LIVES = `
    SELECT *,
      cityHash64(seed, g) AS h,
      concat(agency_codes[a], '-', formatDateTime(day, '%y%m%d'), '-', leftPad(toString(serial), 4, '0')) AS code,
      provinces[a] AS province,
      kinds[a] AS kind,
      if(province = '${SILENT.province}', until - ${SILENT.days}, until) AS last_day,
      toDateTime(last_day, 'UTC') + 86399 AS horizon,
      g % ${UNCOUNTED_EVERY} != 0 AS counted,
      -- The cube of an even draw: the first procedures of a pool take most.
      pool_from[kind] + intDiv(pool_size[kind] * pow3, 1000000000) AS p,
      ${draw(1, 1000)} AS u1, u1 * u1 * u1 AS pow3,
      procedure_days[p] AS days_allowed,
      day - opened AS age,
      workday[working[1 + day - calendar_start]] = day AS open,
      multiIf(NOT open OR ${draw(2, 100)} < least(93, 60 + intDiv(age, 50)), 'online', ${draw(3, 100)} < 85, 'counter', 'postal') AS channel,
      multiIf(
        channel != 'online', if(${draw(4, 5)} < 3, 27000 + ${draw(5, 14400)}, 48600 + ${draw(5, 12600)}),
        ${draw(4, 100)} < 18, 64800 + ${draw(5, 21000)}, 21600 + ${draw(5, 41400)}) AS second,
      toDateTime(day, 'UTC') + second AS received,
      working[1 + day - calendar_start] AS w0,
      toDateTime(workday[w0 + days_allowed], 'UTC') + 61200 AS due,
      -- Late by the date, or (one in five) by two requests for supplements.
      ${draw(6, 100000)} < late_share AS late,
      late AND ${draw(7, 5)} = 0 AS twice,
      twice OR ${draw(8, 100)} < 4 AS supplement,
      supplement AND NOT twice AND ${draw(16, 100)} < 7 AS abandoned,
      -- A few are never finished: the old backlog.
      NOT supplement AND day > article_day AND ${draw(9, 100000)} < 10 + intDiv(late_share, 30) AS stuck,
      ${draw(12, 1000)} AS tail,
      multiIf(
        late AND NOT twice, days_allowed + 1 + least(300, intDiv(4 * tail, 1000 - tail)),
        greatest(toUInt64(NOT open OR second > 54000), if(${draw(10, 100)} < 27, days_allowed, ${draw(11, 'days_allowed')}))) AS k,
      if(k = 0, day, workday[w0 + k]) AS finish_day,
      if(k = 0, received + 600 + ${draw(13, '(62400 - least(second, 54000))')}, toDateTime(finish_day, 'UTC') + 28800 + ${draw(13, 32400)}) AS finish,
      received + intDiv((finish - received) * (5 + ${draw(14, 90)}), 100) AS requested,
      1 + ${draw(15, 12)} AS wait_wanted,
      -- Ended on a Saturday or Sunday: waits till Monday.
      86400 * (wait_wanted + [0, 0, 0, 0, 0, 2, 1][toDayOfWeek(finish_day + wait_wanted)]) AS waited,
      requested + waited AS completed,
      multiIf(abandoned, requested + 86400 * (30 + ${draw(17, 31)}), supplement, finish + waited, finish) AS ended`

/** What of it is known at the end of the data. */
const KNOWN = `
    SELECT *,
      counted AND NOT stuck AND ended <= horizon AS is_ended,
      counted AND supplement AND requested <= horizon AS is_requested,
      counted AND supplement AND NOT abandoned AND completed <= horizon AS is_completed,
      procedure_fees[p] AS fee,
      ended + if(${draw(18, 10)} < 6, 60, 86400 * (1 + ${draw(18, 5)})) AS returned,
      ${draw(19, 1000)} AS fate,
      is_ended AND NOT abandoned AND fate >= 110 AND returned <= horizon AS is_returned,
      multiIf(
        NOT counted, if(${draw(20, 10)} < 7, 3, 1),
        is_ended AND abandoned, if(${draw(20, 3)} = 0, 7, 8),
        is_ended AND fate < 12, 7, is_ended AND fate < 30, 8,
        is_returned, 10, is_ended, 9,
        is_requested AND NOT is_completed, 5,
        horizon - received < 86400, 2,
        fee > 0 AND ${draw(20, 100)} < 12, 6, 4) AS status,
      status IN (9, 10) AS done,
      least(horizon, 60 + ${draw(21, 7200)} + greatest(
        received,
        if(is_requested, requested, received), if(is_completed, completed, received),
        if(is_ended, ended, received), if(is_returned, returned, received))) AS updated`

const nullUnless = (condition: string, value: string): string => `if(${condition}, ${value}, NULL)`

/** The contract's columns. A correction digitises what was not, and comes two days after the row it replaces. */
const row = (corrected: boolean): string => `
    code AS dossier_code,
    procedure_codes[p] AS procedure_code,
    agency_codes[a] AS agency_code,
    province AS province_code,
    if(day < merge_day OR kind != 5, NULL, commune_of(province, ${draw(22, 1000000)})) AS commune_code,
    channel,
    toUInt8(status) AS status,
    ${nullUnless('counted', 'received')} AS received_at,
    ${nullUnless('counted', 'due')} AS due_at,
    ${nullUnless('is_ended', 'ended')} AS ended_at,
    ${nullUnless('is_returned', 'returned')} AS returned_at,
    ${nullUnless('is_requested', 'requested')} AS supplement_requested_at,
    ${nullUnless('is_completed', 'completed')} AS supplement_completed_at,
    ${nullUnless('is_requested', 'toUInt8(if(twice, 2, 1))')} AS supplement_requests,
    ${nullUnless('counted AND fee > 0', 'fee')} AS fee_vnd,
    ${nullUnless('is_ended AND fee > 0', `toUInt8(${draw(23, 100)} < if(channel = 'online', 22 + intDiv(age, 30), 6))`)} AS paid_online,
    ${nullUnless(`is_ended AND ${draw(24, 100)} >= if(age < 365, 30, 4)`, corrected ? 'toUInt8(1)' : `toUInt8(${draw(25, 100)} < 20 + intDiv(age, 28))`)} AS digitised,
    ${nullUnless('done AND procedure_needs_result[p] = 1', `toUInt8(${draw(26, 100)} < 12 + intDiv(age, 25))`)} AS e_result,
    ${nullUnless(`is_ended AND ${draw(27, 100)} >= if(age < 365, 40, 6)`, `toUInt8(${draw(28, 100)} < 4 + intDiv(age, 32))`)} AS reused_data,
    ${nullUnless(`done AND ${draw(29, 100)} < 9`, `toUInt8(greatest(1, multiIf(${draw(30, 100)} < 62, 5, ${draw(30, 100)} < 90, 4, ${draw(30, 100)} < 96, 3, 2) - if(late, 2, 0)))`)} AS satisfaction,
    ${corrected ? 'updated + 172800' : 'updated'} AS updated_at`

/** A row that is wrong on purpose, by `fault` 1 to 6, all else in it as it was; 0 leaves the row right. */
const FAULTS = `
    multiIf(fault = 0, dossier_code, fault = 4, replaceAll(dossier_code, '-', '/'),
      concat(substring(dossier_code, 1, length(dossier_code) - 4), toString(9000 + fault))) AS dossier_code,
    if(fault = 1, 11, status) AS status,
    if(fault = 6, received_at + INTERVAL 50 YEAR, received_at) AS received_at,
    if(fault = 2, received_at - INTERVAL 1 DAY, ended_at) AS ended_at,
    if(fault = 5, 'fax', channel) AS channel,
    if(fault = 3, NULL, updated_at) AS updated_at`

const FAULT_COUNT = 6

/** Which rows a file holds. What came late, or in the file with the bad rows, is not in the main files. */
const IN_ERRORS = `g > errors_after AND g <= errors_after + ${ERROR_FILE_ROWS}`
const IN_LATE = `(provinces[a] = '${LATE_PROVINCE}' AND toStartOfMonth(day) = late_month AND late_month > article_day)`

/** About 300 rows of the year before `late_month`, finished, and long enough ago to have been corrected since. */
const IN_CORRECTION = `g % greatest(1, intDiv((all_rows - window_rows) * 365, 300 * (until - article_day))) = 0`

function filter(part: Part): string {
  switch (part.kind) {
    case 'main':
      return `NOT (${IN_ERRORS}) AND NOT ${IN_LATE}`
    case 'late':
      return `${IN_LATE} AND NOT (${IN_ERRORS})`
    case 'correction':
      return `${IN_CORRECTION} AND NOT (${IN_ERRORS}) AND NOT ${IN_LATE}`
    case 'errors':
      return IN_ERRORS
  }
}

/** The days a file's rows are of: whole days that need not be made are left out first. */
function days(part: Part): string {
  switch (part.kind) {
    case 'main':
      return `day BETWEEN '${part.from}' AND '${part.to}'`
    case 'late':
      return 'toStartOfMonth(day) = late_month'
    case 'correction':
      return 'day < late_month AND day > greatest(article_day, late_month - 365)'
    case 'errors':
      return `before + n > errors_after AND before < errors_after + ${ERROR_FILE_ROWS}`
  }
}

/** The whole of a file's rows. Main files stream in order of day, agency and serial; the small ones are sorted. */
export function dossiersSql(part: Part, options: DossierOptions): string {
  const main = part.kind === 'main'
  return `
WITH ${constants(options)},
  days AS (SELECT * FROM (${DAYS}) WHERE ${days(part)}),
  cells AS (${CELLS}),
  numbered AS (SELECT day, a, late_share, serial, before + serial AS g FROM cells ARRAY JOIN range(1, n + 1) AS serial),
  lives AS (${LIVES} FROM numbered WHERE ${filter(part)}),
  known AS (${KNOWN} FROM lives ${part.kind === 'correction' ? 'WHERE is_ended AND updated + 172800 <= horizon' : ''}),
  rows AS (SELECT ${row(part.kind === 'correction')}${part.kind === 'errors' ? ', fault' : ''} FROM known ${
    part.kind === 'errors'
      ? `ARRAY JOIN if(g > errors_after + ${ERROR_FILE_ROWS - FAULT_COUNT}, [0, g - errors_after - ${ERROR_FILE_ROWS - FAULT_COUNT}], [0]) AS fault`
      : ''
  })
SELECT ${COLUMNS}
FROM ${part.kind === 'errors' ? `(SELECT * REPLACE (${FAULTS}) FROM rows)` : 'rows'}
${main ? '' : 'ORDER BY dossier_code'}`
}

/** One row: the greatest number of dossiers of an agency on a day, whose serial has four digits. */
export function greatestSerialSql(options: DossierOptions): string {
  return `
WITH ${constants(options)},
  days AS (${DAYS}),
  cells AS (${CELLS})
SELECT max(n) AS serial FROM cells`
}
