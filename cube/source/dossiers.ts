import { asOfDataset, askedBuckets, columns, only, scope, showsEmpty, type Ask, type Source } from './ask.ts'
import type { Buckets } from './buckets.ts'
import { withPlaces } from './places.ts'

/** Keys as columns of `dossiers` (d) or of its procedure as valid on the day of receipt (p). */
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
const OF_PROCEDURE = [
  'procedure_name',
  'field',
  'force',
  'service_level',
  'programme',
  'e_result_known',
  'e_result',
]

/** Counts of the bucket of receipt. */
const RECEIVED: Record<string, string> = {
  received: 'count()',
  received_online: "countIf(d.channel = 'online')",
}
/** Counts of the bucket of the end. */
const RESOLVED: Record<string, string> = {
  resolved: 'count()',
  resolved_early: "countIf(d.outcome = 'early')",
  resolved_on_time: "countIf(d.outcome = 'on_time')",
  resolved_late: "countIf(d.outcome = 'late')",
  paid_known: 'countIf(d.fee_vnd > 0 AND d.paid_online IS NOT NULL)',
  paid_online: 'countIf(d.fee_vnd > 0 AND d.paid_online = 1)',
  digitised_known: 'countIf(d.digitised IS NOT NULL)',
  digitised: 'countIf(d.digitised = 1)',
  // Statuses 9 and 10 are the ones that end with a result.
  e_result_known: 'countIf(d.status IN (9, 10) AND p.needs_result = 1 AND d.e_result IS NOT NULL)',
  e_result: 'countIf(d.status IN (9, 10) AND p.needs_result = 1 AND d.e_result = 1)',
  reused_known: 'countIf(d.reused_data IS NOT NULL)',
  reused: 'countIf(d.reused_data = 1)',
  rated: 'countIf(d.satisfaction IS NOT NULL)',
  satisfied: 'countIf(d.satisfaction >= 4)',
  timed: 'count()',
}
const STOCKS = ['carried_in', 'pending', 'pending_overdue']

/**
 * Dossiers as counts by the asked dimensions and buckets: received, resolved, and standing at each bucket's start
 * and end. One pass over the dossiers alive in the period counts them by the buckets of their receipt and end (and of
 * the days they were overdue); what stood at a bucket's edge follows from those few counts.
 */
export const dossiers: Source = {
  stocks: new Set(STOCKS),
  zeroes: true,
  sql(ask) {
    const has = (column: string) => ask.columns.has(column)
    const places = withPlaces(ask)
    const buckets = askedBuckets(ask)
    const { from, to, last, indexOf } = buckets
    const keys = only(KEYS, (key) => has(key) || places.keys.has(key))
    const received = only(RECEIVED, has)
    const resolved = only(RESOLVED, has)
    const overdue = has('pending_overdue')
    const days = has('processing_days')
    const stands = STOCKS.some(has)
    const ends = days || Object.keys(resolved).length > 0
    // A question about places or procedures alone is about what was received.
    const comes = Object.keys(received).length > 0 || !ends

    // Small integers, so that the keys of a group fit a few machine words.
    const positions = {
      k_received: `toInt16(if(d.received_date < ${from}, -1, ${indexOf('d.received_date')}))`,
      k_ended: `toInt16(if(d.ended_date > ${to}, ${last} + 1, ${indexOf('d.ended_date')}))`,
      ...(overdue ? { ...overdueBuckets(1, buckets), ...overdueBuckets(2, buckets) } : {}),
      ...(days ? { processing_days: 'd.processing_days' } : {}),
    }
    const counts = {
      ...Object.fromEntries(Object.entries(received).map(([name, sql]) => [`all_${name}`, sql])),
      ...Object.fromEntries(Object.entries(resolved).map(([name, sql]) => [`all_${name}`, sql])),
      ...(stands ? { n: 'count()' } : {}),
    }
    const counted = `SELECT ${columns({ ...keys, ...positions, ...counts })}
FROM ${fromDossiers(ask)}
WHERE ${alive(ask, from, to).join(' AND ')}
GROUP BY ${[...Object.keys(keys), ...Object.keys(positions)].join(', ')}`

    const values = {
      ...each(received, (name) => `if(k = k_received, all_${name}, 0)`),
      ...each(resolved, (name) => `if(k = k_ended, all_${name}, 0)`),
      ...(days ? { processing_days: 'processing_days' } : {}),
      ...only(
        {
          carried_in: 'if(k > k_received, n, 0)',
          pending: 'if(k < k_ended, n, 0)',
          pending_overdue:
            'if((k BETWEEN overdue1_first AND overdue1_last) OR (k BETWEEN overdue2_first AND overdue2_last), n, 0)',
        },
        has,
      ),
    }
    // A dossier is counted where it came and went, and where it stood in between.
    const moments = [...(comes ? ['k_received'] : []), ...(ends ? ['k_ended'] : [])].join(', ')
    const seen = stands
      ? `range(toUInt32(greatest(k_received, 0)), toUInt32(least(k_ended, ${last}) + 1))`
      : `arrayDistinct(arrayFilter(k -> k BETWEEN 0 AND ${last}, [${moments}]))`
    const rows = `SELECT ${columns({ ...each(keys, (key) => key), date: buckets.start('k'), ...values, ...(ask.presence ? { presence: '0' } : {}) })}
FROM (${counted})
ARRAY JOIN ${seen} AS k`
    const empty = `SELECT ${columns({ ...each(keys, () => "''"), date: buckets.start('k'), ...each(values, () => '0'), presence: '1' })}
FROM (SELECT arrayJoin(range(toUInt32(${last} + 1))) AS k)`
    return places.join(
      showsEmpty(ask) ? `${rows}\nUNION ALL\n${empty}` : rows,
      scope(ask, asOfDataset('dossiers')),
    )
  },
}

const each = (named: Record<string, string>, sql: (name: string) => string): Record<string, string> =>
  Object.fromEntries(Object.keys(named).map((name) => [name, sql(name)]))

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
function alive(ask: Ask, from: string, to: string): string[] {
  const needs = (names: Record<string, string>) => Object.keys(names).some((name) => ask.columns.has(name))
  const stands = STOCKS.some((name) => ask.columns.has(name))
  const ends = needs(RESOLVED) || ask.columns.has('processing_days')
  return [
    `${from} <= ${to}`,
    `d.received_date <= ${to}`,
    `d.ended_date >= ${from}`,
    ...(stands || ends ? [] : [`d.received_date >= ${from}`]),
    ...(stands || needs(RECEIVED) || !ends ? [] : [`d.ended_date <= ${to}`]),
  ]
}

/** `dossiers`, with the procedure as it was on the day of receipt where a column is read from it. */
function fromDossiers(ask: Ask): string {
  if (!OF_PROCEDURE.some((column) => ask.columns.has(column))) return 'dossiers AS d'
  const joined = `dossiers AS d
ASOF LEFT JOIN procedures AS p ON p.procedure_code = d.procedure_code AND d.received_date >= p.valid_from`
  return ask.columns.has('programme') ? `${joined}\nLEFT ARRAY JOIN p.programmes AS programme_code` : joined
}
