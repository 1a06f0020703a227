import type { Buckets } from './buckets.ts'
import { asOfDataset, askedBuckets, columns, only, scope, type Source } from './ask.ts'
import { latestPopulation } from './latest.ts'
import { withPlaces } from './places.ts'

const COUNTS = ['received', 'approved', 'issued', 'reissued', 'activated', 'rejected'] as const
/** What is summed over a bucket: the counts, and how many of them are not in the sums. */
const FLOWS = [...COUNTS, 'withheld'] as const
const total = (flow: string) => `${flow}_total`
const waiting = (count: string) => `${count}_waiting`

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
  stocks: new Set([...COUNTS.map(total), ...COUNTS.map(waiting), 'eligible']),
  zeroes: false,
  sql(ask) {
    const has = (column: string) => ask.columns.has(column)
    const places = withPlaces(ask)
    const buckets = askedBuckets(ask)
    const keys = only(KEYS, (key) => has(key) || places.keys.has(key))
    const quoted = Object.keys(keys).map((key) => (key === 'group' ? '`group`' : key))
    const totals = COUNTS.some((flow) => has(total(flow)))
    const summed = FLOWS.filter((flow) => has(flow) || has(total(flow)))
    const sums = Object.fromEntries(summed.map((flow) => [`all_${flow}`, `sum(${summand(flow)})`]))
    const among = [
      `${buckets.from} <= last_day`,
      'd.date <= last_day',
      ...(totals ? [] : [`d.date >= ${buckets.from}`]),
    ].join(' AND ')
    const counted = `SELECT ${columns({ ...keys, k_date: `if(d.date < ${buckets.from}, -1, ${buckets.indexOf('d.date')})`, ...sums })}
FROM identity AS d
WHERE ${among}
GROUP BY ${[...quoted, 'k_date'].join(', ')}`
    const ends = totals ? `toUInt32(${buckets.last} + 1)` : 'toUInt32(k_date + 1)'
    const NOTHING = () => 'NULL'
    const values = ({
      counts = NOTHING,
      waits = NOTHING,
      eligible = 'NULL',
    }: {
      counts?: (flow: (typeof FLOWS)[number], isTotal: boolean) => string
      waits?: (count: string) => string
      eligible?: string
    }) =>
      only(
        {
          ...Object.fromEntries(FLOWS.map((flow) => [flow, counts(flow, false)])),
          ...Object.fromEntries(COUNTS.map((count) => [total(count), counts(count, true)])),
          ...Object.fromEntries(COUNTS.map((count) => [waiting(count), waits(count)])),
          eligible,
        },
        has,
      )
    const own = Object.fromEntries(quoted.map((key) => [key === '`group`' ? 'group' : key, key]))
    const date = { date: buckets.start('k') }
    const branches = [
      buckets.single
        ? `SELECT ${columns({ ...keys, ...date, ...values({ counts: (flow, isTotal) => sumOnce(flow, isTotal, totals, buckets) }) })}
FROM identity AS d
WHERE ${among}
${quoted.length === 0 ? '' : `GROUP BY ${quoted.join(', ')}`}`
        : `SELECT ${columns({ ...own, ...date, ...values({ counts: (flow, isTotal) => (isTotal ? `all_${flow}` : `if(k = k_date, all_${flow}, NULL)`) }) })}
FROM (${counted})
ARRAY JOIN range(toUInt32(greatest(k_date, 0)), ${ends}) AS k`,
    ]
    const waits = COUNTS.filter((count) => has(waiting(count)))
    if (waits.length > 0) {
      branches.push(`SELECT ${columns({ ...own, ...date, ...values({ waits: (count) => `sumIf(change, of = '${count}')` }) })}
FROM (SELECT ${columns({ ...keys, k_date: 'd.k_date', of: 'd.of', change: 'd.change' })} FROM (${waitingChanges(waits, buckets)}) AS d)
ARRAY JOIN range(toUInt32(greatest(k_date, 0)), toUInt32(${buckets.last} + 1)) AS k
GROUP BY ${[...quoted, 'k'].join(', ')}`)
    }
    if (has('eligible')) {
      // Two levels of one account are held by the same people: each product has its own denominator.
      branches.push(`SELECT ${columns({ ...only(OF_POPULATION, (key) => key in keys), ...date, ...values({ eligible: 'of.2' }) })}
FROM ${latestPopulation(buckets)}
ARRAY JOIN [('card', d.eligible_card), ('eid_1', d.eligible_eid), ('eid_2', d.eligible_eid)] AS of`)
    }
    return places.join(branches.join('\nUNION ALL\n'), scope(ask, asOfDataset('identity')))
  },
}

const summand = (flow: (typeof FLOWS)[number]) => (flow === 'withheld' ? 'bitCount(d.withheld)' : `d.${flow}`)

/** The sum of a flow over a period that is not cut, or since the beginning; null where nothing was reported. */
function sumOnce(
  flow: (typeof FLOWS)[number],
  isTotal: boolean,
  alsoBefore: boolean,
  { from }: Buckets,
): string {
  return isTotal || !alsoBefore
    ? `sumOrNull(${summand(flow)})`
    : `sumOrNullIf(${summand(flow)}, d.date >= ${from})`
}

/**
 * By how much the number of blocks that wait for their release changes, by series, count (of) and bucket (-1: before the first). A
 * series waits from a day that is withheld to the day its block ends; days that are not reported change nothing.
 */
function waitingChanges(counts: readonly (typeof COUNTS)[number][], buckets: Buckets): string {
  const series = ['province', 'province63', 'product', '`group`']
  // The last day of the bucket that tells: reported, or withheld.
  const states = Object.fromEntries(
    counts.flatMap((count) => {
      const withheld = `bitTest(day.withheld, ${COUNTS.indexOf(count)})`
      const tells = `${withheld} OR day.${count} IS NOT NULL`
      return [
        [`waits_${count}`, `argMaxIf(toInt64(${withheld}), day.date, ${tells})`],
        [`tells_${count}`, `max(${tells})`],
      ]
    }),
  )
  const told = counts.map((count) => `('${count}', waits_${count}, tells_${count})`)
  return `SELECT ${series.join(', ')}, told.1 AS of, k_date,
  told.2 - lagInFrame(told.2, 1, 0) OVER (PARTITION BY ${series.join(', ')}, of ORDER BY k_date ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS change
FROM (SELECT ${series.map((key) => `day.${key} AS ${key}`).join(', ')},
  if(day.date < ${buckets.from}, -1, ${buckets.indexOf('day.date')}) AS k_date, ${columns(states)}
FROM identity AS day
WHERE ${buckets.from} <= last_day AND day.date <= last_day
GROUP BY ${series.join(', ')}, k_date)
ARRAY JOIN [${told.join(', ')}] AS told
WHERE told.3`
}
