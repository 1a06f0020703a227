/*
 * Small counts of people: what may be seen of them, by the definition written a second time (tests/released.ts), and what somebody
 * who sees all of it can find out.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays } from '../../cube/source/grain.ts'
import { rows } from '../../etl/warehouse/client.ts'
import { released, type Released } from '../released.ts'
import { NATIONWIDE, ofProvinces, startMetrics, type Harness } from './metrics-harness.ts'

const MEASURES = ['received', 'approved', 'issued', 'reissued', 'activated', 'rejected'] as const
const PROVINCES = ['01', '08', '79'] as const
const PRODUCTS = ['card', 'eid_2'] as const
const GROUPS = ['all', 'student'] as const
/** Across a year's end, where what is open is carried into the next part. */
const FIRST = '2025-12-01'
const DAYS = Array.from({ length: 45 }, (_, day) => addDays(FIRST, day))

interface Series {
  province: string
  product: string
  group: string
  /** By measure, day by day; null is not reported. */
  counts: Record<string, (number | null)[]>
}

const count = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 4 }) },
  { weight: 1, arbitrary: fc.integer({ min: 5, max: 400 }) },
  { weight: 1, arbitrary: fc.constant(null) },
)
const days = fc.array(count, { minLength: DAYS.length, maxLength: DAYS.length })
const [world = []] = fc.sample(
  fc.tuple(
    ...PROVINCES.flatMap((province) =>
      PRODUCTS.flatMap((product) =>
        GROUPS.map((group) =>
          fc
            .record(Object.fromEntries(MEASURES.map((measure) => [measure, days])))
            .map((counts): Series => ({ province, product, group, counts })),
        ),
      ),
    ),
  ),
  { numRuns: 1, seed: 766 },
)

let metrics: Harness
const file = (name: string, part: readonly string[]) => {
  const path = join(metrics.dir, 'identity', name)
  mkdirSync(join(metrics.dir, 'identity'), { recursive: true })
  const lines = world.flatMap(({ province, product, group, counts }) =>
    part.map((day) =>
      [
        day,
        province,
        product,
        group,
        ...MEASURES.map((measure) => counts[measure]?.[DAYS.indexOf(day)]),
      ].join(','),
    ),
  )
  writeFileSync(path, [`date,province_code,product,group,${MEASURES.join(',')}`, ...lines].join('\n'))
  return path
}
beforeAll(async () => {
  metrics = await startMetrics('2026-10-31')
  // The last days first: a day that comes late changes what the blocks after it are.
  for (const part of [DAYS.slice(30), DAYS.slice(0, 10), DAYS.slice(10, 30)])
    await metrics.load(file(`${part[0]}.csv`, part))
})
afterAll(() => metrics.close())

const seen = (series: Series, measure: string): Released[] => released(series.counts[measure] ?? [])

/** A block begins to wait on the first day that is withheld, and waits no longer on the day it ends; null: not reported. */
function waitingChanges(series: Series, measure: string): (number | null)[] {
  let waits = 0
  return seen(series, measure).map(({ withheld }, day) => {
    if ((series.counts[measure]?.[day] ?? null) === null) return null
    const before = waits
    waits = Number(withheld)
    return waits - before
  })
}

test('readers see blocks of at least five or of nothing, whatever order the days came in', async () => {
  const found = await rows<Record<string, string | number | null>>(
    metrics.warehouse.client('reader'),
    'SELECT * FROM identity ORDER BY province, product, `group`, date',
  )
  const expected = [...world]
    .sort((a, b) => (key(a) < key(b) ? -1 : 1))
    .flatMap((series) =>
      DAYS.map((date, day) => ({
        date,
        ...{ province: series.province, province63: '', product: series.product, group: series.group },
        ...Object.fromEntries(
          MEASURES.map((measure) => [measure, seen(series, measure)[day]?.count ?? null]),
        ),
        withheld: MEASURES.reduce(
          (bits, measure, bit) => bits + (seen(series, measure)[day]?.withheld === true ? 2 ** bit : 0),
          0,
        ),
        ...Object.fromEntries(
          MEASURES.map((measure) => [`waiting_${measure}`, waitingChanges(series, measure)[day]]),
        ),
      })),
    )
  expect(found).toEqual(expected)
  const shown = found.flatMap((row) => MEASURES.map((measure) => row[measure]))
  expect(shown.some((n) => n === 0)).toBe(true)
  expect(shown.filter((n) => typeof n === 'number' && n > 0 && n < 5)).toEqual([])
})
const key = ({ province, product, group }: Series) => `${province}${product}${group}`

