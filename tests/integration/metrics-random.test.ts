import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, bucketStart, GRAINS, type GrainName } from '../../cube/source/grain.ts'
import { startMetrics, type Harness, type Row } from './metrics-harness.ts'
import { countByHand, daysBetween, type Counts, type Dossier } from './metrics-model.ts'

/*
 * Random dossiers through the real loader, random periods through the real Cube, against the definitions of metrics.md
 * applied dossier by dossier. The seed is printed with a failure.
 */
const SEED = Number(process.env['METRICS_SEED'] ?? Date.now() % 1_000_000_000)
const FIRST = '2025-05-20'
const LAST = '2025-08-10'
const DAYS = daysBetween(FIRST, LAST)
const PROVINCES = ['01', '08', '79']

const aTime = (from: string, to: string) =>
  fc
    .tuple(fc.constantFrom(...daysBetween(from, to)), fc.nat({ max: 86_399 }))
    .map(([date, second]) => `${date} ${new Date(second * 1000).toISOString().slice(11, 19)}`)

/** Dossiers as the contract allows them: received ≤ requested ≤ completed ≤ ended. */
const aDossier: fc.Arbitrary<Omit<Dossier, 'code'>> = fc
  .record({
    province: fc.constantFrom(...PROVINCES),
    channel: fc.constantFrom('online' as const, 'counter' as const, 'postal' as const),
    times: fc
      .array(aTime(FIRST, addDays(FIRST, 70)), { minLength: 4, maxLength: 4 })
      .map((times) => times.sort()),
    near: fc.boolean(),
    shape: fc.constantFrom('plain', 'waiting', 'completed'),
    ends: fc.integer({ min: 0, max: 9 }).map((n) => n < 7),
    requests: fc.constantFrom(1, 1, 1, 2, 3),
    dueIn: fc.integer({ min: 0, max: 20 }),
    status: fc.constantFrom(7, 8, 9, 10),
  })
  .map(({ province, channel, times, near, shape, ends, requests, dueIn, status }) => {
    // Most steps are days apart, as in life; the others weeks.
    const [received = '', ...rest] = times
    const steps = rest.map((time, n) =>
      near
        ? `${addDays(received.slice(0, 10), Math.min(n * 2 + (Number(time.slice(17)) % 3), 80))} 23:${time.slice(14)}`
        : time,
    )
    const [requested = '', completed = '', ended = ''] = steps.sort()
    return {
      province,
      channel,
      status: ends ? status : shape === 'waiting' ? 5 : 4,
      receivedAt: received,
      dueAt: `${addDays(received.slice(0, 10), dueIn)} 17:00:00`,
      endedAt: ends ? ended : null,
      requestedAt: shape === 'plain' ? null : requested,
      completedAt: shape === 'completed' ? completed : null,
      requests: shape === 'plain' ? 0 : requests,
    }
  })
  .filter(({ receivedAt, requestedAt, endedAt }) =>
    [receivedAt, requestedAt, endedAt].every((time) => (time ?? receivedAt) >= receivedAt),
  )

const dossiers: Dossier[] = fc.sample(aDossier, { numRuns: 600, seed: SEED }).map((dossier, n) => ({
  ...dossier,
  code: `G01.${dossier.province}-${dossier.receivedAt.slice(2, 10).replaceAll('-', '')}-${String(n + 1).padStart(4, '0')}`,
}))

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
  const header =
    'dossier_code,procedure_code,agency_code,province_code,province_era,channel,status,received_at,due_at,ended_at,supplement_requested_at,supplement_completed_at,supplement_requests,updated_at'
  const lines = dossiers.map((d) =>
    [
      d.code,
      '1.1',
      'G01',
      d.province,
      '34',
      d.channel,
      d.status,
      d.receivedAt,
      d.dueAt,
      d.endedAt ?? '',
      d.requestedAt ?? '',
      d.completedAt ?? '',
      d.requestedAt === null ? '' : d.requests,
      `${LAST} 23:59:59`,
    ].join(','),
  )
  writeFileSync(join(folder, 'dossiers.csv'), [header, ...lines, ''].join('\n'))
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
