import { dossiersSql } from './recomputed-dossiers.ts'
import { identitySql } from './recomputed-identity.ts'
import type { Slice } from './slices.ts'

/*
 * The questions that Khám phá begins with (web/src/pages/explore/starters.ts), answered for October 2026 by DuckDB over the
 * generated files and the tables of recomputed-tables.ts and recomputed-answers.ts; columns in the order of the page's own.
 */
const OCTOBER = { start: '', from: '2026-10-01', to: '2026-10-31' }
const SEPTEMBER = { start: '', from: '2026-09-01', to: '2026-09-30' }
const slice = (by: string[], where: Slice['where'] = {}): Slice => ({
  ...{ name: '', period: [OCTOBER.from, OCTOBER.to], by, where },
})
const dossiers = (by: string[], bucket = OCTOBER): string => `(${dossiersSql(slice(by), bucket)})`
const identity = (by: string[], where: Slice['where'] = {}): string =>
  `(${identitySql(slice(by, where), OCTOBER)})`

const PLACES = `FROM ${dossiers(['province'])} AS now JOIN ${dossiers(['province'], SEPTEMBER)} AS old USING (province)
  JOIN names34 ON code = province`
const THE_COUNTRY = `FROM ${dossiers([])} AS now, ${dossiers([], SEPTEMBER)} AS old`
/** Each with its change: of counts a share, of rates the difference. */
const COMPARED = ['received', 'resolved', 'on_time_rate', 'pending_overdue']
  .flatMap((name) => [
    `now.${name}`,
    name === 'on_time_rate' ? `now.${name} - old.${name}` : `now.${name} / nullif(old.${name}, 0) - 1`,
  ])
  .join(', ')

/** Names of procedures as they were last stated by the day. */
const PROCEDURES = `(SELECT procedure_code, name FROM procedure_rows WHERE valid_from <= '${OCTOBER.to}'
  QUALIFY row_number() OVER (PARTITION BY procedure_code ORDER BY valid_from DESC) = 1)`
const SEEN_TASKS = `least(DATE '${OCTOBER.to}', (SELECT max(updated_at)::DATE FROM tasks))`
const DONE = `coalesce(done_on::DATE <= ${SEEN_TASKS}, false)`
const count = (condition: string): string => `count(*) FILTER (${condition})`

export const STARTER_ANSWERS: Record<string, string> = {
  on_time_places: `SELECT name, ${COMPARED} ${PLACES}`,
  // Of a procedure that had nothing resolved there is nothing to say.
  late_procedures: `SELECT name, resolved_late, on_time_rate, processing_days_p90 FROM ${dossiers(['procedure'])} JOIN ${PROCEDURES} ON procedure_code = procedure WHERE resolved > 0`,
  overdue_agencies: `SELECT agency, pending_overdue, pending FROM ${dossiers(['agency'])}`,
  online_fields: `SELECT field, online_rate, received FROM ${dossiers(['field'])}`,
  channels_days: `SELECT received_on, channel, count(*) FROM dossiers WHERE received_on BETWEEN DATE '${OCTOBER.from}' AND DATE '${OCTOBER.to}' GROUP BY 1, 2`,
  // Crossed: field and region, with what stands for all of either.
  on_time_crossed: `SELECT field, region, on_time_rate FROM ${dossiers(['field', 'region'])}
    UNION ALL SELECT field, NULL, on_time_rate FROM ${dossiers(['field'])}
    UNION ALL SELECT NULL, region, on_time_rate FROM ${dossiers(['region'])}
    UNION ALL SELECT NULL, NULL, on_time_rate FROM ${dossiers([])}`,
  eid_activation: `SELECT name, received, issued, activated, activation_rate_of_issued FROM ${identity(['province'], { product: ['eid_2'] })} JOIN names34 ON code = province`,
  groups: `SELECT product, "group", received_total, issued_total, activated_total FROM ${identity(['product', 'group'])}`,
  // Since the merger every province has stated for itself: what the former ones stated holds no more.
  targets: `WITH held AS (
      SELECT * FROM indicators WHERE as_of <= '${OCTOBER.to}' AND (province_code = '00' OR as_of >= '2025-07-01')
      QUALIFY row_number() OVER (PARTITION BY indicator_code, province_code, coalesce(unit, '') ORDER BY as_of DESC) = 1
    ), added AS (
      SELECT code, name_vi, any_value(kind) = 'rate' AS is_rate, sum(numerator::DOUBLE) AS value, sum(denominator::DOUBLE) AS denominator,
        sum(target::DOUBLE) AS targets,
        sum(target::DOUBLE * denominator::DOUBLE) / sum(denominator::DOUBLE) FILTER (target IS NOT NULL) AS weighted
      FROM held JOIN catalogue ON code = indicator_code WHERE (province_code = '00') = ("national" = 'reported') GROUP BY 1, 2
    )
    SELECT code, name_vi, value, CASE WHEN is_rate THEN weighted ELSE targets END AS target,
      CASE WHEN is_rate THEN value / denominator / weighted ELSE value / targets END FROM added`,
  late_tasks: `SELECT lead_agency, count(*), ${count(`${DONE} AND done_on <= due_on`)} AS good, ${count(`NOT ${DONE} AND due_on::DATE < ${SEEN_TASKS}`)} AS overdue,
      good::DOUBLE / nullif(${count(DONE)} + overdue, 0)
    FROM tasks WHERE assigned_on::DATE <= ${SEEN_TASKS} GROUP BY 1`,
  catalogue: `SELECT field, sum(published), sum(online), sum(whole) FROM (
      SELECT field, coalesce(published_on <= '${OCTOBER.to}', false)::INT AS published,
        published * (service_level IN ('3', '4', 'partial', 'full'))::INT AS online,
        published * (service_level IN ('4', 'full'))::INT AS whole
      FROM (SELECT * FROM procedure_rows WHERE valid_from <= '${OCTOBER.to}'
        QUALIFY row_number() OVER (PARTITION BY procedure_code ORDER BY valid_from DESC) = 1)
      WHERE coalesce(withdrawn_on > '${OCTOBER.to}', true)
    ) GROUP BY 1`,
}

/** What stands below the tables for all rows together. */
export const STARTER_TOTALS: Record<string, string> = {
  on_time_places: `SELECT ${COMPARED} ${THE_COUNTRY}`,
  late_procedures: `SELECT resolved_late, on_time_rate, processing_days_p90 FROM ${dossiers([])}`,
  overdue_agencies: `SELECT pending_overdue, pending FROM ${dossiers([])}`,
}
