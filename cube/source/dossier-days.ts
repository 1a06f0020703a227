import { columns, only } from './ask.ts'
import type { Buckets } from './buckets.ts'
import { columnsOf, type DossierCounts, type Flow } from './dossier-counts.ts'

/** Keys of the rows (d) of the two rollups. */
const KEYS = {
  place: {
    province: 'd.province',
    province63: "nullIf(d.province63, '')",
    channel: 'toString(d.channel)',
  },
  procedure: {
    procedure: 'd.procedure_code',
    channel: 'toString(d.channel)',
  },
} as const

/** Keys that a procedure's version (p), as valid on the day of receipt, gives. */
const OF_VERSION: Record<string, string> = {
  procedure_name: 'p.name',
  field: 'p.field',
  force: 'p.force',
  service_level: 'p.service_level',
  programme: "nullIf(programme_code, '')",
}

/** What ended on a day. */
const WENT = 'd.resolved_early + d.resolved_on_time + d.resolved_late'

/**
 * The asked counts by keys and bucket k, from a rollup of days: flows are sums of a bucket's days; what stands at the
 * edges of buckets is the sum of all changes before them, back to the first day.
 *
 * @param zero without keys: a bucket has its row also where nothing is counted in it; buckets with nothing but flows: only of one
 */
export function countedByDay(
  counts: DossierCounts,
  buckets: Buckets,
  rollup: keyof typeof KEYS,
  zero: boolean,
): string {
  const versions = counts.keys.filter((key) => key in OF_VERSION)
  const asked = only(KEYS[rollup], (key) => counts.keys.includes(key))
  const keys =
    versions.length === 0 ? asked : { ...asked, procedure: 'd.procedure_code', valid_from: 'd.valid_from' }
  const from = `FROM dossier_days_by_${rollup} AS d`
  const count = () => (buckets.single ? countedOnce : counted)(counts, buckets, keys, from, zero)
  const others = [...counts.received, ...counts.resolved, ...counts.stocks]
  const branches = [
    ...(others.length > 0 || !counts.days ? [count()] : []),
    ...(counts.days ? [timed(counts, buckets, keys, from)] : []),
  ]
  const rows = branches.join('\nUNION ALL\n')
  if (versions.length === 0) return rows
  const named = only(OF_VERSION, (key) => versions.includes(key))
  const rest = [...Object.keys(asked), 'k', ...columnsOf(counts)]
  return `SELECT ${columns({ ...named, ...Object.fromEntries(rest.map((name) => [name, `c.${name}`])) })}
FROM (${rows}) AS c
LEFT JOIN procedures AS p ON p.procedure_code = c.procedure AND p.valid_from = c.valid_from${
    versions.includes('programme') ? '\nLEFT ARRAY JOIN p.programmes AS programme_code' : ''
  }`
}

/** A rollup's rows are few: a condition costs less once for all of them than looked at apart from the columns it is not on. */
const PLAIN = 'SETTINGS optimize_move_to_prewhere = 0'

/** All counts but working days, of a period that is not cut: what takes the engine longest is to plan a question, so it is short. */
function countedOnce(
  counts: DossierCounts,
  buckets: Buckets,
  keys: Record<string, string>,
  from: string,
  zero: boolean,
): string {
  const stands = counts.stocks.length > 0
  const inside = `d.date >= ${buckets.from}`
  // Without stocks only days of the period are read.
  const sum = (what: string, where?: string) => {
    const conditions = [...(stands ? [inside] : []), ...(where === undefined ? [] : [where])]
    return conditions.length === 0 ? `sum(${what})` : `sumIf(${what}, ${conditions.join(' AND ')})`
  }
  const came = sum('d.received')
  const went = sum(WENT)
  const stood = `toInt64(d.received) - toInt64(${WENT})`
  const carriedIn = `sumIf(${stood}, d.date < ${buckets.from})`
  const STANDING = {
    carried_in: carriedIn,
    pending: `sum(${stood})`,
    pending_overdue: 'sum(d.overdue)',
  } as const
  const flow = (name: Flow): string => {
    if (name === 'received') return came
    if (name === 'resolved') return went
    return name === 'received_online' ? sum('d.received', "d.channel = 'online'") : sum(`d.${name}`)
  }
  const names = Object.keys(keys)
  const seen = zero
    ? [`${buckets.from} <= ${buckets.to}`]
    : stands
      ? [`${carriedIn} + toInt64(${came}) > 0`]
      : [...(counts.comes ? [`${came} > 0`] : []), ...(counts.ends ? [`${went} > 0`] : [])]
  return `SELECT ${columns({
    ...keys,
    k: '0',
    ...Object.fromEntries([...counts.received, ...counts.resolved].map((name) => [name, flow(name)])),
    ...Object.fromEntries(counts.stocks.map((name) => [name, STANDING[name]])),
    ...(counts.days ? { processing_days: '0', timed: '0' } : {}),
  })}
${from}
WHERE ${buckets.from} <= ${buckets.to} AND d.date <= ${buckets.to}${stands ? '' : ` AND ${inside}`}
${names.length === 0 ? '' : `GROUP BY ${names.join(', ')}\n`}HAVING ${seen.join(' OR ')}
${PLAIN}`
}