test('fifty tables of every shape are sums of released counts, so they tell no more than those', async () => {
  const tables = fc.sample(
    fc.record({
      by: fc.subarray(['province', 'product', 'group']),
      product: fc.constantFrom(...PRODUCTS),
      from: fc.integer({ min: 0, max: 40 }),
      length: fc.integer({ min: 0, max: 30 }),
      daily: fc.boolean(),
      total: fc.boolean(),
      measure: fc.constantFrom(...MEASURES),
      national: fc.boolean(),
      provinces: fc.subarray([...PROVINCES], { minLength: 1 }),
    }),
    { numRuns: 50, seed: 5 },
  )
  for (const table of tables) {
    const view = table.national ? 'national' : 'identity'
    const member = (name: string) => (table.national ? `national.identity_${name}` : `identity.${name}`)
    const by = table.by.filter((name) => !(table.national && name === 'province'))
    const [from, to] = [
      DAYS[table.from] ?? '',
      DAYS[Math.min(table.from + table.length, DAYS.length - 1)] ?? '',
    ]
    const measure = table.total ? `${table.measure}_total` : table.measure
    const account = table.national ? ofProvinces() : ofProvinces(...table.provinces)
    const found = await metrics.rows(
      {
        measures: [member(measure)],
        dimensions: by.map(member),
        timeDimensions: [
          {
            dimension: member('date'),
            dateRange: [from, to],
            ...(table.daily ? { granularity: 'day' } : {}),
          },
        ],
        ...(by.includes('product')
          ? {}
          : { filters: [{ member: member('product'), operator: 'equals', values: [table.product] }] }),
      },
      account,
    )
    const sums = new Map<string, number | null>()
    for (const series of world) {
      if (!table.national && !table.provinces.includes(series.province as '01')) continue
      if (!by.includes('group') && series.group !== 'all') continue
      if (!by.includes('product') && series.product !== table.product) continue
      const blocks = seen(series, table.measure)
      const buckets = table.daily ? DAYS.filter((day) => day >= from && day <= to) : ['']
      for (const bucket of buckets) {
        const [first, last] = bucket === '' ? [from, to] : [bucket, bucket]
        const counts = DAYS.flatMap((day, at) =>
          day <= last && (table.total || day >= first) ? [blocks[at]?.count ?? null] : [],
        ).filter((n) => n !== null)
        const name = JSON.stringify([bucket, ...by.map((dimension) => series[dimension as 'province'])])
        const before = sums.get(name) ?? null
        sums.set(name, counts.length === 0 ? before : counts.reduce((a, b) => a + b, before ?? 0))
      }
    }
    const answer = new Map(
      found.map((row) => [
        JSON.stringify([
          table.daily ? String(row[`${member('date')}.day`]).slice(0, 10) : '',
          ...by.map((dimension) => row[member(dimension)]),
        ]),
        row[member(measure)] === null ? null : Number(row[member(measure)]),
      ]),
    )
    expect([...answer].sort(), `${view} ${JSON.stringify(table)}`).toEqual([...sums].sort())
  }
})

