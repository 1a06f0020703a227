import { asOfDataset, askedBuckets, columns, only, scope, type Source } from './ask.ts'
import { latestPopulation } from './latest.ts'
import { withPlaces } from './places.ts'

const COUNTS = ['received', 'approved', 'issued', 'reissued', 'activated', 'rejected'] as const
/** What is summed over a bucket: the counts, and how many of them are not in the sums. */
const FLOWS = [...COUNTS, 'withheld'] as const
const total = (flow: string) => `${flow}_total`

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
  stocks: new Set([...COUNTS.map(total), 'eligible']),
  zeroes: false,
  sql(ask) {
    const has = (column: string) => ask.columns.has(column)
    const places = withPlaces(ask)
    const buckets = askedBuckets(ask)
    const keys = only(KEYS, (key) => has(key) || places.keys.has(key))
    const quoted = Object.keys(keys).map((key) => (key === 'group' ? '`group`' : key))
    const totals = COUNTS.some((flow) => has(total(flow)))
    const summed = FLOWS.filter((flow) => has(flow) || has(total(flow)))
    const sums = Object.fromEntries(
      summed.map((flow) => [
        `all_${flow}`,
        flow === 'withheld' ? 'sum(bitCount(d.withheld))' : `sum(d.${flow})`,
      ]),
    )
    const counted = `SELECT ${columns({ ...keys, k_date: `if(d.date < ${buckets.from}, -1, ${buckets.indexOf('d.date')})`, ...sums })}
FROM identity AS d
WHERE ${[`${buckets.from} <= last_day`, 'd.date <= last_day', ...(totals ? [] : [`d.date >= ${buckets.from}`])].join(' AND ')}
GROUP BY ${[...quoted, 'k_date'].join(', ')}`
    const ends = totals ? `toUInt32(${buckets.last} + 1)` : 'toUInt32(k_date + 1)'
    const values = (of: (flow: string, isTotal: boolean) => string, eligible: string) =>
      only(
        {
          ...Object.fromEntries(FLOWS.map((flow) => [flow, of(flow, false)])),
          ...Object.fromEntries(COUNTS.map((flow) => [total(flow), of(flow, true)])),
          eligible,
        },
        has,
      )
    const own = Object.fromEntries(quoted.map((key) => [key === '`group`' ? 'group' : key, key]))
    const date = { date: buckets.start('k') }
    const branches = [
      `SELECT ${columns({ ...own, ...date, ...values((flow, isTotal) => (isTotal ? `all_${flow}` : `if(k = k_date, all_${flow}, NULL)`), 'NULL') })}
FROM (${counted})
ARRAY JOIN range(toUInt32(greatest(k_date, 0)), ${ends}) AS k`,
    ]
    if (has('eligible')) {
      // Two levels of one account are held by the same people: each product has its own denominator.
      branches.push(`SELECT ${columns({ ...only(OF_POPULATION, (key) => key in keys), ...date, ...values(() => 'NULL', 'of.2') })}
FROM ${latestPopulation(buckets)}
ARRAY JOIN [('card', d.eligible_card), ('eid_1', d.eligible_eid), ('eid_2', d.eligible_eid)] AS of`)
    }
    return places.join(branches.join('\nUNION ALL\n'), scope(ask, asOfDataset('identity')))
  },
}
