/**
 * The generated files as DuckDB tables, with the rules of the contract and of "on time" written anew, for the tests.
 * `raw_dossiers` has every row as it stands, `dossiers` the latest version of each, `judged` what its end means.
 */
const time = (column: string) => `TRY_CAST(${column} AS TIMESTAMP) AS ${column}`
const TIMES = [
  'received_at',
  'due_at',
  'ended_at',
  'returned_at',
  'supplement_requested_at',
  'supplement_completed_at',
  'updated_at',
]

export const TABLES = (folder: string): string[] => [
  ...['procedures', 'indicators', 'tasks', 'published', 'population', 'scores766'].map(
    (name) =>
      `CREATE OR REPLACE TABLE ${name} AS SELECT * FROM read_csv('${folder}/${name}/*.csv', all_varchar = true)`,
  ),
  `CREATE OR REPLACE TABLE procedures AS SELECT * REPLACE (valid_from::DATE AS valid_from, published_on::DATE AS published_on) FROM procedures`,
  `CREATE OR REPLACE TABLE indicators AS SELECT * REPLACE (as_of::DATE AS as_of, numerator::DOUBLE AS numerator, denominator::DOUBLE AS denominator) FROM indicators`,
  `CREATE OR REPLACE TABLE tasks AS SELECT * REPLACE (done_on::DATE AS done_on, due_on::DATE AS due_on) FROM tasks`,
  `CREATE OR REPLACE TABLE identity AS
   SELECT date::DATE AS date, province_code, product, "group", received::BIGINT AS received, approved::BIGINT AS approved,
     issued::BIGINT AS issued, reissued::BIGINT AS reissued, activated::BIGINT AS activated, rejected::BIGINT AS rejected
   FROM read_csv('${folder}/identity/*.csv', all_varchar = true, filename = true)
   QUALIFY row_number() OVER (PARTITION BY date, province_code, product, "group" ORDER BY updated_at DESC) = 1`,
  `CREATE OR REPLACE TABLE raw_dossiers AS
   SELECT *, CASE
     WHEN NOT regexp_full_match(dossier_code, '[0-9A-Z.]+-\\d{6}-\\d{4}') THEN 'code'
     WHEN status::INT NOT BETWEEN 1 AND 10 THEN 'status'
     WHEN channel NOT IN ('online', 'counter', 'postal') THEN 'channel'
     WHEN updated_at IS NULL THEN 'updated_at'
     WHEN received_at::DATE > DATE '2026-10-31' OR updated_at::DATE > DATE '2026-10-31' THEN 'future'
     WHEN status::INT NOT IN (1, 3) AND (received_at IS NULL OR due_at IS NULL) THEN 'required'
     WHEN status::INT NOT IN (1, 3) AND strftime(received_at::DATE, '%y%m%d') != string_split(dossier_code, '-')[2] THEN 'day of code'
     WHEN (status::INT IN (7, 8, 9, 10)) != (ended_at IS NOT NULL) THEN 'ended'
     WHEN ended_at < received_at THEN 'ended before received'
     WHEN supplement_requested_at < received_at OR supplement_completed_at < supplement_requested_at
       OR (supplement_completed_at IS NOT NULL AND supplement_requested_at IS NULL)
       OR greatest(supplement_requested_at, supplement_completed_at) > ended_at
       OR (supplement_requests IS NULL) != (supplement_requested_at IS NULL) THEN 'supplement'
     WHEN greatest(received_at, supplement_requested_at, supplement_completed_at, ended_at, returned_at) > updated_at THEN 'updated before'
     WHEN returned_at < ended_at OR (status::INT = 10) != (returned_at IS NOT NULL) THEN 'returned'
     WHEN due_at < received_at THEN 'due'
     WHEN satisfaction::INT NOT BETWEEN 1 AND 5 THEN 'satisfaction'
     WHEN length(commune_code) != 5 THEN 'commune'
     WHEN procedure_code NOT IN (SELECT procedure_code FROM procedures) THEN 'procedure'
     END AS broken
   FROM read_csv('${folder}/dossiers/*.csv', all_varchar = true, filename = true)`,
  `CREATE OR REPLACE TABLE dossiers AS
   SELECT * REPLACE (status::INT AS status, supplement_requests::INT AS supplement_requests, ${TIMES.map(time).join(', ')})
   FROM raw_dossiers WHERE broken IS NULL
   QUALIFY row_number() OVER (PARTITION BY dossier_code ORDER BY raw_dossiers.updated_at DESC) = 1`,
  // What is resolved: its effective end is the request still open at its end, or its end less the time waited.
  `CREATE OR REPLACE TABLE judged AS
   SELECT *, received_at::DATE AS received_date, due_at::DATE AS due_date, ended_at::DATE AS ended_date,
     coalesce(supplement_requests, 0) >= 2 AS twice,
     (CASE WHEN supplement_requested_at IS NOT NULL AND supplement_completed_at IS NULL THEN supplement_requested_at
       ELSE ended_at - coalesce(supplement_completed_at - supplement_requested_at, INTERVAL 0 DAY) END)::DATE AS effective_date
   FROM dossiers WHERE status NOT IN (1, 3)`,
]
