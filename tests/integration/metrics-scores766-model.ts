import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'

/** A row of dataset scores766 as a source reports it; null: left empty. */
export interface Reported {
  criterion: string
  type: 'month' | 'quarter'
  period: string
  province: string
  numerator: number | null
  denominator: number | null
  points: number | null
}

export interface Criterion {
  criterion: string
  group: string
  most: number
  fullAt: number
  isState: boolean
}

const table = (name: string): Record<string, string>[] =>
  parse(readFileSync(new URL(`../../etl/reference/${name}.csv`, import.meta.url)), { columns: true })

export const CRITERIA: readonly Criterion[] = table('scores766_criteria').map((row) => ({
  criterion: row['criterion'] ?? '',
  group: row['group'] ?? '',
  most: Number(row['max_points']),
  fullAt: row['threshold'] === '' ? 1 : Number(row['threshold']),
  isState: row['over_time'] === 'latest',
}))
const BANDS = table('scores766_bands')
  .map((row) => ({
    code: row['code'] ?? '',
    from: Number(row['min_score']),
    share: Number(row['min_assessed']),
  }))
  .sort((a, b) => b.from - a.from)

/** First month and number of months of a period of 2026. */
const monthsOf = (row: Reported): [first: number, months: number] =>
  row.type === 'month' ? [Number(row.period.slice(5)), 1] : [Number(row.period.slice(6)) * 3 - 2, 3]

export interface Index {
  points: number | null
  max_points: number | null
  assessed_rate: number | null
  score: number | null
  band: string | null
}

/** What of one criterion is known of a province in the months `from` to `to` of 2026. */
function known(rows: readonly Reported[], { isState }: Criterion, from: number, to: number) {
  const within = rows.filter((row) => {
    const [first, months] = monthsOf(row)
    return first >= from && first + months - 1 <= to
  })
  const kinds = (['quarter', 'month'] as const).map((type) => {
    const own = within.filter((row) => row.type === type)
    const says = own.filter(
      (row) => (row.numerator !== null && row.denominator !== null) || row.points !== null,
    )
    const ratios = own
      .filter((row) => row.numerator !== null && row.denominator !== null)
      .sort((a, b) => a.period.localeCompare(b.period))
    const counted = isState ? ratios.slice(-1) : ratios
    const sum = (of: (row: Reported) => number | null) =>
      counted.reduce((total, row) => total + (of(row) ?? 0), 0)
    return {
      // Months of a quarter have about the same number of days: ties are only between a quarter and all its months.
      covered: says.reduce((total, row) => total + monthsOf(row)[1], 0),
      counted: sum((row) => row.numerator),
      outOf: sum((row) => row.denominator),
      notApplicable: ratios.some((row) => row.denominator === 0),
      given: says.filter((row) => row.numerator === null || row.denominator === null),
    }
  })
  const [quarter, month] = kinds
  if (quarter === undefined || month === undefined) throw new Error('two kinds')
  return quarter.covered >= month.covered ? quarter : month
}

/** The index of some provinces together, over some criteria, by the definitions of the metric reference. */
export function indexByHand(
  rows: readonly Reported[],
  provinces: readonly string[],
  criteria: readonly Criterion[],
  from: number,
  to: number,
): Index {
  let points = 0
  let max = 0
  let applicable = 0
  let assessed = 0
  for (const criterion of criteria) {
    const places = provinces.map((province) =>
      known(
        rows.filter((row) => row.province === province && row.criterion === criterion.criterion),
        criterion,
        from,
        to,
      ),
    )
    const counted = places.reduce((sum, place) => sum + place.counted, 0)
    const outOf = places.reduce((sum, place) => sum + place.outOf, 0)
    const [only] = places
    if (outOf > 0) {
      const ratio = counted / outOf
      points += ratio >= criterion.fullAt ? criterion.most : (ratio * criterion.most) / criterion.fullAt
      max += criterion.most
      applicable += criterion.most
      assessed += 1
    } else if (places.length === 1 && only?.given.length === 1) {
      points += only.given[0]?.points ?? 0
      max += criterion.most
      applicable += criterion.most
      assessed += 1
    } else if (!places.some((place) => place.notApplicable)) {
      applicable += criterion.most
    }
  }
  const none = assessed === 0
  const score = none || max === 0 ? null : (100 * points) / max
  const rate = applicable === 0 ? null : (none ? 0 : max) / applicable
  return {
    points: none ? null : points,
    max_points: none ? null : max,
    assessed_rate: rate,
    score,
    band:
      BANDS.find((band) => score !== null && score >= band.from && (rate ?? 0) >= band.share)?.code ?? null,
  }
}

/** Competition ranks (1-2-2-4), equal within 0.001 of the one before; those without a band have none. */
export function ranksByHand(scores: ReadonlyMap<string, Index>): Map<string, number> {
  const order = [...scores]
    .filter(([, { band }]) => band !== null)
    .sort((a, b) => (b[1].score ?? 0) - (a[1].score ?? 0))
  const ranks = new Map<string, number>()
  order.forEach(([province, { score }], at) => {
    const above = order[at - 1]
    const tied = above !== undefined && (above[1].score ?? 0) - (score ?? 0) <= 0.001
    ranks.set(province, tied ? (ranks.get(above[0]) ?? 0) : at + 1)
  })
  return ranks
}
