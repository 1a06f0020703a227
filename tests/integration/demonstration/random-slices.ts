import fc from 'fast-check'
import type { Slice } from './slices.ts'

/** Repeats a run; a failing slice is printed whole. */
export const SEED = Number(process.env['METRICS_SEED'] ?? Date.now() % 1_000_000_000)
/** Random slices of each of the two views, beside those with names. */
const COUNT = Number(process.env['RANDOM_SLICES'] ?? 4)

const FIRST = Date.parse('2021-12-01')
/** Before the as-of date of either dataset. */
const LAST = Date.parse('2026-10-15')
const DAY = 86_400_000
const day = (time: number) => new Date(time).toISOString().slice(0, 10)

const aPeriod = fc
  .tuple(fc.integer({ min: 0, max: (LAST - FIRST) / DAY }), fc.integer({ min: 0, max: 500 }))
  .map(([start, length]) => [day(FIRST + start * DAY), day(FIRST + (start + length) * DAY)] as const)

const PLACES = {
  province: ['01', '22', '38', '40', '56', '79', '96'],
  region: ['Đông Nam Bộ', 'Bắc Trung Bộ'],
  province63: ['01', '02', '34', '77', '79'],
}
const some = (values: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 })
/** No place at all, or one kind of place. */
const aPlace = fc.oneof(
  fc.constant<Record<string, string[]>>({}),
  ...Object.entries(PLACES).map(([name, values]) => some(values).map((chosen) => ({ [name]: chosen }))),
)

const shape = {
  period: aPeriod,
  grain: fc.constantFrom(undefined, 'month' as const, 'reporting_month' as const),
}

const aDossierSlice = fc
  .record({
    ...shape,
    by: fc.subarray(['province', 'region', 'province63', 'channel', 'field', 'procedure'], { maxLength: 2 }),
    place: aPlace,
    channel: fc.option(some(['online', 'counter', 'postal']), { nil: undefined }),
  })
  .map(({ period, grain, by, place, channel }) =>
    named({
      period,
      granularity: grain,
      by,
      where: { ...place, ...(channel === undefined ? {} : { channel }) },
    }),
  )

const anIdentitySlice = fc
  .record({
    ...shape,
    by: fc.subarray(['province', 'region', 'province63', 'group'], { maxLength: 2 }),
    place: aPlace,
    product: fc.option(fc.constantFrom('card', 'eid_1', 'eid_2'), { nil: undefined }),
  })
  .map(({ period, grain, by, place, product }) =>
    named({
      period,
      granularity: grain,
      // Products do not add up: one of them, or each by itself.
      by: product === undefined ? [...by, 'product'] : by,
      where: { ...place, ...(product === undefined ? {} : { product: [product] }) },
    }),
  )

type Unnamed = Omit<Slice, 'name' | 'granularity'> & { granularity: Slice['granularity'] | undefined }
function named({ granularity, ...rest }: Unnamed): Slice {
  const slice = { ...rest, ...(granularity === undefined ? {} : { granularity }) }
  return { name: `random ${JSON.stringify(slice)}`, ...slice }
}

export const RANDOM_DOSSIER_SLICES = fc.sample(aDossierSlice, { numRuns: COUNT, seed: SEED })
export const RANDOM_IDENTITY_SLICES = fc.sample(anIdentitySlice, { numRuns: COUNT, seed: SEED })
