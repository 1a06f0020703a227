-- One row a file of a load, or one an undo. All rows of a load are written by one insert of one block, which is the act of
-- publishing: `published` (on the load's last row) names, for every partition it changed, the generations that readers
-- are to see from then on: a whole one, then what has been changed of it since. One insert: all of it or none.
CREATE TABLE {db}.ledger (
  version UInt64,
  batch String,
  dataset LowCardinality(String),
  file String,
  file_hash String,
  bytes UInt64,
  -- published, unchanged, refused; undone: takes the batch back; rebuilt: derived anew, no file.
  status LowCardinality(String),
  reason String,
  warnings Array(String),
  read UInt64,
  loaded UInt64,
  quarantined UInt64,
  superseded UInt64,
  -- Partitions the batch has rows in.
  parts Array(String),
  -- No generations: nothing is left of the partition. state: what is in it, where that is known.
  published Array(Tuple(table String, part String, generations Array(Int64),
    state Tuple(rows UInt64, as_of Nullable(Date), newest_business_date Nullable(Date)))),
  rows UInt64,
  as_of Nullable(Date),
  newest_business_date Nullable(Date),
  accepted_change UInt8,
  simulated UInt8,
  seconds Float64,
  started_at DateTime64(3, 'UTC'),
  published_at DateTime64(3, 'UTC')
) ENGINE = {MergeTree} ORDER BY version;

-- What a query reads of the ledger it reads as of one moment: a scalar subquery is worked out once a query, and rows
-- already written never change. So a query over several datasets sees them as of one load.
CREATE VIEW {db}.ledger_now AS
SELECT * FROM {db}.ledger WHERE version <= (SELECT max(version) FROM {db}.ledger);

CREATE VIEW {db}.live_partitions AS
SELECT p.1 AS table, p.2 AS part, argMax(p.3, version) AS generations, argMax(p.4, version) AS state
FROM {db}.ledger_now ARRAY JOIN published AS p
GROUP BY table, part;

CREATE VIEW {db}.ledger_version AS
SELECT max(version) AS version FROM {db}.ledger WHERE notEmpty(published);

-- Loads whose rows count.
CREATE VIEW {db}.live_loads AS
SELECT version, batch, dataset, file, file_hash, parts, simulated, published_at
FROM {db}.ledger_now
WHERE status = 'published' AND batch NOT IN (SELECT batch FROM {db}.ledger_now WHERE status = 'undone');

-- Where every published partition comes from: table, partition, generations and the files whose rows are in it.
CREATE VIEW {db}.lineage AS
SELECT l.table AS table, l.part AS part, l.generations AS generations, b.dataset AS dataset, b.batch AS batch, b.file AS file, b.file_hash AS file_hash
FROM {db}.live_partitions AS l
INNER JOIN (SELECT dataset, batch, file, file_hash, arrayJoin(parts) AS part FROM {db}.live_loads) AS b
  ON if(l.table = 'dossier_years', substring(b.part, 1, 2), b.part) = l.part
  AND b.dataset = multiIf(l.table IN ('dossier_days', 'dossier_years'), 'dossiers', l.table = 'identity_released', 'identity', l.table)
WHERE notEmpty(l.generations);

-- Rows that were not loaded, one row a fault.
CREATE TABLE {db}.quarantine (
  batch String,
  dataset LowCardinality(String),
  file String,
  line UInt64,
  column String,
  value String,
  reason String,
  at DateTime64(3, 'UTC')
) ENGINE = {MergeTree} ORDER BY (batch, line);
