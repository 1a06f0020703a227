import { join } from 'node:path'

/*
 * The generated files as DuckDB tables, by the rules of contracts.md alone: rows that break the contract are left out,
 * of each key the version with the latest updated_at is kept, and codes of provinces are read in the era of their day.
 */
const REFERENCE = join(import.meta.dirname, '../../../etl/reference')
const csv = (path: string) => `read_csv('${path}', all_varchar = true, union_by_name = true)`

const TIMES = ['received_at', 'due_at', 'ended_at', 'supplement_requested_at', 'supplement_completed_at']
const FLAGS = ['paid_online', 'digitised', 'e_result', 'reused_data']

/** The first day of the 34 provinces. */
export const MERGE = '2025-07-01'

/** Statements that make `dossiers`, `identity_days`, `population` and what they refer to, of a demonstration drop folder. */
export const tablesOf = (folder: string): string[] => [
  `CREATE TABLE provinces34 AS SELECT code, region FROM ${csv(`${REFERENCE}/provinces34.csv`)}`,
  `CREATE TABLE provinces63 AS SELECT code, province34 FROM ${csv(`${REFERENCE}/provinces63.csv`)}`,

  // Monday to Friday, less the days the calendar takes off, with the days it moves work to.
  `CREATE TABLE working_days AS
   SELECT day, sum(CASE WHEN kind = 'swap_work' THEN 1 WHEN kind IS NULL AND isodow(day) <= 5 THEN 1 ELSE 0 END)
     OVER (ORDER BY day) AS up_to
   FROM (SELECT unnest(generate_series(DATE '2021-01-01', DATE '2027-12-31', INTERVAL 1 DAY))::DATE AS day)
   LEFT JOIN (SELECT date::DATE AS day, kind FROM ${csv(`${REFERENCE}/calendar.csv`)}) USING (day)`,

  `CREATE TABLE procedures AS
   SELECT procedure_code, valid_from::DATE AS valid_from, field, needs_result = '1' AS needs_result
   FROM ${csv(`${folder}/procedures/*.csv`)}`,

  `CREATE TABLE dossier_rows AS
   SELECT dossier_code, procedure_code, agency_code, province_code, commune_code, channel,
     TRY_CAST(status AS INT) AS status,
     ${TIMES.map((time) => `TRY_CAST(${time} AS TIMESTAMP) AS ${time}`).join(', ')},
     TRY_CAST(updated_at AS TIMESTAMP) AS updated_at,
     coalesce(supplement_requests::INT, 0) AS supplement_requests, fee_vnd::BIGINT AS fee_vnd,
     ${FLAGS.map((flag) => `${flag} = '1' AS ${flag}`).join(', ')}, satisfaction::INT AS satisfaction
   FROM ${csv(`${folder}/dossiers/*.csv`)}`,

  // A row's era is that of the day of receipt; status 1 and 3 may have none and go by the day of their state.
  `CREATE TABLE placed_rows AS
   SELECT r.*, o.code AS province63_then, coalesce(o.province34, n.code) AS province
   FROM (SELECT *, coalesce(received_at, updated_at)::DATE AS era_day FROM dossier_rows) AS r
   LEFT JOIN provinces63 AS o ON o.code = r.province_code AND r.era_day < DATE '${MERGE}'
   LEFT JOIN provinces34 AS n ON n.code = r.province_code AND r.era_day >= DATE '${MERGE}'`,

  // A comparison with an empty value is null and refuses nothing.
  `CREATE TABLE kept_rows AS
   SELECT * FROM placed_rows
   WHERE coalesce(regexp_full_match(dossier_code, '[0-9A-Z.]+-\\d{6}-\\d{4,}'), false)
     AND coalesce(status BETWEEN 1 AND 10, false)
     AND coalesce(channel IN ('online', 'counter', 'postal'), channel IS NULL)
     AND coalesce(regexp_full_match(commune_code, '\\d{5}'), true)
     AND coalesce(satisfaction BETWEEN 1 AND 5, true)
     AND procedure_code IS NOT NULL AND agency_code IS NOT NULL AND province IS NOT NULL AND updated_at IS NOT NULL
     AND (status IN (1, 3) OR (received_at IS NOT NULL AND due_at IS NOT NULL))
     AND (status IN (7, 8, 9, 10)) = (ended_at IS NOT NULL)
     AND list_filter([received_at, supplement_requested_at, supplement_completed_at, ended_at, updated_at], x -> x IS NOT NULL)
       = list_sort(list_filter([received_at, supplement_requested_at, supplement_completed_at, ended_at, updated_at], x -> x IS NOT NULL))
     AND coalesce(received_at::DATE <= current_date, true)`,

  // Updated since the merger, a row from before it no longer says which of the joined provinces it was in.
  `CREATE TABLE dossiers AS
   WITH told AS (
     SELECT dossier_code, arg_max(province63_then, updated_at) AS province63
     FROM kept_rows WHERE updated_at < DATE '${MERGE}' GROUP BY dossier_code
   ), latest AS (
     SELECT * FROM kept_rows
     QUALIFY row_number() OVER (PARTITION BY dossier_code ORDER BY updated_at DESC) = 1
   ), with_procedure AS (
     SELECT latest.*, p.field, p.needs_result
     FROM (SELECT *, received_at::DATE AS received_on FROM latest WHERE status NOT IN (1, 3)) AS latest
     ASOF LEFT JOIN procedures AS p ON p.procedure_code = latest.procedure_code AND latest.received_on >= p.valid_from
   )
   SELECT d.dossier_code, d.procedure_code AS procedure, d.field, d.needs_result, d.agency_code AS agency,
     d.commune_code AS commune, d.province, r.region,
     CASE WHEN d.received_on < DATE '${MERGE}' THEN told.province63 END AS province63,
     coalesce(d.channel, 'counter') AS channel, d.status,
     d.received_on, d.due_at::DATE AS due_on, d.ended_at, d.ended_at::DATE AS ended_on,
     d.supplement_requested_at AS requested_at, d.supplement_completed_at AS completed_at,
     d.supplement_requests AS requests, d.fee_vnd, ${FLAGS.map((flag) => `d.${flag}`).join(', ')}, d.satisfaction
   FROM with_procedure AS d
   LEFT JOIN told USING (dossier_code)
   JOIN provinces34 AS r ON r.code = d.province`,

  `CREATE TABLE identity_rows AS
   SELECT date::DATE AS date, province_code, product, "group", updated_at::TIMESTAMP AS updated_at,
     received::BIGINT AS received, approved::BIGINT AS approved, issued::BIGINT AS issued,
     reissued::BIGINT AS reissued, activated::BIGINT AS activated, rejected::BIGINT AS rejected
   FROM ${csv(`${folder}/identity/*.csv`)}`,

  `CREATE TABLE identity_days AS
   WITH latest AS (
     SELECT * FROM identity_rows
     QUALIFY row_number() OVER (PARTITION BY date, province_code, product, "group" ORDER BY updated_at DESC) = 1
   )
   SELECT i.* EXCLUDE (province_code, updated_at), o.code AS province63, r.code AS province, r.region
   FROM latest AS i
   LEFT JOIN provinces63 AS o ON o.code = i.province_code AND i.date < DATE '${MERGE}'
   JOIN provinces34 AS r ON r.code = coalesce(o.province34, i.province_code)`,

  `CREATE TABLE population AS
   SELECT p.as_of::DATE AS as_of, o.code AS province63, r.code AS province, r.region,
     p.eligible_card::BIGINT AS eligible_card, p.eligible_eid::BIGINT AS eligible_eid
   FROM ${csv(`${folder}/population/*.csv`)} AS p
   LEFT JOIN provinces63 AS o ON o.code = p.province_code AND p.as_of < '${MERGE}'
   JOIN provinces34 AS r ON r.code = coalesce(o.province34, p.province_code)`,
]
