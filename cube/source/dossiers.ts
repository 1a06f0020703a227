import { askedBuckets, lastDay, unionOf, type Ask, type Branch, type Source } from './ask.ts'
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
const OF_PROCEDURE = ['procedure_name', 'field', 'force', 'service_level', 'programme', 'e_result_known', 'e_result']

const RECEIVED: Record<string, string> = {
  received: 'count()',
  received_online: "countIf(d.channel = 'online')",
}
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
}
const STOCKS = ['carried_in', 'pending', 'pending_overdue'] as const

/**
 * Dossiers as counts by the asked dimensions and buckets: what was received, what was resolved, and what stood at
 * each bucket's start and end. Only the asked parts are read.
 */
export const dossiers: Source = {
  stocks: new Set(STOCKS),
  zeroes: true,
  sql(ask) {
    const has = (column: string) => ask.columns.has(column)
    const places = withPlaces(ask)
    const keys = Object.keys(KEYS).filter((key) => has(key) || places.keys.has(key))
    const days = has('processing_days')
    const counts = [
      ...Object.keys(RECEIVED),
      ...Object.keys(RESOLVED),
      ...STOCKS,
      ...(days ? ['processing_days', 'timed'] : []),
      'presence',
    ].filter((count) => has(count) || count === 'timed' || (count === 'presence' && ask.presence))
    const used = (names: Record<string, string>) => Object.keys(names).some(has)

    const branches: Branch[] = []
    const buckets = askedBuckets(ask, 'dossiers')
    const to = buckets?.to ?? lastDay(ask, 'dossiers', null)
    const from = fromDossiers(ask)
    const dateOf = (day: string) =>
      ask.exactDates || buckets === null ? (has('date') ? day : 'toDate(0)') : buckets.start(buckets.indexOf(day))
    const within = (day: string) => [
      ...(buckets === null ? [] : [`${day} >= ${buckets.from}`]),
      `${day} <= ${to}`,
    ]

    const nothingCounted = counts.every((count) => count === 'presence')
    if (used(RECEIVED) || nothingCounted) {
      branches.push({
        keys: KEYS,
        date: dateOf('d.received_date'),
        counts: RECEIVED,
        from,
        where: within('d.received_date'),
        groupBy: [],
      })
    }
    if (used(RESOLVED) || days) {
      branches.push({
        keys: KEYS,
        date: dateOf('d.ended_date'),
        counts: { ...RESOLVED, processing_days: 'd.processing_days', timed: 'count()' },
        from,
        where: within('d.ended_date'),
        // Each value of the days taken, with how many dossiers it stands for.
        groupBy: days ? ['processing_days'] : [],
      })
    }
    if (buckets !== null) {
      const standing = (count: string, first: string, last: string, where: string[], date: (k: string) => string) => {
        const spread = `(SELECT ${[...keys.map((key) => `${KEYS[key]} AS ${key}`), `${first} AS k_first`, `${last} AS k_last`, 'count() AS n'].join(', ')}
FROM ${from}
WHERE ${[`${buckets.from} <= ${to}`, ...where, 'k_first <= k_last'].join(' AND ')}
GROUP BY ${[...keys, 'k_first', 'k_last'].join(', ')})
ARRAY JOIN range(toUInt32(k_first), toUInt32(k_last + 1)) AS k`
        branches.push({
          keys: Object.fromEntries(keys.map((key) => [key, key])),
          date: date('k'),
          counts: { [count]: 'n' },
          from: spread,
          where: [],
          groupBy: null,
        })
      }
      const alive = (count: string, since: string, until: string, where: string[]) =>
        standing(count, buckets.firstEndFrom(since), buckets.lastEndBefore(until), where, buckets.start)
      if (has('pending')) {
        alive('pending', 'd.received_date', 'd.ended_date', [
          `d.received_date <= ${to}`,
          `d.ended_date > ${buckets.from}`,
        ])
      }
      for (const part of has('pending_overdue') ? [1, 2] : []) {
        const first = `d.overdue${part}_from`
        const last = `d.overdue${part}_to`
        alive('pending_overdue', first, `${last} + 1`, [
          `${first} <= ${last}`,
          `${first} <= ${to}`,
          `${last} >= ${buckets.from}`,
        ])
      }
      if (has('carried_in')) {
        const { indexOf, last } = buckets
        standing(
          'carried_in',
          `if(d.received_date < ${buckets.from}, 0, ${indexOf('d.received_date')} + 1)`,
          `if(d.ended_date >= ${to}, ${last}, ${indexOf('d.ended_date')})`,
          [`d.received_date < ${to}`, `d.ended_date >= ${buckets.from}`],
          buckets.start,
        )
      }
      if (ask.presence) {
        branches.push({
          keys: {},
          date: buckets.start('k'),
          counts: { presence: '1' },
          from: `(SELECT arrayJoin(range(toUInt32(${buckets.last} + 1))) AS k)`,
          where: [],
          groupBy: null,
        })
      }
    }

    const rows = unionOf(branches, keys, counts, '0')
    return places.join(rows)
  },
}

/** `dossiers`, with the procedure as it was on the day of receipt where a column is read from it. */
function fromDossiers(ask: Ask): string {
  if (!OF_PROCEDURE.some((column) => ask.columns.has(column))) return 'dossiers AS d'
  const joined = `dossiers AS d
ASOF LEFT JOIN procedures AS p ON p.procedure_code = d.procedure_code AND d.received_date >= p.valid_from`
  return ask.columns.has('programme') ? `${joined}\nLEFT ARRAY JOIN p.programmes AS programme_code` : joined
}
