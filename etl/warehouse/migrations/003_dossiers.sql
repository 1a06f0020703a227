-- Landing: every row ever accepted, with the file line it came from. The source of all that is published.
CREATE TABLE {staging}.dossiers (
  dossier_code String,
  procedure_code LowCardinality(String),
  agency_code LowCardinality(String),
  province_code LowCardinality(String),
  province_era LowCardinality(String),
  commune_code LowCardinality(String),
  channel LowCardinality(String),
  status UInt8,
  received_at Nullable(DateTime('Asia/Ho_Chi_Minh')),
  due_at Nullable(DateTime('Asia/Ho_Chi_Minh')),
  ended_at Nullable(DateTime('Asia/Ho_Chi_Minh')),
  returned_at Nullable(DateTime('Asia/Ho_Chi_Minh')),
  supplement_requested_at Nullable(DateTime('Asia/Ho_Chi_Minh')),
  supplement_completed_at Nullable(DateTime('Asia/Ho_Chi_Minh')),
  supplement_requests Nullable(UInt64),
  fee_vnd Nullable(UInt64),
  paid_online Nullable(UInt8),
  digitised Nullable(UInt8),
  e_result Nullable(UInt8),
  reused_data Nullable(UInt8),
  satisfaction Nullable(UInt8),
  updated_at DateTime('Asia/Ho_Chi_Minh'),
  {landing}
) ENGINE = {MergeTree} PARTITION BY part ORDER BY (dossier_code, version_at);

-- What readers see, in generations of whole partitions. Dates are days in Asia/Ho_Chi_Minh.
-- By ended_date: a period's figures are of the dossiers that were alive in it.
-- ended_date 2149-06-06: not ended. overdue1/2: the days at whose end the dossier counts as pending_overdue.
CREATE TABLE {db}.dossiers_store (
  part LowCardinality(String),
  generation UInt64,
  row_hash UInt64,
  dossier_code String,
  procedure_code LowCardinality(String),
  agency_code LowCardinality(String),
  province LowCardinality(String),
  province63 LowCardinality(String),
  commune_code LowCardinality(String),
  channel LowCardinality(String),
  status UInt8,
  received_date Date,
  due_date Date,
  ended_date Date,
  outcome Enum8('pending' = 0, 'early' = 1, 'on_time' = 2, 'late' = 3),
  overdue1_from Date,
  overdue1_to Date,
  overdue2_from Date,
  overdue2_to Date,
  processing_days UInt16,
  fee_vnd Nullable(UInt64),
  paid_online Nullable(UInt8),
  digitised Nullable(UInt8),
  e_result Nullable(UInt8),
  reused_data Nullable(UInt8),
  satisfaction Nullable(UInt8),
  updated_at DateTime('Asia/Ho_Chi_Minh'),
  INDEX received_date received_date TYPE minmax GRANULARITY 1
) ENGINE = {MergeTree} PARTITION BY (part, generation) ORDER BY (ended_date, province, procedure_code);

CREATE VIEW {db}.dossiers AS
SELECT * EXCEPT (part, generation, row_hash) FROM {db}.dossiers_store
WHERE _partition_id IN (SELECT partitionId(toLowCardinality(part), generation) FROM {db}.live_partitions WHERE dataset = 'dossiers')
  AND status NOT IN (1, 3);
