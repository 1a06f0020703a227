-- rhythm_days: how many days old the newest business date may be before the dataset counts as late.
CREATE TABLE {db}.ref_rhythms (dataset LowCardinality(String), rhythm_days UInt16)
ENGINE = {MergeTree} ORDER BY dataset;

CREATE VIEW {db}.dataset_state AS
SELECT
  r.dataset AS dataset,
  ifNull(l.rows, 0) AS rows,
  l.as_of AS as_of,
  l.newest_business_date AS newest_business_date,
  l.last_load_at AS last_load_at,
  r.rhythm_days AS rhythm_days,
  ifNull(l.simulated, 0) AS simulated
FROM {db}.ref_rhythms AS r
LEFT JOIN (
  SELECT
    dataset,
    argMax(ledger.rows, version) AS rows,
    argMax(tuple(ledger.as_of), version).1 AS as_of,
    argMax(tuple(ledger.newest_business_date), version).1 AS newest_business_date,
    toNullable(max(toDateTime(published_at))) AS last_load_at,
    max(ledger.simulated) AS simulated
  FROM {db}.ledger
  WHERE status = 'published'
  GROUP BY dataset
) AS l ON l.dataset = r.dataset
SETTINGS join_use_nulls = 1;
