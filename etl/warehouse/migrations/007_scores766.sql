-- The index of Quyết định 766/QĐ-TTg, each row as it holds from effective_from on: filled from etl/reference.
CREATE TABLE {db}.ref_scores766_groups (code LowCardinality(String), effective_from Date, position UInt8, name_vi String, name_en String, max_points Float64, source String, verified UInt8)
ENGINE = {MergeTree} ORDER BY (code, effective_from);

-- max_points: null while not known; provisional: no source settles them. threshold: the ratio that gives full marks; null: 1.
-- dossiers: what of the dossiers gives the criterion; empty: it is reported.
CREATE TABLE {db}.ref_scores766_criteria (criterion LowCardinality(String), effective_from Date, effective_to Nullable(Date), group LowCardinality(String), name_vi String, name_en String, max_points Nullable(Float64), provisional UInt8, threshold Nullable(Float64), direction LowCardinality(String), over_time LowCardinality(String), dossiers LowCardinality(String), numerator_vi String, numerator_en String, denominator_vi String, denominator_en String, source String, verified UInt8)
ENGINE = {MergeTree} ORDER BY (criterion, effective_from);

-- All bands of one effective_from are a set. min_assessed: the share of the points to be had that must be assessed.
CREATE TABLE {db}.ref_scores766_bands (code LowCardinality(String), effective_from Date, name_vi String, name_en String, min_score Float64, min_assessed Float64, source String, verified UInt8)
ENGINE = {MergeTree} ORDER BY (effective_from, min_score);
