import { conditionsOf, type Bucket, type Slice } from './slices.ts'

const count = (condition: string) => `count(*) FILTER (${condition})`
const ratio = (part: string, whole: string) => `(${part})::DOUBLE / nullif(${whole}, 0)`
/** Nearest rank: the ⌈n · tenths / 10⌉-th of the sorted days. */
const percentile = (tenths: number) =>
  `list_extract(list_sort(list(days) FILTER (resolved)), ((len(list(days) FILTER (resolved)) * ${tenths} + 9) // 10)::INT)`

const GOOD = `${count('resolved AND NOT late')}`

/** The measures of the view `dossiers` over `judged`, as metrics.md defines them. */
export const DOSSIER_MEASURES: Record<string, string> = {
  received: count('received'),
  received_online: count("received AND channel = 'online'"),
  received_other: count("received AND channel != 'online'"),
  carried_in: count('carried_in'),
  resolved: count('resolved'),
  resolved_early: count('resolved AND NOT late AND effective_on < due_on'),
  resolved_on_time: count('resolved AND NOT late AND effective_on = due_on'),
  resolved_late: count('resolved AND late'),
  pending: count('pending'),
  pending_in_time: count('pending AND NOT late'),
  pending_overdue: count('pending AND late'),
  on_time_rate: ratio(GOOD, count('resolved')),
  on_time_rate_all: ratio(GOOD, count('resolved OR (pending AND late)')),
  on_time_rate_766: ratio(count('(resolved OR pending) AND NOT late'), count('resolved OR pending')),
  online_rate: ratio(count("received AND channel = 'online'"), count('received')),
  paid_online_rate: ratio(
    count('resolved AND fee_vnd > 0 AND paid_online'),
    count('resolved AND fee_vnd > 0 AND paid_online IS NOT NULL'),
  ),
  digitised_rate: ratio(count('resolved AND digitised'), count('resolved AND digitised IS NOT NULL')),
  e_result_rate: ratio(
    count('resolved AND status IN (9, 10) AND needs_result AND e_result'),
    count('resolved AND status IN (9, 10) AND needs_result AND e_result IS NOT NULL'),
  ),
  reuse_rate: ratio(count('resolved AND reused_data'), count('resolved AND reused_data IS NOT NULL')),
  processing_days_p50: percentile(5),
  processing_days_p90: percentile(9),
  satisfaction_rate: ratio(
    count('resolved AND satisfaction IN (4, 5)'),
    count('resolved AND satisfaction IS NOT NULL'),
  ),
}

/**
 * SQL: one bucket of a slice, the asked dimensions and every measure. The one rule of lateness is applied to each
 * dossier at the end of the bucket's last day, 23:59:59.
 */
export const dossiersSql = ({ by = [], where }: Slice, { from, to }: Bucket): string => `
WITH known AS (
  SELECT *, received_on >= DATE '${from}' AS received,
    received_on < DATE '${from}' AND (ended_on IS NULL OR ended_on >= DATE '${from}') AS carried_in,
    coalesce(ended_on BETWEEN DATE '${from}' AND DATE '${to}', false) AS resolved,
    ended_on IS NULL OR ended_on > DATE '${to}' AS pending,
    coalesce(requested_at <= TIMESTAMP '${to} 23:59:59', false) AS asked,
    least(coalesce(ended_at, TIMESTAMP '${to} 23:59:59'), TIMESTAMP '${to} 23:59:59') AS seen_at
  FROM dossiers
  WHERE received_on <= DATE '${to}'${conditionsOf(where)}
), effective AS (
  SELECT *, (CASE
      WHEN asked AND (completed_at IS NULL OR completed_at > seen_at) THEN requested_at
      WHEN asked THEN seen_at - (completed_at - requested_at)
      ELSE seen_at END)::DATE AS effective_on
  FROM known WHERE received OR carried_in
), judged AS (
  SELECT e.*, effective_on > due_on OR (asked AND requests >= 2) AS late, done.up_to - begun.up_to AS days
  FROM effective AS e
  JOIN working_days AS begun ON begun.day = received_on
  JOIN working_days AS done ON done.day = effective_on
)
SELECT ${[
  ...by.map((name) => `"${name}"`),
  ...Object.entries(DOSSIER_MEASURES).map(([name, sql]) => `(${sql})::DOUBLE AS ${name}`),
].join(',\n  ')}
FROM judged ${by.length === 0 ? '' : `GROUP BY ${by.map((name) => `"${name}"`).join(', ')}`}`
