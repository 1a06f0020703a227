import { bucketStart, type Grain } from './grain.ts'

/** A period, both days included, `YYYY-MM-DD`. */
export interface Range {
  from: string
  to: string
}

/**
 * SQL expressions over the buckets k = 0 … K of a period [a, B]. Each bucket, clipped to the period, is its own
 * period [start, end]. B is the period's end or the data's own as-of date if that is earlier; what starts after it
 * has no bucket.
 */
export interface Buckets {
  /** The whole period is the one bucket there is, 0. */
  single: boolean
  /** a as a Date literal. */
  from: string
  /** B as a Date expression. */
  to: string
  /** K, the last bucket; negative when B is before a. */
  last: string
  /** The bucket of a day in [a, B]. */
  indexOf: (date: string) => string
  start: (k: string) => string
  end: (k: string) => string
  /** First bucket at whose end something that lives from `since` on is alive; `since` ≤ B. */
  firstEndFrom: (since: string) => string
  /** Last bucket at whose end something that lives until the day before `until` is alive; `until` > a. */
  lastEndBefore: (until: string) => string
}

const dateLiteral = (date: string) => `toDate('${date}')`

/**
 * @param grain how the period is cut; null: one bucket
 * @param to SQL of B
 */
export function bucketsOf(range: Range, grain: Grain | null, to: string): Buckets {
  const from = dateLiteral(range.from)
  if (grain === null) {
    return {
      single: true,
      from,
      to,
      last: `if(${to} >= ${from}, 0, -1)`,
      indexOf: () => '0',
      start: () => from,
      end: () => to,
      firstEndFrom: () => '0',
      lastEndBefore: (until) => `if(${until} > ${to}, 0, -1)`,
    }
  }
  const base = bucketStart(grain, range.from)
  const ordinal = (date: string) =>
    grain.unit === 'day'
      ? `toInt32(${date})`
      : `toInt32(toRelativeMonthNum(${grain.shift === 0 ? date : `${date} - ${grain.shift}`}))`
  const distance = (date: string) => `${ordinal(date)} - ${ordinal(dateLiteral(base))}`
  const indexOf = (date: string) =>
    grain.step === 1 ? `(${distance(date)})` : `intDiv(${distance(date)}, ${grain.step})`
  const move = (steps: string) =>
    grain.unit === 'day'
      ? `addDays(${dateLiteral(base)}, ${steps})`
      : `addMonths(${dateLiteral(base)}, ${steps})`
  const times = (k: string) => (grain.step === 1 ? k : `${grain.step} * (${k})`)
  // The buckets of a far future would not fit a Date: what is after B is never asked for.
  const last = indexOf(to)
  return {
    single: false,
    from,
    to,
    last: `if(${to} >= ${from}, ${last}, -1)`,
    indexOf,
    start: (k) => `greatest(${from}, ${move(times(k))})`,
    end: (k) => `least(${to}, ${move(times(`${k} + 1`))} - 1)`,
    firstEndFrom: (since) => `if(${since} <= ${from}, 0, ${indexOf(since)})`,
    lastEndBefore: (until) => `if(${until} > ${to}, ${last}, ${indexOf(until)} - 1)`,
  }
}
