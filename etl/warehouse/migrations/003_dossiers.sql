-- Landing: every row ever accepted, with the file line it came from, in partitions of (part, load). The source of all that is
-- published. Dates are days in Asia/Ho_Chi_Minh. By province, then ended_date: a period's figures are of those alive in it.
-- ended_date 2149-06-06: not ended. overdue1/2: the days at whose end the dossier counts as pending_overdue.
-- takes_back: 0, this is a dossier; else the row of this load and line in that generation is one no longer.
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
  received_date Date,
  due_date Date,
  ended_date Date,
  outcome Enum8('pending' = 0, 'early' = 1, 'on_time' = 2, 'late' = 3),
  overdue1_from Date,
  overdue1_to Date,
  overdue2_from Date,
  overdue2_to Date,
  processing_days UInt16,
  takes_back Int64,
  {landing},
  INDEX received_date received_date TYPE minmax GRANULARITY 1
) ENGINE = {MergeTree} PARTITION BY (part, generation) ORDER BY (province, ended_date, procedure_code);

-- What readers see: generations of whole partitions. A partition that one load alone filled is the landing's own, by
-- hard links, under the load's number. What a later load changes of it is a generation of its own, under a negative number:
-- the new rows, and those they take the place of, once more, with takes_back. So a correction costs what it corrects.
CREATE TABLE {db}.dossiers_store AS {staging}.dossiers;

CREATE VIEW {db}.dossiers AS
SELECT * EXCEPT (province_code, province_era, takes_back, {bookkeeping}) FROM {db}.dossiers_store
WHERE {live dossiers} AND status NOT IN (1, 3) AND takes_back = 0
  AND (generation, load, line) {not in} (
    SELECT takes_back, load, line FROM {db}.dossiers_store WHERE {live dossiers} AND takes_back != 0);

-- The same for counting, without looking rows up: summed with their weights, rows taken back and their twins are nothing.
CREATE VIEW {db}.dossier_changes AS
SELECT * EXCEPT (province_code, province_era, takes_back, {bookkeeping}), toInt8(if(takes_back = 0, 1, -1)) AS weight
FROM {db}.dossiers_store
WHERE {live dossiers} AND status NOT IN (1, 3);

-- Rollup: what happened to dossiers each day, so that no figure costs more with more dossiers. A row of a day holds what was
-- received and what ended on it, and by how much the number of overdue pending dossiers changed; a stock is the sum of the
-- changes up to a day. valid_from: the procedure's version on the day of receipt (1970-01-01: unknown procedure).
CREATE TABLE {db}.dossier_days_by_place_store (
  part LowCardinality(String),
  generation Int64,
  date Date,
  province LowCardinality(String),
  province63 LowCardinality(String),
  channel LowCardinality(String),
  {changes}
) ENGINE = {MergeTree} PARTITION BY (part, generation) ORDER BY (province, date);

CREATE TABLE {db}.dossier_days_by_procedure_store (
  part LowCardinality(String),
  generation Int64,
  date Date,
  procedure_code LowCardinality(String),
  valid_from Date,
  channel LowCardinality(String),
  {changes}
) ENGINE = {MergeTree} PARTITION BY (part, generation) ORDER BY (procedure_code, date);

-- By place once more, all parts of a year in one: what readers read, since a partition costs them more than the rows in it.
CREATE TABLE {db}.dossier_years_store AS {db}.dossier_days_by_place_store;

CREATE VIEW {db}.dossier_days_by_place AS
SELECT * EXCEPT (part, generation) FROM {db}.dossier_years_store WHERE {live dossier_years};

CREATE VIEW {db}.dossier_days_by_procedure AS
SELECT * EXCEPT (part, generation) FROM {db}.dossier_days_by_procedure_store WHERE {live dossier_days};
