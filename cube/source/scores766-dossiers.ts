import { columns } from './ask.ts'
import type { Buckets } from './buckets.ts'
import type { DossierCounts } from './dossier-counts.ts'
import { countedByDay } from './dossier-days.ts'

/** Numerator and denominator that the dossiers give, by the name the criteria have for them (etl/reference). */
const RATIOS: Record<string, readonly [numerator: string, denominator: string]> = {
  progress: ['resolved_early + resolved_on_time + pending - pending_overdue', 'resolved + pending'],
  online: ['received_online', 'received'],
  payment: ['paid_online', 'paid_known'],
  e_result: ['e_result', 'e_result_known'],
  digitised: ['digitised', 'digitised_known'],
  reuse: ['reused', 'reused_known'],
}

const COUNTS: Omit<DossierCounts, 'keys'> = {
  received: ['received', 'received_online'],
  resolved: [
    ...(['resolved', 'resolved_early', 'resolved_on_time'] as const),
    ...(['paid_known', 'paid_online', 'e_result_known', 'e_result'] as const),
    ...(['digitised_known', 'digitised', 'reused_known', 'reused'] as const),
  ],
  stocks: ['pending', 'pending_overdue'],
  days: false,
  comes: true,
  ends: true,
}

/**
 * What the dossiers give by place and bucket k: SELECT of place, dossiers (a name of RATIOS), k, counted, out_of. A place without
 * dossiers in a bucket has no row; a denominator of 0 is a row.
 */
export function dossierScores(buckets: Buckets, of63: boolean): string {
  const key = of63 ? 'province63' : 'province'
  const ratios = Object.entries(RATIOS).map(
    ([name, [numerator, denominator]]) => `('${name}', toFloat64(${numerator}), toFloat64(${denominator}))`,
  )
  return `SELECT ${columns({ place: "ifNull(place_of, '')", dossiers: 'ratio.1', k: 'at', counted: 'ratio.2', out_of: 'ratio.3' })}
FROM (SELECT ${key} AS place_of, toUInt32(k) AS at, arrayJoin([${ratios.join(', ')}]) AS ratio
FROM (${countedByDay({ ...COUNTS, keys: [key] }, buckets, 'place', false)}))
WHERE place_of IS NOT NULL`
}
