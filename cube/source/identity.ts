import { askedBuckets, lastDay, unionOf, type Branch, type Source } from './ask.ts'
import { latestPopulation } from './latest.ts'
import { withPlaces } from './places.ts'

const FLOWS = ['received', 'approved', 'issued', 'reissued', 'activated', 'rejected'] as const
const total = (flow: string) => `${flow}_total`

const KEYS: Record<string, string> = {
  province: 'd.province',
  province63: "nullIf(d.province63, '')",
  product: 'toString(d.product)',
  group: 'toString(d.`group`)',
}

/**
 * Daily identity counts by the asked dimensions and buckets: sums over each bucket, sums from the beginning to its
 * end, and the eligible population at its end. What was not reported stays null.
 */
export const identity: Source = {
  stocks: new Set([...FLOWS.map(total), 'eligible']),
  zeroes: false,
  sql(ask) {
    const has = (column: string) => ask.columns.has(column)
    const places = withPlaces(ask)
    const keys = Object.keys(KEYS).filter((key) => has(key) || places.keys.has(key))
    const counts = [...FLOWS, ...FLOWS.map(total), 'eligible'].filter(has)
    const buckets = askedBuckets(ask, 'identity')
    const to = buckets?.to ?? lastDay(ask, 'identity', null)
    const quoted = (key: string) => (key === 'group' ? '`group`' : key)
    const branches: Branch[] = []

    if (FLOWS.some(has) || counts.length === 0) {
      branches.push({
        keys: KEYS,
        date:
          ask.exactDates || buckets === null
            ? has('date')
              ? 'd.date'
              : 'toDate(0)'
            : buckets.start(buckets.indexOf('d.date')),
        counts: Object.fromEntries(FLOWS.map((flow) => [flow, `sum(d.${flow})`])),
        from: 'identity AS d',
        where: [...(buckets === null ? [] : [`d.date >= ${buckets.from}`]), `d.date <= ${to}`],
        groupBy: [],
      })
    }
    if (buckets !== null && FLOWS.some((flow) => has(total(flow)))) {
      const summed = FLOWS.filter((flow) => has(total(flow)))
      const byFirstBucket = `(SELECT ${[...keys.map((key) => `${KEYS[key]} AS ${quoted(key)}`), `${buckets.firstEndFrom('d.date')} AS k_first`, ...summed.map((flow) => `sum(d.${flow}) AS ${total(flow)}`)].join(', ')}
FROM identity AS d
WHERE ${buckets.from} <= ${to} AND d.date <= ${to}
GROUP BY ${[...keys.map(quoted), 'k_first'].join(', ')})
ARRAY JOIN range(toUInt32(k_first), toUInt32(${buckets.last} + 1)) AS k`
      branches.push({
        keys: Object.fromEntries(keys.map((key) => [key, quoted(key)])),
        date: buckets.start('k'),
        counts: Object.fromEntries(summed.map((flow) => [total(flow), total(flow)])),
        from: byFirstBucket,
        where: [],
        groupBy: null,
      })
    }
    if (buckets !== null && has('eligible')) {
      // Two levels of one account are held by the same people: each product has its own denominator.
      branches.push({
        keys: { province: 'd.province', province63: "nullIf(d.province63, '')", product: 'of.1', group: "'all'" },
        date: buckets.start('k'),
        counts: { eligible: 'of.2' },
        from: `${latestPopulation(buckets)}
ARRAY JOIN [('card', d.eligible_card), ('eid_1', d.eligible_eid), ('eid_2', d.eligible_eid)] AS of`,
        where: [],
        groupBy: null,
      })
    }
    return places.join(unionOf(branches, keys, counts, 'NULL', quoted))
  },
}
