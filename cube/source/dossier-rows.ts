import { columns, only } from './ask.ts'
import type { Buckets } from './buckets.ts'
import type { DossierCounts } from './dossier-counts.ts'

/** Keys as columns of `dossier_changes` (d) or of its procedure as valid on the day of receipt (p). */
const KEYS: Record<string, string> = {
  province: 'd.province',
  province63: "nullIf(d.province63, '')",
  commune: "nullIf(d.commune_code, '')",
  agency: 'd.agency_code',
  procedure: 'd.procedure_code',
  channel: 'toString(d.channel)',
  procedure_name: 'p.name',
  field: 'p.field',
  force: 'p.force',
  service_level: 'p.service_level',
  programme: "nullIf(programme_code, '')",
}
/** Dossiers less those taken back: what corrections have changed is in the table twice, with opposite weights. */
const COUNT = 'sum(d.weight)'
const COUNTS = {
  received: COUNT,
  received_online: "sumIf(d.weight, d.channel = 'online')",
  resolved: COUNT,
  resolved_early: "sumIf(d.weight, d.outcome = 'early')",
  resolved_on_time: "sumIf(d.weight, d.outcome = 'on_time')",
  resolved_late: "sumIf(d.weight, d.outcome = 'late')",
  paid_known: 'sumIf(d.weight, d.fee_vnd > 0 AND d.paid_online IS NOT NULL)',
  paid_online: 'sumIf(d.weight, d.fee_vnd > 0 AND d.paid_online = 1)',
  digitised_known: 'sumIf(d.weight, d.digitised IS NOT NULL)',
  digitised: 'sumIf(d.weight, d.digitised = 1)',
  // Statuses 9 and 10 are the ones that end with a result.
  e_result_known: 'sumIf(d.weight, d.status IN (9, 10) AND p.needs_result = 1 AND d.e_result IS NOT NULL)',
  e_result: 'sumIf(d.weight, d.status IN (9, 10) AND p.needs_result = 1 AND d.e_result = 1)',
  reused_known: 'sumIf(d.weight, d.reused_data IS NOT NULL)',
  reused: 'sumIf(d.weight, d.reused_data = 1)',
  rated: 'sumIf(d.weight, d.satisfaction IS NOT NULL)',
  satisfied: 'sumIf(d.weight, d.satisfaction >= 4)',
} as const
const STANDING = {
  carried_in: 'if(k > k_received, n, 0)',
  pending: 'if(k < k_ended, n, 0)',
  pending_overdue:
    'if((k BETWEEN overdue1_first AND overdue1_last) OR (k BETWEEN overdue2_first AND overdue2_last), n, 0)',
} as const

/**
 * The asked counts by keys and bucket k, from the dossiers themselves. One pass over those alive in the period counts
 * them by the buckets of their receipt and end (and of the days they were overdue); what stood at a bucket's edge
 * follows from those few counts.
 */
export function countedByRow(counts: DossierCounts, buckets: Buckets): string {
  const { received, resolved, stocks, days, comes, ends } = counts
  const { from, to, last, indexOf } = buckets
  const keys = only(KEYS, (key) => counts.keys.includes(key))
  const stands = stocks.length > 0
  // Small integers, so that the keys of a group fit a few machine words.
  const positions = {
    k_received: `toInt16(if(d.received_date < ${from}, -1, ${indexOf('d.received_date')}))`,
    k_ended: `toInt16(if(d.ended_date > ${to}, ${last} + 1, ${indexOf('d.ended_date')}))`,
    ...(stocks.includes('pending_overdue')
      ? { ...overdueBuckets(1, buckets), ...overdueBuckets(2, buckets) }
      : {}),
    ...(days ? { processing_days: 'd.processing_days' } : {}),
  }
  const flows = Object.fromEntries([...received, ...resolved].map((name) => [`all_${name}`, COUNTS[name]]))
  const counted = `SELECT ${columns({ ...keys, ...positions, ...flows, n: COUNT })}
FROM ${fromDossiers(counts)}
WHERE ${alive(counts, from, to).join(' AND ')}
GROUP BY ${[...Object.keys(keys), ...Object.keys(positions)].join(', ')}
HAVING n > 0`

  const values = {
    ...Object.fromEntries(received.map((name) => [name, `if(k = k_received, all_${name}, 0)`])),
    ...Object.fromEntries(resolved.map((name) => [name, `if(k = k_ended, all_${name}, 0)`])),
    ...Object.fromEntries(stocks.map((name) => [name, STANDING[name]])),
    ...(days ? { processing_days: 'processing_days', timed: 'toUInt64(if(k = k_ended, n, 0))' } : {}),
  }
  // A dossier is counted where it came and went, and where it stood in between.
  const moments = [...(comes ? ['k_received'] : []), ...(ends ? ['k_ended'] : [])].join(', ')
  const seen = stands
    ? `range(toUInt32(greatest(k_received, 0)), toUInt32(least(k_ended, ${last}) + 1))`
    : `arrayDistinct(arrayFilter(k -> k BETWEEN 0 AND ${last}, [${moments}]))`
  return `SELECT ${columns({ ...Object.fromEntries(counts.keys.map((key) => [key, key])), k: 'k', ...values })}
FROM (${counted})
ARRAY JOIN ${seen} AS k`
}

/** The buckets at whose ends a dossier is overdue, by one of its two ranges of overdue days; none: 1 to 0. */
function overdueBuckets(
  part: 1 | 2,
  { from, to, firstEndFrom, lastEndBefore }: Buckets,
): Record<string, string> {
  const [first, until] = [`d.overdue${part}_from`, `d.overdue${part}_to + 1`]
  const is = `${first} < ${until} AND ${first} <= ${to} AND ${until} > ${from}`
  return {
    [`overdue${part}_first`]: `toInt16(if(${is}, ${firstEndFrom(first)}, 1))`,
    [`overdue${part}_last`]: `toInt16(if(${is}, ${lastEndBefore(until)}, 0))`,
  }
}

/** Conditions on the dossiers a query counts: as few as its measures need. */
function alive({ stocks, comes, ends }: DossierCounts, from: string, to: string): string[] {
  const stands = stocks.length > 0
  return [
    `${from} <= ${to}`,
    `d.received_date <= ${to}`,
    `d.ended_date >= ${from}`,
    ...(stands || ends ? [] : [`d.received_date >= ${from}`]),
    ...(stands || comes ? [] : [`d.ended_date <= ${to}`]),
  ]
}

/** `dossier_changes`, with the procedure as it was on the day of receipt where something is read from it. */
function fromDossiers({ keys, resolved }: DossierCounts): string {
  const read = [
    ...keys.filter((key) => /\bp\.|programme_code/.test(KEYS[key] ?? '')),
    ...resolved.filter((name) => COUNTS[name].includes('p.')),
  ]
  if (read.length === 0) return 'dossier_changes AS d'
  const joined = `dossier_changes AS d
ASOF LEFT JOIN procedures AS p ON p.procedure_code = d.procedure_code AND d.received_date >= p.valid_from`
  return keys.includes('programme') ? `${joined}\nLEFT ARRAY JOIN p.programmes AS programme_code` : joined
}
