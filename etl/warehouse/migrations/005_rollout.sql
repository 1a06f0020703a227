CREATE TABLE {staging}.procedures (
  procedure_code String,
  valid_from Date,
  name String,
  field String,
  force String,
  service_level LowCardinality(String),
  published_on Nullable(Date),
  withdrawn_on Nullable(Date),
  processing_days Nullable(UInt64),
  has_fee Nullable(UInt8),
  needs_result Nullable(UInt8),
  programmes Array(String),
  {landing}
) ENGINE = {MergeTree} PARTITION BY part ORDER BY (procedure_code, valid_from);

CREATE TABLE {db}.procedures_store (
  part LowCardinality(String),
  generation UInt64,
  row_hash UInt64,
  procedure_code String,
  valid_from Date,
  name String,
  field String,
  force String,
  service_level LowCardinality(String),
  published_on Nullable(Date),
  withdrawn_on Nullable(Date),
  processing_days Nullable(UInt64),
  has_fee Nullable(UInt8),
  needs_result Nullable(UInt8),
  programmes Array(String)
) ENGINE = {MergeTree} PARTITION BY (part, generation) ORDER BY (procedure_code, valid_from);

CREATE VIEW {db}.procedures AS
SELECT * EXCEPT (part, generation, row_hash) FROM {db}.procedures_store
WHERE _partition_id IN (SELECT partitionId(toLowCardinality(part), generation) FROM {db}.live_partitions WHERE dataset = 'procedures');

CREATE TABLE {staging}.indicators (
  indicator_code LowCardinality(String),
  as_of Date,
  province_code LowCardinality(String),
  province_era LowCardinality(String),
  unit String,
  numerator Float64,
  denominator Nullable(Float64),
  target Nullable(Float64),
  source String,
  updated_at Nullable(DateTime('Asia/Ho_Chi_Minh')),
  {landing}
) ENGINE = {MergeTree} PARTITION BY part ORDER BY (indicator_code, as_of, province_code, unit, version_at);

CREATE TABLE {db}.indicators_store (
  part LowCardinality(String),
  generation UInt64,
  row_hash UInt64,
  indicator_code LowCardinality(String),
  as_of Date,
  province LowCardinality(String),
  province63 LowCardinality(String),
  unit String,
  numerator Float64,
  denominator Nullable(Float64),
  target Nullable(Float64),
  source String,
  updated_at Nullable(DateTime('Asia/Ho_Chi_Minh'))
) ENGINE = {MergeTree} PARTITION BY (part, generation) ORDER BY (indicator_code, as_of, province);

CREATE VIEW {db}.indicators AS
SELECT * EXCEPT (part, generation, row_hash) FROM {db}.indicators_store
WHERE _partition_id IN (SELECT partitionId(toLowCardinality(part), generation) FROM {db}.live_partitions WHERE dataset = 'indicators');

CREATE TABLE {staging}.tasks (
  task_code String,
  name String,
  objective UInt8,
  source_document String,
  lead_agency String,
  co_agencies Array(String),
  province_code LowCardinality(String),
  assigned_on Date,
  due_on Date,
  done_on Nullable(Date),
  updated_at DateTime('Asia/Ho_Chi_Minh'),
  {landing}
) ENGINE = {MergeTree} PARTITION BY part ORDER BY (task_code, version_at);

CREATE TABLE {db}.tasks_store (
  part LowCardinality(String),
  generation UInt64,
  row_hash UInt64,
  task_code String,
  name String,
  objective UInt8,
  source_document String,
  lead_agency String,
  co_agencies Array(String),
  province LowCardinality(String),
  province63 LowCardinality(String),
  assigned_on Date,
  due_on Date,
  done_on Nullable(Date),
  updated_at DateTime('Asia/Ho_Chi_Minh')
) ENGINE = {MergeTree} PARTITION BY (part, generation) ORDER BY task_code;

CREATE VIEW {db}.tasks AS
SELECT * EXCEPT (part, generation, row_hash) FROM {db}.tasks_store
WHERE _partition_id IN (SELECT partitionId(toLowCardinality(part), generation) FROM {db}.live_partitions WHERE dataset = 'tasks');

CREATE TABLE {staging}.published (
  figure LowCardinality(String),
  as_of Date,
  province_code LowCardinality(String),
  value Float64,
  unit String,
  source String,
  {landing}
) ENGINE = {MergeTree} PARTITION BY part ORDER BY (figure, as_of, province_code);

CREATE TABLE {db}.published_store (
  part LowCardinality(String),
  generation UInt64,
  row_hash UInt64,
  figure LowCardinality(String),
  as_of Date,
  province LowCardinality(String),
  province63 LowCardinality(String),
  value Float64,
  unit String,
  source String
) ENGINE = {MergeTree} PARTITION BY (part, generation) ORDER BY (figure, as_of, province);

CREATE VIEW {db}.published AS
SELECT * EXCEPT (part, generation, row_hash) FROM {db}.published_store
WHERE _partition_id IN (SELECT partitionId(toLowCardinality(part), generation) FROM {db}.live_partitions WHERE dataset = 'published');

CREATE TABLE {staging}.scores766 (
  criterion LowCardinality(String),
  period_type LowCardinality(String),
  period LowCardinality(String),
  province_code LowCardinality(String),
  province_era LowCardinality(String),
  numerator Nullable(Float64),
  denominator Nullable(Float64),
  points Nullable(Float64),
  flag String,
  {landing}
) ENGINE = {MergeTree} PARTITION BY part ORDER BY (criterion, period_type, period, province_code);

CREATE TABLE {db}.scores766_store (
  part LowCardinality(String),
  generation UInt64,
  row_hash UInt64,
  criterion LowCardinality(String),
  period_type LowCardinality(String),
  period LowCardinality(String),
  period_end Date,
  province LowCardinality(String),
  province63 LowCardinality(String),
  numerator Nullable(Float64),
  denominator Nullable(Float64),
  points Nullable(Float64),
  flag String
) ENGINE = {MergeTree} PARTITION BY (part, generation) ORDER BY (criterion, period_end, province);

CREATE VIEW {db}.scores766 AS
SELECT * EXCEPT (part, generation, row_hash) FROM {db}.scores766_store
WHERE _partition_id IN (SELECT partitionId(toLowCardinality(part), generation) FROM {db}.live_partitions WHERE dataset = 'scores766');
