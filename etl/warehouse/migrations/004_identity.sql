CREATE TABLE {staging}.identity (
  date Date,
  province_code LowCardinality(String),
  province_era LowCardinality(String),
  product LowCardinality(String),
  group LowCardinality(String),
  received Nullable(UInt64),
  approved Nullable(UInt64),
  issued Nullable(UInt64),
  reissued Nullable(UInt64),
  activated Nullable(UInt64),
  rejected Nullable(UInt64),
  updated_at Nullable(DateTime('Asia/Ho_Chi_Minh')),
  {landing}
) ENGINE = {MergeTree} PARTITION BY part ORDER BY (date, province_code, product, group, version_at);

CREATE TABLE {db}.identity_store (
  part LowCardinality(String),
  generation UInt64,
  row_hash UInt64,
  date Date,
  province LowCardinality(String),
  province63 LowCardinality(String),
  product LowCardinality(String),
  group LowCardinality(String),
  received Nullable(UInt64),
  approved Nullable(UInt64),
  issued Nullable(UInt64),
  reissued Nullable(UInt64),
  activated Nullable(UInt64),
  rejected Nullable(UInt64),
  updated_at Nullable(DateTime('Asia/Ho_Chi_Minh'))
) ENGINE = {MergeTree} PARTITION BY (part, generation) ORDER BY (product, group, date, province);

CREATE VIEW {db}.identity AS
SELECT * EXCEPT (part, generation, row_hash) FROM {db}.identity_store
WHERE _partition_id IN (SELECT partitionId(toLowCardinality(part), generation) FROM {db}.live_partitions WHERE dataset = 'identity');

CREATE TABLE {staging}.population (
  as_of Date,
  province_code LowCardinality(String),
  province_era LowCardinality(String),
  residents Nullable(UInt64),
  eligible_card Nullable(UInt64),
  eligible_eid Nullable(UInt64),
  source String,
  {landing}
) ENGINE = {MergeTree} PARTITION BY part ORDER BY (as_of, province_code);

CREATE TABLE {db}.population_store (
  part LowCardinality(String),
  generation UInt64,
  row_hash UInt64,
  as_of Date,
  province LowCardinality(String),
  province63 LowCardinality(String),
  residents Nullable(UInt64),
  eligible_card Nullable(UInt64),
  eligible_eid Nullable(UInt64),
  source String
) ENGINE = {MergeTree} PARTITION BY (part, generation) ORDER BY (as_of, province);

CREATE VIEW {db}.population AS
SELECT * EXCEPT (part, generation, row_hash) FROM {db}.population_store
WHERE _partition_id IN (SELECT partitionId(toLowCardinality(part), generation) FROM {db}.live_partitions WHERE dataset = 'population');
