-- rhythm_days: how many days old the newest business date may be before the dataset counts as late.
CREATE TABLE {db}.ref_rhythms (dataset LowCardinality(String), rhythm_days UInt16)
ENGINE = {MergeTree} ORDER BY dataset;

CREATE VIEW {db}.dataset_state AS
SELECT
  r.dataset AS dataset,
  ifNull(s.state.1, 0) AS rows,
  s.state.2 AS as_of,
  s.state.3 AS newest_business_date,
  l.last_load_at AS last_load_at,
  r.rhythm_days AS rhythm_days,
  ifNull(l.simulated, 0) AS simulated
FROM {db}.ref_rhythms AS r
LEFT JOIN (
  SELECT dataset, argMax((rows, as_of, newest_business_date), version) AS state
  FROM {db}.ledger_now
  WHERE status IN ('published', 'undone', 'rebuilt')
  GROUP BY dataset
) AS s ON s.dataset = r.dataset
LEFT JOIN (
  SELECT dataset, toNullable(max(toDateTime(published_at))) AS last_load_at, max(simulated) AS simulated
  FROM {db}.live_loads
  GROUP BY dataset
) AS l ON l.dataset = r.dataset
SETTINGS join_use_nulls = 1;
