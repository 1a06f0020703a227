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
) ENGINE = {MergeTree} PARTITION BY (part, generation) ORDER BY (procedure_code, valid_from);

CREATE TABLE {db}.procedures_store AS {staging}.procedures;

CREATE VIEW {db}.procedures AS
SELECT * EXCEPT (province, province63, {bookkeeping}) FROM {db}.procedures_store WHERE {live procedures};

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
) ENGINE = {MergeTree} PARTITION BY (part, generation) ORDER BY (indicator_code, as_of, province_code, unit);

CREATE TABLE {db}.indicators_store AS {staging}.indicators;

CREATE VIEW {db}.indicators AS
SELECT * EXCEPT (province_code, province_era, {bookkeeping}) FROM {db}.indicators_store WHERE {live indicators};

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
) ENGINE = {MergeTree} PARTITION BY (part, generation) ORDER BY (task_code);

CREATE TABLE {db}.tasks_store AS {staging}.tasks;

CREATE VIEW {db}.tasks AS
SELECT * EXCEPT (province_code, {bookkeeping}) FROM {db}.tasks_store WHERE {live tasks};

CREATE TABLE {staging}.published (
  figure LowCardinality(String),
  as_of Date,
  province_code LowCardinality(String),
  value Float64,
  unit String,
  source String,
  {landing}
) ENGINE = {MergeTree} PARTITION BY (part, generation) ORDER BY (figure, as_of, province_code);

CREATE TABLE {db}.published_store AS {staging}.published;

CREATE VIEW {db}.published AS
SELECT * EXCEPT (province_code, {bookkeeping}) FROM {db}.published_store WHERE {live published};

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
  period_end Date,
  {landing}
) ENGINE = {MergeTree} PARTITION BY (part, generation) ORDER BY (criterion, period_type, period, province_code);

CREATE TABLE {db}.scores766_store AS {staging}.scores766;

CREATE VIEW {db}.scores766 AS
SELECT * EXCEPT (province_code, province_era, {bookkeeping}) FROM {db}.scores766_store WHERE {live scores766};
