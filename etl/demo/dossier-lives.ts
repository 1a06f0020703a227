import { UNCOUNTED_EVERY } from './dossier-days.ts'
import { SILENT } from './story.ts'

/** What happens to each dossier, were there no end of the data. `draw(k, m)`: one of m, the k-th choice of this row. */
const draw = (choice: number, of: number | string): string => `(cityHash64(h, ${choice}) % ${of})`
export const LIVES = `
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
export const KNOWN = `
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
export const row = (corrected: boolean): string => `
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
