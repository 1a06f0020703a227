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
) ENGINE = {MergeTree} PARTITION BY (part, generation) ORDER BY (product, group, date, province);

CREATE TABLE {db}.identity_store AS {staging}.identity;

CREATE VIEW {db}.identity AS
SELECT * EXCEPT (province_code, province_era, {bookkeeping}) FROM {db}.identity_store WHERE {live identity};

CREATE TABLE {staging}.population (
  as_of Date,
  province_code LowCardinality(String),
  province_era LowCardinality(String),
  residents Nullable(UInt64),
  eligible_card Nullable(UInt64),
  eligible_eid Nullable(UInt64),
  source String,
  {landing}
) ENGINE = {MergeTree} PARTITION BY (part, generation) ORDER BY (as_of, province_code);

CREATE TABLE {db}.population_store AS {staging}.population;

CREATE VIEW {db}.population AS
SELECT * EXCEPT (province_code, province_era, {bookkeeping}) FROM {db}.population_store WHERE {live population};
