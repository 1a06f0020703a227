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

-- What may be seen of it (load/release.ts): the days of small counts are joined into blocks. A count is that of the block that
-- ends on the day. withheld: the counts of the day (bit 0: received, 1: approved, 2: issued, 3: reissued, 4: activated,
-- 5: rejected) that are in a block that does not end on it. waiting_*: by how much the number of blocks that wait for their end
-- changes on the day. open_*: what the block holds so far; readers must not see it.
CREATE TABLE {db}.identity_released_store (
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
  withheld UInt8,
  waiting_received Nullable(Int8),
  waiting_approved Nullable(Int8),
  waiting_issued Nullable(Int8),
  waiting_reissued Nullable(Int8),
  waiting_activated Nullable(Int8),
  waiting_rejected Nullable(Int8),
  open_received UInt8,
  open_approved UInt8,
  open_issued UInt8,
  open_reissued UInt8,
  open_activated UInt8,
  open_rejected UInt8,
  part LowCardinality(String),
  generation Int64
) ENGINE = {MergeTree} PARTITION BY (part, generation) ORDER BY (product, group, date, province);

CREATE VIEW {db}.identity AS
SELECT date, province, province63, product, `group`, received, approved, issued, reissued, activated, rejected, withheld,
  waiting_received, waiting_approved, waiting_issued, waiting_reissued, waiting_activated, waiting_rejected
FROM {db}.identity_released_store WHERE {live identity_released};

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
