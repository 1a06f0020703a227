-- Reference data: filled from etl/reference at every start where its content has changed.
CREATE TABLE {db}.ref_provinces34 (code LowCardinality(String), name String, type String, region LowCardinality(String), valid_from Date, type_from Date)
ENGINE = {MergeTree} ORDER BY code;

CREATE TABLE {db}.ref_provinces63 (code LowCardinality(String), name String, type String, region LowCardinality(String), province34 LowCardinality(String), iso String, valid_to Date)
ENGINE = {MergeTree} ORDER BY code;

CREATE TABLE {db}.ref_communes (code String, name String, province LowCardinality(String))
ENGINE = {MergeTree} ORDER BY code;

CREATE TABLE {db}.ref_statuses (code UInt8, name_vi String, name_en String, ended UInt8)
ENGINE = {MergeTree} ORDER BY code;

CREATE TABLE {db}.ref_indicators (code String, name_vi String, name_en String, unit_vi String, unit_en String, objective UInt8, direction LowCardinality(String), rhythm LowCardinality(String), national LowCardinality(String), kind LowCardinality(String))
ENGINE = {MergeTree} ORDER BY code;

CREATE TABLE {db}.ref_thresholds (metric String, effective_from Date, green Float64, amber Float64, direction LowCardinality(String), source String)
ENGINE = {MergeTree} ORDER BY (metric, effective_from);

CREATE TABLE {db}.ref_calendar (date Date, kind LowCardinality(String), name String, source String, verified UInt8)
ENGINE = {MergeTree} ORDER BY date;

-- By which rules a dossier received from effective_from on counts as late.
CREATE TABLE {db}.ref_rule_sets (effective_from Date, document String, late_from_requests UInt8, wait_subtracted UInt8, source String, verified UInt8)
ENGINE = {MergeTree} ORDER BY effective_from;

-- n: working days from the table's first day up to and including this one; filled from ref_calendar.
CREATE TABLE {db}.ref_working_days (date Date, n UInt16)
ENGINE = {MergeTree} ORDER BY date;

-- Which content of each reference file is loaded.
CREATE TABLE {db}.ref_loaded (name String, checksum String, at DateTime DEFAULT now())
ENGINE = {MergeTree} ORDER BY (name, at);
