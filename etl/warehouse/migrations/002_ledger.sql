-- One row a load. A row with status 'published' is the act of publishing: it names, for every partition the
-- load touched, the generation readers are to see from then on. One row, one insert: all of it or none.
CREATE TABLE {db}.ledger (
  version UInt64,
  batch String,
  dataset LowCardinality(String),
  file String,
  file_hash String,
  bytes UInt64,
  status LowCardinality(String),
  reason String,
  warnings Array(String),
  read UInt64,
  loaded UInt64,
  quarantined UInt64,
  superseded UInt64,
  partitions Array(Tuple(part String, generation UInt64)),
  rows UInt64,
  as_of Nullable(Date),
  newest_business_date Nullable(Date),
  accepted_change UInt8,
  simulated UInt8,
  seconds Float64,
  started_at DateTime64(3, 'UTC'),
  published_at DateTime64(3, 'UTC')
) ENGINE = {MergeTree} ORDER BY version;

CREATE VIEW {db}.live_partitions AS
SELECT dataset, p.1 AS part, argMax(p.2, version) AS generation
FROM {db}.ledger ARRAY JOIN partitions AS p
WHERE status = 'published'
GROUP BY dataset, part;

CREATE VIEW {db}.ledger_version AS
SELECT max(version) AS version FROM {db}.ledger WHERE status = 'published';

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
