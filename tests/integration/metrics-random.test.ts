import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bucketStart, GRAINS, type GrainName } from '../../cube/source/grain.ts'
import { aDossier, codeOf, dossiersCsv, FIRST, LAST, PROVINCES } from './metrics-dossiers.ts'
import { startMetrics, type Harness, type Row } from './metrics-harness.ts'
import { countByHand, daysBetween, type Counts, type Dossier } from './metrics-model.ts'

/*
 * Random dossiers through the real loader, random periods through the real Cube, against the definitions of metrics.md
 * applied dossier by dossier. The seed is printed with a failure.
 */
const SEED = Number(process.env['METRICS_SEED'] ?? Date.now() % 1_000_000_000)
const DAYS = daysBetween(FIRST, LAST)

const dossiers: Dossier[] = fc
  .sample(aDossier, { numRuns: 600, seed: SEED })
  .map((dossier, n) => ({ ...dossier, code: codeOf(dossier, n + 1) }))

const AS_OF = LAST
const COUNTS = [
  'received',
  'received_online',
  'carried_in',
  'resolved',
  'resolved_early',
  'resolved_on_time',
  'resolved_late',
  'pending',
  'pending_in_time',
  'pending_overdue',
] as const satisfies (keyof Counts)[]

let metrics: Harness
beforeAll(async () => {
  metrics = await startMetrics('2025-12-31')
  const folder = join(metrics.dir, 'dossiers')
  mkdirSync(folder)
  writeFileSync(join(folder, 'dossiers.csv'), dossiersCsv(dossiers, `${LAST} 23:59:59`))
  const [result] = await metrics.load(folder)
  expect(result).toMatchObject({ status: 'published', loaded: dossiers.length })
})
afterAll(() => metrics.close())

const aPeriod = fc
  .tuple(fc.constantFrom(...DAYS, '2025-09-30'), fc.constantFrom(...DAYS, '2025-09-30'))
  .map(([x, y]) => (x <= y ? ([x, y] as const) : ([y, x] as const)))

const measures = COUNTS.map((count) => `dossiers.${count}`)
const ask = (period: readonly string[], more: object = {}, time: object = {}) =>
  metrics.rows({
    measures,
    timeDimensions: [{ dimension: 'dossiers.date', dateRange: period, ...time }],
    ...more,
  })
const countsOf = (row: Row | undefined) =>
  Object.fromEntries(
    COUNTS.map((count) => [
      count,
      row?.[`dossiers.${count}`] == null ? null : Number(row[`dossiers.${count}`]),
    ]),
  )
const runs = (numRuns: number) => ({ seed: SEED, numRuns, endOnFailure: true })

test('a period is what the definitions give, dossier by dossier', async () => {
  await fc.assert(
    fc.asyncProperty(aPeriod, async ([a, b]) => {
      const [row] = await ask([a, b])
      const counts = countsOf(row)
      if (a > AS_OF) {
        expect(Object.values(counts).every((count) => count === null)).toBe(true)
        return
      }
      expect(counts).toEqual(countByHand(dossiers, a, b, AS_OF))
    }),
    runs(25),
  )
})

test('what came in is what went out and what is left, and every part adds up', async () => {
  await fc.assert(
    fc.asyncProperty(aPeriod, async ([a, b]) => {
      const rows = await ask([a, b], { dimensions: ['dossiers.province', 'dossiers.channel'] })
      for (const row of rows) {
        const c = countsOf(row) as unknown as Counts
        expect(c.carried_in + c.received).toBe(c.resolved + c.pending)
        expect(c.resolved_early + c.resolved_on_time + c.resolved_late).toBe(c.resolved)
        expect(c.pending_in_time + c.pending_overdue).toBe(c.pending)
      }
    }),
    runs(10),
  )
})

test('provinces add up to the whole, and each is its own', async () => {
  await fc.assert(
    fc.asyncProperty(
      aPeriod.filter(([a]) => a <= AS_OF),
      async ([a, b]) => {
        const rows = await ask([a, b], { dimensions: ['dossiers.province'] })
        for (const province of PROVINCES) {
          const row = rows.find((found) => found['dossiers.province'] === province)
          const counts = countByHand(
            dossiers.filter((dossier) => dossier.province === province),
            a,
            b,
            AS_OF,
          )
          if (row === undefined) expect(counts.carried_in + counts.received).toBe(0)
          else expect(countsOf(row)).toEqual(counts)
        }
      },
    ),
    runs(10),
  )
})

test('each bucket, clipped to the range, is what the definitions give', async () => {
  const grains = Object.keys(GRAINS) as GrainName[]
  await fc.assert(
    fc.asyncProperty(aPeriod, fc.constantFrom(...grains), async ([a, b], granularity) => {
      const rows = await ask([a, b], {}, { granularity })
      const buckets = Map.groupBy(
        daysBetween(a, b).filter((date) => date <= AS_OF || bucketStart(GRAINS[granularity], date) <= AS_OF),
        (date) => bucketStart(GRAINS[granularity], date),
      )
      const expected = [...buckets]
        .map(([start, days]) => ({ start, from: days[0] ?? '', to: days.at(-1) ?? '' }))
        .filter(({ from }) => from <= AS_OF)
        .map(({ start, from, to }) => ({ start, ...countByHand(dossiers, from, to, AS_OF) }))
      expect(
        rows.map((row) => ({
          start: String(row[`dossiers.date.${granularity}`]).slice(0, 10),
          ...countsOf(row),
        })),
      ).toEqual(expected)
    }),
    runs(20),
  )
})

test('sorting, limits, filters on measures and totals are taken of the right numbers', async () => {
  const period = ['2025-06-10', '2025-07-20'] as const
  const byProvince = PROVINCES.map((province) => ({
    province,
    pending: countByHand(
      dossiers.filter((dossier) => dossier.province === province),
      ...period,
      AS_OF,
    ).pending,
  })).sort((x, y) => y.pending - x.pending || (x.province < y.province ? -1 : 1))
  const query = {
    measures: ['dossiers.pending'],
    dimensions: ['dossiers.province'],
    timeDimensions: [{ dimension: 'dossiers.date', dateRange: period }],
    order: { 'dossiers.pending': 'desc', 'dossiers.province': 'asc' },
  }
  const shown = (rows: Row[]) =>
    rows.map((row) => ({ province: row['dossiers.province'], pending: Number(row['dossiers.pending']) }))
  expect(shown(await metrics.rows(query))).toEqual(byProvince)
  expect(shown(await metrics.rows({ ...query, limit: 1, offset: 1 }))).toEqual(byProvince.slice(1, 2))
  const least = byProvince.at(-1)?.pending ?? 0
  const above = { member: 'dossiers.pending', operator: 'gt', values: [String(least)] }
  expect(shown(await metrics.rows({ ...query, filters: [above] }))).toEqual(
    byProvince.filter(({ pending }) => pending > least),
  )
  const { body } = await metrics.post('v1/load', { query: { ...query, limit: 1, total: true } })
  expect(body['total']).toBe(byProvince.length)
})
