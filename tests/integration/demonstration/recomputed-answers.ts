import { join } from 'node:path'

/*
 * The worked questions of the page SQL (web/src/pages/sql/questions.ts), answered by DuckDB over the generated files and the
 * tables of recomputed-tables.ts; columns in the order of the question's own.
 */
const AS_OF = '(SELECT max(updated_at)::DATE FROM kept_rows)'

const read = (folder: string, dataset: string): string =>
  `read_csv('${join(folder, dataset, '*.csv')}', all_varchar = true, union_by_name = true)`
const reference = (name: string): string =>
  `read_csv('${join(import.meta.dirname, '../../../etl/reference', `${name}.csv`)}', all_varchar = true)`
const latest = (key: string, order: string): string =>
  `QUALIFY row_number() OVER (PARTITION BY ${key} ORDER BY ${order} DESC) = 1`

/** Further tables: each dossier as it is judged on the as-of day, and the datasets of the rollout and the index. */
export const answerTables = (folder: string): string[] => [
  `CREATE TABLE judged AS
   WITH seen AS (
     SELECT *, coalesce(requested_at <= coalesce(ended_at, ${AS_OF} + INTERVAL 86399 SECOND), false) AS asked,
       coalesce(ended_at, ${AS_OF} + INTERVAL 86399 SECOND) AS seen_at
     FROM dossiers
   ), effective AS (
     SELECT *, (CASE
         WHEN asked AND (completed_at IS NULL OR completed_at > seen_at) THEN requested_at
         WHEN asked THEN seen_at - (completed_at - requested_at)
         ELSE seen_at END)::DATE AS effective_on
     FROM seen
   )
   SELECT e.*, e.effective_on > e.due_on OR (e.asked AND e.requests >= 2) AS late, done.up_to - begun.up_to AS days
   FROM effective AS e
   JOIN working_days AS begun ON begun.day = e.received_on
   JOIN working_days AS done ON done.day = e.effective_on`,
  `CREATE TABLE names34 AS SELECT code, name FROM ${reference('provinces34')}`,
  `CREATE TABLE catalogue AS SELECT * FROM ${reference('indicators')}`,
  `CREATE TABLE procedure_rows AS SELECT * FROM ${read(folder, 'procedures')}`,
  `CREATE TABLE indicators AS SELECT * FROM ${read(folder, 'indicators')} ${latest('indicator_code, as_of, province_code, unit', 'updated_at')}`,
  `CREATE TABLE tasks AS SELECT * FROM ${read(folder, 'tasks')} ${latest('task_code', 'updated_at')}`,
  `CREATE TABLE published AS SELECT * FROM ${read(folder, 'published')}`,
  `CREATE TABLE scores AS SELECT * FROM ${read(folder, 'scores766')}`,
]

const share = (part: string, whole = 'true'): string =>
  `count(*) FILTER (${part})::DOUBLE / count(*) FILTER (${whole})`
const ENDED = 'ended_on IS NOT NULL'
const OUTCOME = `CASE WHEN late THEN 'late' WHEN effective_on < due_on THEN 'early' ELSE 'on_time' END`

