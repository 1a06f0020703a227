import type { Buckets } from './buckets.ts'
import { asOfDataset, askedBuckets, columns, only, scope, type Source } from './ask.ts'
import { latestPopulation } from './latest.ts'
import { withPlaces } from './places.ts'

const COUNTS = ['received', 'approved', 'issued', 'reissued', 'activated', 'rejected'] as const

/** Columns summed over a bucket, by what of a day they sum: the counts, and how many of them are not in the sums. */
const FLOWS: Record<string, string> = {
  ...Object.fromEntries(COUNTS.map((count) => [count, `d.${count}`])),
  withheld: 'bitCount(d.withheld)',
}
/** Columns summed from the beginning to a bucket's end: totals, and how many blocks wait for theirs. */
const RUNNING: Record<string, string> = Object.fromEntries(
  COUNTS.flatMap((count) => [
    [`${count}_total`, `d.${count}`],
    [`${count}_waiting`, `d.waiting_${count}`],
  ]),
)

const KEYS: Record<string, string> = {
  province: 'd.province',
  province63: "nullIf(d.province63, '')",
  product: 'toString(d.product)',
  group: 'toString(d.`group`)',
}
/** The same keys of the eligible population. */
const OF_POPULATION: Record<string, string> = { ...KEYS, product: 'of.1', group: "'all'" }

/**
 * Daily identity counts by the asked dimensions and buckets: sums over each bucket, sums from the beginning to its
 * end, and the eligible population at its end. What was not reported stays null.
 */
export const identity: Source = {
  stocks: new Set([...Object.keys(RUNNING), 'eligible']),
  zeroes: false,
  sql(ask) {
    const has = (column: string) => ask.columns.has(column)
    const places = withPlaces(ask)
    const buckets = askedBuckets(ask)
    const keys = only(KEYS, (key) => has(key) || places.keys.has(key))
    const quoted = Object.keys(keys).map((key) => (key === 'group' ? '`group`' : key))
    const flows = only(FLOWS, has)
    const running = only(RUNNING, has)
    const fromBeginning = Object.keys(running).length > 0
    const among = [
      `${buckets.from} <= last_day`,
      'd.date <= last_day',
      ...(fromBeginning ? [] : [`d.date >= ${buckets.from}`]),
    ].join(' AND ')
    const date = { date: buckets.start('k') }
    const uncounted = has('eligible') ? { eligible: 'NULL' } : {}
    const counted = buckets.single
      ? `SELECT ${columns({ ...keys, ...date, ...sumsOnce(flows, running, buckets), ...uncounted })}
FROM identity AS d
WHERE ${among}
${quoted.length === 0 ? '' : `GROUP BY ${quoted.join(', ')}`}`
      : `SELECT ${columns({ ...asThey(quoted), ...date, ...sumsOfBuckets(flows, running), ...uncounted })}
FROM (SELECT ${columns({ ...keys, k_date: `if(d.date < ${buckets.from}, -1, ${buckets.indexOf('d.date')})`, ...prefixed({ ...flows, ...running }) })}
FROM identity AS d
WHERE ${among}
GROUP BY ${[...quoted, 'k_date'].join(', ')})
ARRAY JOIN range(toUInt32(greatest(k_date, 0)), ${fromBeginning ? `toUInt32(${buckets.last} + 1)` : 'toUInt32(k_date + 1)'}) AS k`
    const branches = [counted]
    if (has('eligible')) {
      // Two levels of one account are held by the same people: each product has its own denominator.
      branches.push(`SELECT ${columns({ ...only(OF_POPULATION, (key) => key in keys), ...date, ...nothing([...Object.keys(flows), ...Object.keys(running)]), eligible: 'of.2' })}
FROM ${latestPopulation(buckets)}
ARRAY JOIN [('card', d.eligible_card), ('eid_1', d.eligible_eid), ('eid_2', d.eligible_eid)] AS of`)
    }
    return places.join(branches.join('\nUNION ALL\n'), scope(ask, asOfDataset('identity')))
  },
}

/** Of a period that is not cut; null where nothing was reported. */
const sumsOnce = (
  flows: Record<string, string>,
  running: Record<string, string>,
  { from }: Buckets,
): Record<string, string> => ({
  ...mapped(flows, (_, summed) =>
    Object.keys(running).length > 0 ? `sumOrNullIf(${summed}, d.date >= ${from})` : `sumOrNull(${summed})`,
  ),
  ...mapped(running, (_, summed) => `sumOrNull(${summed})`),
})

/** Of bucket k, from the sums by the bucket of their days, k_date (-1: before the first). */
const sumsOfBuckets = (flows: Record<string, string>, running: Record<string, string>) => ({
  ...mapped(flows, (name) => `if(k = k_date, all_${name}, NULL)`),
  ...mapped(running, (name) => `all_${name}`),
})

const prefixed = (summands: Record<string, string>) =>
  Object.fromEntries(Object.entries(summands).map(([name, summed]) => [`all_${name}`, `sum(${summed})`]))
const nothing = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 'NULL']))
const asThey = (quoted: readonly string[]) =>
  Object.fromEntries(quoted.map((key) => [key === '`group`' ? 'group' : key, key]))
const mapped = (columns: Record<string, string>, sql: (name: string, summed: string) => string) =>
  Object.fromEntries(Object.entries(columns).map(([name, summed]) => [name, sql(name, summed)]))
