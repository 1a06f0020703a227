interface Named {
  name: string
}

interface World {
  /** Every table and view of the warehouse that is not public. */
  tables: Named[]
  system: Named[]
  tableFunctions: Named[]
  /** A folder of this test's. */
  dir: string
}

/** What no answer to a hostile text may hold: a password file, users' hashes, rows of the ledger. */
export const LEAKS = [/root:x:0/, /password_sha256/, /dossiers\.csv/, /"G08\./, /<clickhouse>/]

/** Table functions that give made-up rows only. */
const HARMLESS = new Set([
  ...['numbers', 'numbers_mt', 'zeros', 'zeros_mt', 'primes', 'generateSeries', 'generate_series'],
  ...['generateRandom', 'values', 'SQLStandardValues', 'null', 'view'],
])

/** Arguments that such functions could take. */
const ARGUMENTS = [
  "'/etc/passwd'",
  "'toancanh', 'ledger'",
  'toancanh.ledger',
  "'http://127.0.0.1:1/', 'CSV', 'a String'",
]

/** Texts that try to read, write or change what an analyst may not: each must be refused. */
export function hostileTexts({ tables, system, tableFunctions, dir }: World): string[] {
  const calls = tableFunctions
    .filter(({ name }) => !HARMLESS.has(name))
    .map(({ name }, index) => {
      const one = ARGUMENTS[index % ARGUMENTS.length] ?? ''
      return index % 3 === 0
        ? `SELECT count() FROM dossiers WHERE 1 IN (SELECT 1 FROM ${name}(${one}))`
        : `SELECT * FROM ${name}(${one})`
    })
  return [
    ...tables.map(({ name }) => `SELECT * FROM ${name}`),
    ...system.map(({ name }) => `SELECT * FROM ${name}`),
    ...calls,
    ...fileTexts(dir),
    ...disguises,
    ...statements(dir),
    ...SETTINGS.map((setting) => `SELECT count() FROM dossiers SETTINGS ${setting}`),
  ]
}

const fileTexts = (dir: string) => [
  // The loader reads the files it loads by the engine's own function; nobody else does.
  `SELECT * FROM file('${dir}/dossiers/dossiers.csv', 'CSVWithNames')`,
  `SELECT * FROM file('${dir}/dossiers/*.csv', 'LineAsString', 'line String')`,
  `SELECT * FROM file('${dir}/data/run/warehouse.json', 'JSONEachRow')`,
  `SELECT * FROM dossiers WHERE dossier_code IN (SELECT line FROM file('${dir}/dossiers/dossiers.csv', 'LineAsString'))`,
  `DESCRIBE TABLE file('${dir}/dossiers/dossiers.csv')`,
  "SELECT * FROM file('-', 'LineAsString')",
  "SELECT _path FROM file('/**', 'One')",
  "SELECT file('/etc/passwd')",
  "SELECT `file`('/etc/passwd')",
  'SELECT "file"(\'/etc/passwd\')',
  String.raw`SELECT "fi\x6ce"('/etc/passwd')`,
  String.raw`SELECT "\x66\x69\x6c\x65"('/etc/passwd')`,
  "SELECT FILE('/etc/passwd')",
  "SELECT file/* */('/etc/passwd')",
  "SELECT file -- x\n('/etc/passwd')",
  "SELECT arrayMap(x -> file(x), ['/etc/passwd'])",
  "SELECT arrayMap(file, ['/etc/passwd'])",
  "SELECT * APPLY file FROM (SELECT '/etc/passwd')",
  "SELECT * APPLY(file) FROM (SELECT '/etc/passwd')",
  String.raw`SELECT * APPLY "fi\x6ce" FROM (SELECT '/etc/passwd')`,
  "SELECT COLUMNS('.*') APPLY (x -> file(x)) FROM (SELECT '/etc/passwd')",
  "WITH f AS (SELECT file('/etc/passwd') AS a) SELECT a FROM f",
  "SELECT (SELECT file('/etc/passwd'))",
  "SELECT count() FROM dossiers WHERE file('/etc/passwd') LIKE 'root%'",
  "SELECT count() FROM dossiers HAVING file('/etc/passwd') != ''",
  "SELECT 1 ORDER BY file('/etc/passwd')",
  "SELECT 1 LIMIT length(file('/etc/passwd'))",
  "SELECT if(1, file('/etc/passwd'), '')",
  "SELECT file('/etc/passwd', 'default')",
  'SELECT $$x$$, file($$/etc/passwd$$)',
  "SELECT 'a' AS \"--\", file('/etc/passwd')",
  "SELECT '/*', file('/etc/passwd'), '*/'",
  "SELECT 1 UNION ALL SELECT length(file('/etc/passwd'))",
  "SELECT 1 EXCEPT SELECT length(file('/etc/passwd'))",
  "(SELECT file('/etc/passwd'))",
  "SELECT '\\'', file('/etc/passwd'), '\\''",
  `SELECT file('${dir}/data/warehouse/store/status')`,
  "SELECT catboostEvaluate('/etc/passwd', 1)",
  "SELECT toString(file('/proc/self/environ'))",
  "SELECT dictGet('x', 'y', 1)",
  "SELECT joinGet('toancanh.ledger', 'file', 1)",
  "SELECT hasColumnInTable('toancanh', 'ledger', 'file')",
  "SELECT getClientHTTPHeader('Authorization')",
  "SELECT getServerSetting('max_server_memory_usage')",
  "SELECT getSetting('readonly')",
  'SELECT hostName()',
  'SELECT fqdn()',
  'SELECT serverUUID()',
  'SELECT filesystemAvailable()',
  'SELECT sleep(3)',
  'SELECT sleepEachRow(3) FROM numbers(10)',
  'SELECT addressToLine(1)',
  "SELECT logTrace('x')",
  "SELECT aiGenerate('x')",
  "SELECT __getScalar('x')",
  "SELECT initializeAggregation('sum', 1)",
]

/** The same tables by other spellings. */
const disguises = [
  'SELECT * FROM `toancanh`.`ledger`',
  'SELECT * FROM "toancanh"."dossiers_store"',
  String.raw`SELECT * FROM "toancan\x68".ledger`,
  'SELECT * FROM toancanh /* */ . /* */ dossiers_store',
  'SELECT * FROM dossiers, toancanh.dossiers_store',
  'SELECT * FROM dossiers JOIN toancanh.dossiers_store USING (dossier_code)',
  'SELECT * FROM dossiers UNION ALL SELECT dossier_code FROM toancanh.dossiers_store',
  'SELECT * FROM dossiers UNION DISTINCT SELECT * FROM toancanh_staging.dossiers',
  'SELECT (SELECT count() FROM toancanh.dossiers_store)',
  'SELECT 1 WHERE EXISTS (SELECT 1 FROM toancanh.ledger)',
  'SELECT count() FROM dossiers WHERE dossier_code IN toancanh.dossiers_store',
  'SELECT count() FROM dossiers WHERE dossier_code IN (SELECT dossier_code FROM toancanh.dossiers_store)',
  'WITH x AS (SELECT * FROM toancanh.ledger) SELECT * FROM x',
  'WITH (SELECT count() FROM toancanh.ledger) AS x SELECT x',
  'FROM toancanh.ledger SELECT *',
  'SELECT * FROM (SELECT * FROM (SELECT * FROM toancanh.dossiers_store))',
  'SELECT * FROM view(SELECT * FROM toancanh.ledger)',
  "SELECT * FROM merge('toancanh', 'ledger')",
  "SELECT * FROM merge(REGEXP('toancanh'), 'dossiers_store')",
  "SELECT * FROM viewIfPermitted(SELECT file FROM toancanh.ledger ELSE null('file String')), (SELECT throwIf(1))",
  'SELECT * FROM `system`.`one`',
  'SELECT * FROM SYSTEM.processes',
  String.raw`SELECT * FROM "sys\x74em".processes`,
  'SELECT * FROM INFORMATION_SCHEMA.TABLES',
  'SELECT * FROM dossiers; SELECT 1',
  'SELECT * FROM dossiers LIMIT 1; DROP TABLE dossiers',
  'SELECT * FROM {t:Identifier}',
  'SELECT 1 FORMAT CSV',
  'SELECT 1 FORMAT Native',
  "SELECT 1 FORMAT Template SETTINGS format_template_row = '/etc/passwd'",
  'SELECT _partition_id, generation FROM dossiers',
  'SELECT row_hash FROM dossiers',
  '',
  '--',
  '/*',
  "'",
  '\u0000',
  'SELECT',
  '((((((((((SELECT 1',
]

const statements = (dir: string) => [
  `SELECT 1 INTO OUTFILE '${dir}/written'`,
  `SELECT * FROM dossiers INTO OUTFILE '${dir}/written' TRUNCATE FORMAT CSV`,
  `SELECT 1 INTO OUTFILE '${dir}/written' AND STDOUT`,
  `INSERT INTO FUNCTION file('${dir}/written', 'CSV') SELECT 1`,
  `WITH 1 AS x INSERT INTO FUNCTION file('${dir}/written') SELECT x`,
  "INSERT INTO FUNCTION url('http://127.0.0.1:1/', 'CSV') SELECT * FROM dossiers",
  'INSERT INTO toancanh.ledger SELECT * FROM toancanh.ledger',
  'INSERT INTO dossiers SELECT * FROM dossiers',
  'CREATE TABLE t (a Int8) ENGINE = Memory',
  'CREATE TEMPORARY TABLE dossiers AS SELECT 1',
  'CREATE VIEW v AS SELECT * FROM toancanh.ledger',
  'CREATE OR REPLACE VIEW dossiers AS SELECT * FROM toancanh.dossiers',
  'CREATE MATERIALIZED VIEW v ENGINE = Memory AS SELECT 1',
  "CREATE TABLE t (a String) ENGINE = File('CSV', '/etc/passwd')",
  "CREATE TABLE t (a String) ENGINE = URL('http://127.0.0.1:1/', 'CSV')",
  "CREATE TABLE t (a String) ENGINE = Executable('id', 'TSV')",
  "CREATE DICTIONARY d (a UInt64) PRIMARY KEY a SOURCE(FILE(path '/etc/passwd' format 'TSV')) LAYOUT(FLAT()) LIFETIME(0)",
  "CREATE FUNCTION initialQueryID AS () -> 'all.x'",
  "CREATE USER me IDENTIFIED BY 'x'",
  "CREATE NAMED COLLECTION c AS url = 'http://127.0.0.1:1/'",
  'CREATE DATABASE d',
  'ALTER TABLE toancanh.ledger DELETE WHERE 1',
  'ALTER USER analyst SETTINGS readonly = 0',
  'ALTER VIEW dossiers AS SELECT 1',
  'DROP VIEW dossiers',
  'DROP TABLE toancanh.ledger',
  'TRUNCATE TABLE toancanh.ledger',
  'RENAME TABLE dossiers TO x',
  'EXCHANGE TABLES dossiers AND tasks',
  'DETACH VIEW dossiers',
  'OPTIMIZE TABLE toancanh.ledger',
  'GRANT SELECT ON *.* TO analyst',
  'REVOKE ALL ON *.* FROM reader',
  'SET readonly = 0',
  'SET ROLE ALL',
  'USE toancanh',
  'KILL QUERY WHERE 1',
  'KILL QUERY WHERE query_id != queryID() SYNC',
  'SYSTEM SHUTDOWN',
  'SYSTEM STOP LISTEN HTTP',
  'SYSTEM FLUSH LOGS',
  'SYSTEM RELOAD CONFIG',
  "BACKUP DATABASE toancanh TO File('/tmp/x')",
  "RESTORE DATABASE toancanh FROM File('/tmp/x')",
  'SHOW TABLES FROM toancanh',
  'SHOW CREATE VIEW dossiers',
  'SHOW PROCESSLIST',
  'SHOW GRANTS',
  "SHOW SETTINGS LIKE '%'",
  'SHOW DATABASES',
  'DESCRIBE TABLE toancanh.ledger',
  'EXISTS TABLE toancanh.ledger',
  'CHECK TABLE toancanh.ledger',
  'EXPLAIN SELECT * FROM dossiers',
  'EXPLAIN ESTIMATE SELECT * FROM dossiers',
  'EXPLAIN AST SELECT 1',
  "EXPLAIN SYNTAX SELECT file('/etc/passwd')",
  'SELECT * FROM (EXPLAIN ESTIMATE SELECT * FROM dossiers)',
  'BEGIN TRANSACTION',
  'SELECT * FROM toancanh.dossiers PARALLEL WITH SELECT 1',
]

const SETTINGS = [
  ...[
    'readonly = 0',
    'readonly = 2',
    'max_execution_time = 100000',
    'max_result_rows = 0',
    'max_memory_usage = 0',
  ],
  ...['max_threads = 64', 'allow_ddl = 1', "additional_table_filters = {'dossiers': '1'}"],
  ...[
    "additional_result_filter = '1'",
    'log_queries = 0',
    "log_comment = 'x'",
    'use_query_cache = 1',
    'query_cache_share_between_users = 1',
  ],
  ...[
    'allow_get_client_http_header = 1',
    'use_query_condition_cache = 1',
    "dialect = 'prql'",
    "dialect = 'kusto'",
  ],
  ...[
    'allow_experimental_eval_table_function = 1',
    'max_concurrent_queries_for_user = 100',
    "workload = 'x'",
    'priority = 1',
  ],
  ...[
    "result_overflow_mode = 'break'",
    "timeout_overflow_mode = 'break'",
    "default_table_engine = 'File'",
    'sleep_in_send_data_ms = 1',
  ],
  ...[
    "format_schema = '/etc/passwd'",
    'input_format_parallel_parsing = 0',
    "query_id = 'all.x'",
    "profile = 'default'",
  ],
]

/** Conditions that would fail, or count otherwise, on rows of province 08; what account 01 must get. */
export const SIDE_CHANNELS: [text: string, data: unknown[][]][] = [
  ["SELECT count() FROM dossiers WHERE throwIf(province = '08') = 0", [[60]]],
  ['SELECT count() FROM dossiers WHERE intDiv(1, fee_vnd - 777) <= 0', [[60]]],
  ["SELECT count() FROM dossiers WHERE toUInt32(if(fee_vnd = 777, 'x', '1')) = 1", [[60]]],
  [
    "SELECT count() FROM dossiers WHERE throwIf(startsWith(dossier_code, 'G08')) = 0 AND status IN (4, 10)",
    [[60]],
  ],
  [
    'SELECT count() FROM dossiers AS a JOIN dossiers AS b ON a.dossier_code = b.dossier_code AND intDiv(1, b.fee_vnd - 777) <= 0',
    [[60]],
  ],
  ["SELECT max(throwIf(province != '01')) FROM dossiers", [[0]]],
  ["SELECT count() FROM (SELECT * FROM dossiers ORDER BY throwIf(province = '08') LIMIT 1000)", [[60]]],
  ["SELECT count() FROM dossiers WHERE province = '08' OR 1 = 1", [[60]]],
  ["SELECT count() FROM dossiers WHERE province IN ('08', '79')", [[0]]],
  ["WITH 'all.x' AS initialQueryID SELECT count() FROM dossiers", [[60]]],
  [
    "WITH initialQueryID() AS q, 'all.' AS province SELECT count() FROM dossiers WHERE startsWith(q, '01.')",
    [[60]],
  ],
  ['SELECT uniqExact(province) FROM dossiers -- all.x', [[1]]],
  ['SELECT count() FROM dossiers /* OR 1=1 */', [[60]]],
  ["SELECT count() FROM merge('toancanh_public', '^dossiers$')", [[60]]],
  ['SELECT count() FROM toancanh_public.dossiers', [[60]]],
  ['SELECT count() FROM view(SELECT * FROM dossiers)', [[60]]],
]