/** All counts but working days. */
function counted(
  counts: DossierCounts,
  buckets: Buckets,
  keys: Record<string, string>,
  from: string,
  zero: boolean,
): string {
  const stands = counts.stocks.length > 0
  const overdue = counts.stocks.includes('pending_overdue')
  const names = Object.keys(keys)
  const flows = {
    ...(stands || counts.comes ? { came: 'sum(d.received)' } : {}),
    ...(stands || counts.ends ? { went: `sum(${WENT})` } : {}),
    ...(overdue ? { became_overdue: 'sum(d.overdue)' } : {}),
    ...Object.fromEntries(
      [...counts.received, ...counts.resolved].flatMap((name) =>
        name === 'received' || name === 'resolved'
          ? []
          : [
              [
                `n_${name}`,
                name === 'received_online' ? "sumIf(d.received, d.channel = 'online')" : `sum(d.${name})`,
              ],
            ],
      ),
    ),
  }
  const bucket = buckets.indexOf('d.date')
  const days = `SELECT ${columns({
    ...keys,
    // -1: before the period.
    k: `toInt16(${stands ? `if(d.date < ${buckets.from}, -1, ${bucket})` : bucket})`,
    ...flows,
  })}
${from}
WHERE ${buckets.from} <= ${buckets.to} AND d.date <= ${buckets.to}${stands ? '' : ` AND d.date >= ${buckets.from}`}
GROUP BY ${[...names, 'k'].join(', ')}
${PLAIN}`
  const values = columns({
    ...Object.fromEntries(
      [...counts.received, ...counts.resolved].map((name) => [
        name,
        name === 'received' ? 'came' : name === 'resolved' ? 'went' : `n_${name}`,
      ]),
    ),
    ...Object.fromEntries(counts.stocks.map((name) => [name, `n_${name}`])),
    ...(counts.days ? { processing_days: '0', timed: '0' } : {}),
  })
  const select = `SELECT ${[...names, 'k', values].filter((part) => part !== '').join(', ')}`
  if (!stands) {
    const seen = [...(counts.comes ? ['came > 0'] : []), ...(counts.ends ? ['went > 0'] : [])]
    return `${select}\nFROM (${days})\nWHERE ${seen.join(' OR ')}`
  }
  // Each key's buckets as arrays without gaps, the days before the period first.
  const dense = (name: string) =>
    `arrayResize(groupArrayInsertAt(0)(${name}, toUInt32(k + 1)), toUInt32(${buckets.last} + 2))`
  const inPeriod = Object.keys(flows).filter((name) => name !== 'became_overdue')
  const arrays = {
    ...Object.fromEntries(inPeriod.map((name) => [`all_${name}`, dense(name)])),
    stood: `arrayCumSum(arrayMap((c, w) -> toInt64(c) - toInt64(w), all_came, all_went))`,
    ...(overdue ? { stood_overdue: `arrayCumSum(${dense('became_overdue')})` } : {}),
  }
  return `${select}
FROM (SELECT ${columns({ ...Object.fromEntries(names.map((name) => [name, name])), ...arrays })}
FROM (${days})${names.length === 0 ? '' : `\nGROUP BY ${names.join(', ')}`})
ARRAY JOIN range(toUInt32(${buckets.last} + 1)) AS k,
${[
  ...inPeriod.map((name) => `arrayPopFront(all_${name}) AS ${name}`),
  'arrayPopBack(stood) AS n_carried_in',
  'arrayPopFront(stood) AS n_pending',
  ...(overdue ? ['arrayPopFront(stood_overdue) AS n_pending_overdue'] : []),
].join(', ')}${zero ? '' : '\nWHERE n_carried_in + came > 0'}`
}

/** Working days of what ended, and how many dossiers took as long: the rollup's histograms. */
function timed(counts: DossierCounts, buckets: Buckets, keys: Record<string, string>, from: string): string {
  const names = Object.keys(keys)
  const others = [...counts.received, ...counts.resolved, ...counts.stocks]
  return `SELECT ${[...names, 'k', ...others.map((name) => `0 AS ${name}`), 'processing_days', 'timed'].join(', ')}
FROM (SELECT ${columns({ ...keys, k: `toInt16(${buckets.indexOf('d.date')})`, processing_days: 'took', timed: 'toUInt64(greatest(sum(dossiers), 0))' })}
${from}
ARRAY JOIN d.durations.days AS took, d.durations.dossiers AS dossiers
WHERE ${buckets.from} <= ${buckets.to} AND d.date BETWEEN ${buckets.from} AND ${buckets.to}
GROUP BY ${[...names, 'k', 'processing_days'].join(', ')}
HAVING timed > 0)`
}