test('what waits at the end of each period is told: blocks that have begun and not ended', async () => {
  for (const [by, daily] of [
    [['province', 'group'], false],
    [[], true],
    [['product'], true],
  ] as const) {
    const [from, to] = [DAYS[10] ?? '', DAYS[35] ?? '']
    const found = await metrics.rows({
      measures: MEASURES.map((measure) => `identity.${measure}_waiting`),
      dimensions: by.map((name) => `identity.${name}`),
      timeDimensions: [
        { dimension: 'identity.date', dateRange: [from, to], ...(daily ? { granularity: 'day' } : {}) },
      ],
      ...((by as readonly string[]).includes('product')
        ? {}
        : { filters: [{ member: 'identity.product', operator: 'equals', values: ['card'] }] }),
    })
    for (const row of found) {
      const end = daily ? String(row['identity.date.day']).slice(0, 10) : to
      const own = world.filter(
        (series) =>
          ((by as readonly string[]).includes('group') || series.group === 'all') &&
          ((by as readonly string[]).includes('product') || series.product === 'card') &&
          by.every((name) => series[name] === row[`identity.${name}`]),
      )
      for (const measure of MEASURES) {
        const waiting = own.filter((series) => {
          const told = seen(series, measure).slice(0, DAYS.indexOf(end) + 1)
          return told.findLast(({ count, withheld }) => withheld || count !== null)?.withheld === true
        })
        expect(Number(row[`identity.${measure}_waiting`]), `${measure} ${by.join()} ${end}`).toBe(
          waiting.length,
        )
      }
    }
    expect(found).toHaveLength(daily ? 26 * (by.length === 0 ? 1 : 2) : 6)
  }
})

test('whoever sees all that is released finds out no small count', () => {
  let small = 0
  for (const series of world)
    for (const measure of MEASURES) {
      const blocks = seen(series, measure)
      const possible = possibilities(blocks)
      for (const [day, n] of (series.counts[measure] ?? []).entries()) {
        if (blocks[day]?.withheld !== true) continue
        expect(possible[day], `${key(series)} ${measure} ${DAYS[day]}`).toContain(n)
        expect(possible[day]?.size).toBeGreaterThan(1)
        small += n !== null && n > 0 && n < 5 ? 1 : 0
      }
    }
  expect(small).toBeGreaterThan(100)
})

/** For each day withheld, every count it may have had, by all that is known: the rule, the marks and the sums of blocks. */
function possibilities(blocks: readonly Released[]): Record<number, Set<number>> {
  const found: Record<number, Set<number>> = {}
  let open: number[] = []
  const tell = (sum: number | null) => {
    // The sums after each day of the block lie between 1 and 4 and never fall; the last day brings it to its sum.
    const walk = (at: number, before: number, path: readonly number[]): void => {
      if (at === open.length) {
        if (sum !== null && sum < 5) return
        for (const [index, day] of open.entries()) (found[day] ??= new Set()).add(path[index] ?? 0)
        return
      }
      for (let after = Math.max(before, 1); after < 5; after++) walk(at + 1, after, [...path, after - before])
    }
    walk(0, 0, [])
    open = []
  }
  for (const [day, { count, withheld }] of blocks.entries()) {
    if (withheld) open.push(day)
    else if (count !== null && open.length > 0) tell(count)
  }
  if (open.length > 0) tell(null)
  return found
}

test('a nationwide account finds no more by adding its provinces up', async () => {
  const ask = (dimensions: string[]) =>
    metrics.rows(
      {
        measures: MEASURES.map((measure) => `identity.${measure}`),
        dimensions,
        timeDimensions: [{ dimension: 'identity.date', dateRange: [FIRST, DAYS.at(-1)], granularity: 'day' }],
        filters: [{ member: 'identity.product', operator: 'equals', values: ['card'] }],
      },
      NATIONWIDE,
    )
  const [together, apart] = [await ask([]), await ask(['identity.province'])]
  for (const row of together) {
    const own = apart.filter((one) => one['identity.date.day'] === row['identity.date.day'])
    for (const measure of MEASURES.map((name) => `identity.${name}`)) {
      const counts = own.flatMap((one) => (one[measure] === null ? [] : [Number(one[measure])]))
      const sum = counts.length === 0 ? null : counts.reduce((a, b) => a + b, 0)
      expect(row[measure] === null ? null : Number(row[measure])).toBe(sum)
    }
  }
})
