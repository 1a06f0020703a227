/**
 * The comparison: `node duckdb-child.ts DATABASE FILE…` reads CSV files of dossiers into a DuckDB table and rolls them up by
 * place and by procedure. It checks nothing and keeps no lines, versions or overdue ranges. Prints one line of JSON.
 */
import { DuckDBInstance } from '@duckdb/node-api'

const [database = '', ...files] = process.argv.slice(2)
const instance = await DuckDBInstance.create(database, { threads: '2' })
const connection = await instance.connect()
const started = performance.now()
await connection.run(
  `CREATE TABLE dossiers AS SELECT * FROM read_csv([${files.map((file) => `'${file}'`).join(', ')}], header = true)`,
)
const loaded = (performance.now() - started) / 1000
await connection.run(`
  CREATE TABLE dossier_outcomes AS
  SELECT *, CASE
    WHEN ended_at IS NULL THEN 'pending'
    WHEN supplement_requests >= 2 OR effective > due_at::DATE THEN 'late'
    WHEN effective < due_at::DATE THEN 'early' ELSE 'on_time' END AS outcome
  FROM (SELECT *, (CASE
    WHEN supplement_requested_at IS NOT NULL AND supplement_completed_at IS NULL THEN supplement_requested_at
    ELSE ended_at - coalesce(supplement_completed_at - supplement_requested_at, INTERVAL 0 SECOND) END)::DATE AS effective
    FROM dossiers WHERE status NOT IN (1, 3))`)
for (const [name, keys] of [
  ['by_place', 'province_code, channel'],
  ['by_procedure', 'procedure_code, channel'],
] as const) {
  await connection.run(`
    CREATE TABLE ${name} AS
    SELECT received_at::DATE AS date, ${keys}, count(*) AS received, 0 AS early, 0 AS on_time, 0 AS late, 0 AS paid_known, 0 AS paid,
      0 AS digitised_known, 0 AS digitised, 0 AS e_result_known, 0 AS e_result, 0 AS reused_known, 0 AS reused, 0 AS rated, 0 AS satisfied, NULL AS days
    FROM dossier_outcomes GROUP BY ALL
    UNION ALL
    SELECT ended_at::DATE, ${keys}, 0, count(*) FILTER (outcome = 'early'), count(*) FILTER (outcome = 'on_time'), count(*) FILTER (outcome = 'late'),
      count(*) FILTER (fee_vnd > 0 AND paid_online IS NOT NULL), count(*) FILTER (fee_vnd > 0 AND paid_online = 1),
      count(digitised), count(*) FILTER (digitised = 1), count(e_result), count(*) FILTER (e_result = 1),
      count(reused_data), count(*) FILTER (reused_data = 1), count(satisfaction), count(*) FILTER (satisfaction >= 4),
      histogram(date_diff('day', received_at, effective::TIMESTAMP))
    FROM dossier_outcomes WHERE ended_at IS NOT NULL GROUP BY ALL`)
}
const seconds = (performance.now() - started) / 1000
const [[rows = 0] = []] = (await connection.runAndReadAll('SELECT count(*)::INTEGER FROM dossiers')).getRows()
console.log(JSON.stringify({ seconds, loaded, rows }))
