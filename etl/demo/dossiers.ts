import { CELLS, constants, DAYS, type DossierOptions } from './dossier-days.ts'
import { KNOWN, LIVES, row } from './dossier-lives.ts'
import { LATE_PROVINCE } from './story.ts'

/** Good rows in the file that also holds the bad ones. */
const ERROR_FILE_ROWS = 240

/**
 * Dossiers, made in five steps: days, then agencies within a day, then serials within an agency and day, then what
 * happens to each dossier, then what of it is known at the end. Every count is split with whole numbers that add up
 * exactly, and every choice is a hash of (seed, number of the dossier), so nothing has to be sorted or remembered.
 *
 * On time is decided by choosing the effective end against the due date first and building the other times from it:
 * the wait for a supplement is added to `ended_at`, so it comes off again in the metric.
 */
export type Part = { kind: 'main'; from: string; to: string } | { kind: 'late' | 'correction' | 'errors' }

const COLUMNS = `dossier_code, procedure_code, agency_code, province_code, commune_code, channel, status, received_at,
  due_at, ended_at, returned_at, supplement_requested_at, supplement_completed_at, supplement_requests, fee_vnd,
  paid_online, digitised, e_result, reused_data, satisfaction, updated_at`

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