export const ANSWERS: Record<string, string> = {
  'busiest-days': 'SELECT received_on, count(*) FROM dossiers GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10',
  'growth-by-year': `SELECT year(received_on), count(*), ${share("channel = 'online'")} FROM dossiers GROUP BY 1 ORDER BY 1`,
  weekdays: `SELECT isodow(received_on), ${['online', 'counter', 'postal'].map((c) => `count(*) FILTER (channel = '${c}')`).join(', ')} FROM dossiers GROUP BY 1 ORDER BY 1`,
  'communes-of-hanoi': `SELECT commune, count(*) FROM dossiers WHERE province = '01' AND commune IS NOT NULL AND year(received_on) = 2026 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10`,
  'before-the-merger': `SELECT coalesce(province63, ''), count(*) FROM dossiers WHERE province = '79' AND received_on BETWEEN DATE '2025-01-01' AND DATE '2025-06-30' GROUP BY 1 ORDER BY 2 DESC, 1`,
  'median-days-by-province': `SELECT name, list_sort(list(days))[(count(*) // 2 + 1)::INT] AS median, count(*) FROM judged JOIN names34 ON code = province WHERE ended_on BETWEEN DATE '2026-01-01' AND DATE '2026-03-31' GROUP BY 1 ORDER BY 2 DESC, 1`,
  'on-time-by-month': `SELECT date_trunc('month', ended_on)::DATE, count(*), ${share('NOT late')} FROM judged WHERE ended_on >= DATE '2026-01-01' GROUP BY 1 ORDER BY 1`,
  'late-procedures': `SELECT procedure, count(*) FILTER (late), count(*) FROM judged WHERE ended_on >= DATE '2026-01-01' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10`,
  'overdue-after-supplement': `SELECT province, count(*), ${share('requests > 0')} FROM judged WHERE ended_on IS NULL AND late GROUP BY 1 ORDER BY 2 DESC, 1`,
  'overdue-ages': `SELECT CASE WHEN d <= 7 THEN '0-7' WHEN d <= 30 THEN '8-30' WHEN d <= 90 THEN '31-90' ELSE '91+' END, count(*) FROM (SELECT ${AS_OF} - due_on AS d FROM judged WHERE ended_on IS NULL AND late) GROUP BY 1 ORDER BY min(d)`,
  'weakest-agencies': `SELECT agency, count(*), ${share('NOT late')} FROM judged WHERE ended_on >= DATE '2026-01-01' GROUP BY 1 HAVING count(*) >= 30 ORDER BY 3, 1 LIMIT 10`,
  'early-by-channel': `SELECT channel, ${['early', 'on_time', 'late'].map((o) => share(`${OUTCOME} = '${o}'`)).join(', ')} FROM judged WHERE ${ENDED} GROUP BY 1 ORDER BY 1`,
  'passport-days': `SELECT name, ${['2026', '2025'].map((y) => `list_sort(list(days) FILTER (year(ended_on) = ${y}))[(count(*) FILTER (year(ended_on) = ${y}) // 2 + 1)::INT] AS median_${y}`).join(', ')}, ${['2026', '2025'].map((y) => `count(*) FILTER (year(ended_on) = ${y}) AS n${y}`).join(', ')}
    FROM judged JOIN names34 ON code = province WHERE field LIKE 'Hộ chiếu%' AND quarter(ended_on) = 1 AND year(ended_on) IN (2025, 2026) GROUP BY name HAVING n2026 > 0 AND n2025 > 0 ORDER BY median_2026 - median_2025 DESC, name`,
  'citizens-time':
    'SELECT channel, count(*), avg(completed_at::DATE - requested_at::DATE) FROM dossiers WHERE completed_at IS NOT NULL GROUP BY 1 ORDER BY 1',
  'paid-online': `SELECT date_trunc('quarter', ended_on)::DATE, count(*), ${share('paid_online')} FROM dossiers WHERE fee_vnd > 0 AND paid_online IS NOT NULL AND ended_on >= DATE '2025-01-01' GROUP BY 1 ORDER BY 1`,
  'fees-by-province': `SELECT province, sum(fee_vnd), count(*) FROM dossiers WHERE ended_on BETWEEN DATE '2026-07-01' AND DATE '2026-09-30' AND fee_vnd > 0 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5`,
  satisfaction: `SELECT ${OUTCOME}, count(*), avg(satisfaction), ${share('satisfaction >= 4')} FROM judged WHERE satisfaction IS NOT NULL AND ${ENDED} GROUP BY 1 ORDER BY 1`,
  'procedures-by-level': `SELECT service_level, count(*) FROM (SELECT * FROM procedure_rows WHERE valid_from <= '2026-10-31' ${latest('procedure_code', 'valid_from')}) WHERE withdrawn_on IS NULL GROUP BY 1 ORDER BY 2 DESC, 1`,
  'cards-by-month': `SELECT date_trunc('month', date)::DATE, sum(issued), sum(reissued) FROM identity WHERE product = 'card' AND "group" = 'all' AND date >= DATE '2026-01-01' GROUP BY 1 ORDER BY 1`,
  'activation-by-province': `SELECT province, sum(approved), sum(activated) / sum(approved) FROM identity WHERE product = 'eid_2' AND "group" = 'all' GROUP BY 1 ORDER BY 3, 1 LIMIT 10`,
  'card-coverage': `SELECT province, any_value(cards), sum(eligible_card), any_value(cards) / sum(eligible_card) FROM population JOIN (SELECT province, sum(issued) AS cards FROM identity WHERE product = 'card' AND "group" = 'all' GROUP BY 1) USING (province) WHERE as_of = (SELECT max(as_of) FROM population) GROUP BY 1 ORDER BY 4, 1`,
  'activation-falling': `WITH months AS (
      SELECT province, date_trunc('month', date)::DATE AS month, sum(activated) AS n FROM identity
      WHERE product = 'eid_2' AND "group" = 'all' AND date BETWEEN DATE '2024-01-01' AND DATE '2026-10-31' GROUP BY 1, 2
    ), beside AS (
      SELECT province, month, ${[3, 2, 1].map((back) => `lag(n, ${back}) OVER (PARTITION BY province ORDER BY month) AS n${back}`).join(', ')}, n FROM months
    )
    SELECT * FROM beside WHERE n3 > n2 AND n2 > n1 AND n1 > n ORDER BY month DESC, province`,
  groups: `SELECT "group", sum(received) FROM identity WHERE product = 'eid_2' AND date >= DATE '2026-01-01' GROUP BY 1 ORDER BY 2 DESC, 1`,
  'latest-indicators': `SELECT indicator_code, as_of::DATE, numerator::DOUBLE, denominator::DOUBLE, target::DOUBLE FROM (SELECT * FROM indicators WHERE province_code = '00' AND coalesce(unit, '') = '' ${latest('indicator_code', 'as_of')}) ORDER BY 1`,
  'overdue-tasks': `SELECT lead_agency, count(*), count(*) FILTER (done_on IS NULL AND due_on < '2026-10-31') FROM tasks GROUP BY 1 HAVING count(*) FILTER (done_on IS NULL AND due_on < '2026-10-31') > 0 ORDER BY 3 DESC, 1`,
  'tasks-delay': `SELECT objective::INT, count(*), count(*) FILTER (done_on > due_on), avg(done_on::DATE - due_on::DATE) FROM tasks WHERE done_on IS NOT NULL GROUP BY 1 ORDER BY 1`,
  'published-figures': `SELECT figure, value::DOUBLE, unit, source FROM published WHERE as_of = '2022-04-18' ORDER BY figure, value::DOUBLE`,
  'criteria-of-a-month': `SELECT criterion, sum(numerator::DOUBLE), sum(denominator::DOUBLE), sum(numerator::DOUBLE) / sum(denominator::DOUBLE) FROM scores WHERE period_type = 'month' AND period = '2026-09' AND province_code != '00' AND denominator::DOUBLE > 0 GROUP BY 1 ORDER BY 1`,
  'points-of-provinces': `SELECT province_code, round(sum(points::DOUBLE), 2), count(points) FROM scores WHERE period_type = 'month' AND period = '2026-09' AND province_code != '00' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10`,
  'unreported-criteria': `SELECT period, count(*) FILTER (points IS NULL), count(*) FROM scores WHERE period_type = 'month' AND period LIKE '2026-%' GROUP BY 1 ORDER BY 1`,
}
