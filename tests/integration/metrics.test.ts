import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startMetrics, type Harness, type Row } from './metrics-harness.ts'

/*
 * Twelve dossiers (tests/fixtures/twelve-dossiers), answered by hand. Times shortened; June 2025: the 7th, 8th, 14th,
 * 15th, 21st, 22nd, 28th and 29th are weekends. Procedure 1 needs a result, 2 does not, 9 is unknown.
 *
 *  #  channel  received  due    ended  supplement         what it shows
 *  1  online   06-02     06-09  06-05                     early
 *  2  counter  06-03     06-10  06-10                     on time
 *  3  online   06-04     06-11  06-17                     late
 *  4  postal   06-05     06-12  06-18  06-09 → 06-16      waited 7 days: effective end 06-11, early
 *  5  online   06-06     06-13  –      06-10 → –          waits on the citizen: effective end 06-10, never overdue
 *  6  counter  06-09     06-20  06-19  06-12 → 06-13, 2×  two requests: overdue from 06-12, late (effective 06-18)
 *  7  online   06-10     06-14  06-16                     due on a Saturday, ended on the Monday: late
 *  8  online   06-11     06-18  06-12                     status 8 (withdrawn): resolved, early
 *  9  counter  06-12     06-19  –                         overdue from 06-20
 * 10  online   06-26     07-03  07-02                     early
 * 11  counter  07-02     07-09  07-09                     on time, of the 34 units
 * 12  online   06-16     06-23  07-04  06-24 → –          asked after it was due: overdue from 06-24, late (status 7)
 *
 * A 06-02 … 06-15 (ends before some due dates)
 *   received 1–9; resolved 1 early, 2 on time, 8 early; pending 3 4 5 6 7 9, overdue 3 (due 11), 6 (asked twice),
 *   7 (due 14). 0 + 9 = 3 + 6. Online 1 3 5 7 8. Fee > 0: 1 paid, 2 not. Digitised 1 yes, 2 no. Result (9, 10, of
 *   procedure 1): 1 yes, 2 no. Reuse 1 yes, 2 no. Rated 5, 4. Working days 3, 5, 1: p50 the 2nd of 1 3 5, p90 the 3rd.
 * B 06-16 … 06-30 (starts after some due dates)
 *   carried in 3 4 5 6 7 9; received 10, 12; resolved 3 late, 4 early, 6 late, 7 late; pending 5 9 10 12, overdue 9,
 *   12. 6 + 2 = 4 + 4. Fee: 4 paid, 6 not said, 7 not, 3 has none. Digitised 3 4 7 of 3 4 6 7. Result: 3 not said,
 *   6 yes. Reuse 4 of 4 6 7. Rated 2, 3. Working days 9, 4, 7, 4: p50 the 2nd of 4 4 7 9, p90 the 4th.
 * C 06-20 … 07-10 (across 2025-07-01)
 *   carried in 5 9 12; received 10, 11; resolved 10 early, 11 on time, 12 late; pending 5 9, overdue 9. 3 + 2 = 3 + 2.
 *   Fee: 10 paid, 12 not. Digitised 10, 11 of 10 11 12. Result: 10 no, 11 yes (12 is status 7). Reuse 11 of 10 11.
 *   Rated 1, 5. Working days 4, 5, 6.
 * D 06-10 … 06-18
 *   carried in 2 3 4 5 6; received 7 8 9 12; resolved 2 on time, 3 late, 4 early, 7 late, 8 early; pending 5 6 9 12,
 *   overdue 6. 5 + 4 = 5 + 4. Fee: 4 of 2 4 7. Digitised 3 4 7 of 2 3 4 7. Result: 2 no. Reuse 4 of 2 4 7. Rated 4, 2.
 *   Working days 5, 9, 4, 4, 1: p50 the 3rd of 1 4 4 5 9, p90 the 5th.
 */
const BY_HAND: Record<string, { period: [string, string]; answers: Record<string, number> }> = {
  A: {
    period: ['2025-06-02', '2025-06-15'],
    answers: {
      received: 9,
      received_online: 5,
      received_other: 4,
      carried_in: 0,
      resolved: 3,
      resolved_early: 2,
      resolved_on_time: 1,
      resolved_late: 0,
      pending: 6,
      pending_in_time: 3,
      pending_overdue: 3,
      on_time_rate: 1,
      on_time_rate_all: 3 / 6,
      on_time_rate_766: 6 / 9,
      online_rate: 5 / 9,
      paid_online_rate: 1 / 2,
      digitised_rate: 1 / 2,
      e_result_rate: 1 / 2,
      reuse_rate: 1 / 2,
      processing_days_p50: 3,
      processing_days_p90: 5,
      satisfaction_rate: 1,
    },
  },
  B: {
    period: ['2025-06-16', '2025-06-30'],
    answers: {
      received: 2,
      received_online: 2,
      received_other: 0,
      carried_in: 6,
      resolved: 4,
      resolved_early: 1,
      resolved_on_time: 0,
      resolved_late: 3,
      pending: 4,
      pending_in_time: 2,
      pending_overdue: 2,
      on_time_rate: 1 / 4,
      on_time_rate_all: 1 / 6,
      on_time_rate_766: 3 / 8,
      online_rate: 1,
      paid_online_rate: 1 / 2,
      digitised_rate: 3 / 4,
      e_result_rate: 1,
      reuse_rate: 1 / 3,
      processing_days_p50: 4,
      processing_days_p90: 9,
      satisfaction_rate: 0,
    },
  },
  C: {
    period: ['2025-06-20', '2025-07-10'],
    answers: {
      received: 2,
      received_online: 1,
      received_other: 1,
      carried_in: 3,
      resolved: 3,
      resolved_early: 1,
      resolved_on_time: 1,
      resolved_late: 1,
      pending: 2,
      pending_in_time: 1,
      pending_overdue: 1,
      on_time_rate: 2 / 3,
      on_time_rate_all: 2 / 4,
      on_time_rate_766: 3 / 5,
      online_rate: 1 / 2,
      paid_online_rate: 1 / 2,
      digitised_rate: 2 / 3,
      e_result_rate: 1 / 2,
      reuse_rate: 1 / 2,
      processing_days_p50: 5,
      processing_days_p90: 6,
      satisfaction_rate: 1 / 2,
    },
  },
  D: {
    period: ['2025-06-10', '2025-06-18'],
    answers: {
      received: 4,
      received_online: 3,
      received_other: 1,
      carried_in: 5,
      resolved: 5,
      resolved_early: 2,
      resolved_on_time: 1,
      resolved_late: 2,
      pending: 4,
      pending_in_time: 3,
      pending_overdue: 1,
      on_time_rate: 3 / 5,
      on_time_rate_all: 3 / 6,
      on_time_rate_766: 6 / 9,
      online_rate: 3 / 4,
      paid_online_rate: 1 / 3,
      digitised_rate: 3 / 4,
      e_result_rate: 0,
      reuse_rate: 1 / 3,
      processing_days_p50: 4,
      processing_days_p90: 9,
      satisfaction_rate: 1 / 2,
    },
  },
}
const MEASURES = Object.keys(BY_HAND['A']?.answers ?? {})

// The zone of the machines this runs on, east of Greenwich; the other tests run in one west of it.
process.env['TZ'] = 'Asia/Ho_Chi_Minh'

let metrics: Harness
beforeAll(async () => {
  metrics = await startMetrics('2025-08-01')
  const results = await metrics.load(join(import.meta.dirname, '../fixtures/twelve-dossiers'))
  expect(results.map(({ dataset, status, loaded }) => ({ dataset, status, loaded }))).toEqual([
    { dataset: 'procedures', status: 'published', loaded: 3 },
    { dataset: 'dossiers', status: 'published', loaded: 12 },
  ])
})
afterAll(() => metrics.close())

const over = (period: readonly string[], more: object = {}) => ({
  measures: MEASURES.map((measure) => `dossiers.${measure}`),
  timeDimensions: [{ dimension: 'dossiers.date', dateRange: period, ...more }],
})
const numbers = (row: Row | undefined) =>
  Object.fromEntries(
    MEASURES.map((measure) => {
      const value = row?.[`dossiers.${measure}`]
      return [measure, value === null || value === undefined ? null : Number(value)]
    }),
  )
const near = (answers: Record<string, number | null>) =>
  Object.fromEntries(
    Object.entries(answers).map(([name, value]) => [name, value === null ? null : expect.closeTo(value, 10)]),
  )

test.each(Object.entries(BY_HAND))(
  'period %s has the answers worked out by hand',
  async (_, { period, answers }) => {
    const [row] = await metrics.rows(over(period))
    expect(numbers(row)).toEqual(near(answers))
  },
)

test('a measure asked alone is the same as with all others', async () => {
  const { period = [], answers = {} } = BY_HAND['B'] ?? {}
  for (const measure of MEASURES) {
    const [row] = await metrics.rows({ ...over(period), measures: [`dossiers.${measure}`] })
    expect(Number(row?.[`dossiers.${measure}`]), measure).toBeCloseTo(answers[measure] ?? NaN, 10)
  }
})

test.each([
  [
    'month',
    ['2025-05-20', '2025-07-25'],
    [
      ['2025-05-20', '2025-05-31'],
      ['2025-06-01', '2025-06-30'],
      ['2025-07-01', '2025-07-25'],
    ],
  ],
  [
    'reporting_month',
    ['2025-06-01', '2025-07-20'],
    [
      ['2025-06-01', '2025-06-14'],
      ['2025-06-15', '2025-07-14'],
      ['2025-07-15', '2025-07-20'],
    ],
  ],
  [
    'reporting_quarter',
    ['2025-06-01', '2025-07-20'],
    [
      ['2025-06-01', '2025-06-14'],
      ['2025-06-15', '2025-07-20'],
    ],
  ],
  [
    'week',
    ['2025-06-04', '2025-06-17'],
    [
      ['2025-06-04', '2025-06-08'],
      ['2025-06-09', '2025-06-15'],
      ['2025-06-16', '2025-06-17'],
    ],
  ],
] as const)('each %s, clipped to the range, is its own period', async (granularity, range, periods) => {
  const buckets = await metrics.rows(over(range, { granularity }))
  const alone = await Promise.all(periods.map(async (period) => (await metrics.rows(over(period)))[0]))
  expect(buckets.map(numbers)).toEqual(alone.map(numbers))
})

test('reporting periods begin on the 15th, quarters and years on 15 December', async () => {
  const starts = async (granularity: string) =>
    (await metrics.rows(over(['2025-06-10', '2025-07-20'], { granularity }))).map((row) =>
      String(row[`dossiers.date.${granularity}`]).slice(0, 10),
    )
  expect(await starts('reporting_month')).toEqual(['2025-05-15', '2025-06-15', '2025-07-15'])
  expect(await starts('reporting_quarter')).toEqual(['2025-03-15', '2025-06-15'])
  expect(await starts('reporting_year')).toEqual(['2024-12-15'])
})

test('after the as-of date there is no data, which is not zero', async () => {
  // The newest update is of 2025-07-31.
  const [after] = await metrics.rows(over(['2025-08-01', '2025-08-31']))
  expect(Object.values(numbers(after)).every((value) => value === null)).toBe(true)
  const [across, upTo] = await Promise.all([
    metrics.rows(over(['2025-07-20', '2025-08-31'])),
    metrics.rows(over(['2025-07-20', '2025-07-31'])),
  ])
  expect(across).toEqual(upTo)
  const months = await metrics.rows(over(['2025-06-01', '2025-10-31'], { granularity: 'month' }))
  expect(months.map((row) => row['dossiers.date.month'])).toEqual([
    '2025-06-01T00:00:00.000',
    '2025-07-01T00:00:00.000',
  ])
})

test('a period in which nothing happened is zero, its rates no data', async () => {
  const [row] = await metrics.rows(over(['2025-01-01', '2025-01-31']))
  expect(numbers(row)).toMatchObject({
    received: 0,
    pending: 0,
    carried_in: 0,
    on_time_rate: null,
    on_time_rate_766: null,
  })
})

test('the procedure is the one valid on the day of receipt; an unknown one is kept', async () => {
  const rows = await metrics.rows({
    ...over(['2025-06-01', '2025-07-31']),
    measures: ['dossiers.received'],
    dimensions: ['dossiers.field'],
  })
  expect(
    Object.fromEntries(rows.map((row) => [row['dossiers.field'], Number(row['dossiers.received'])])),
  ).toEqual({
    'Cư trú': 3,
    'Đăng ký cư trú': 6,
    'Xuất nhập cảnh': 2,
    null: 1,
  })
})

test('a programme counts its procedures', async () => {
  const rows = await metrics.rows({
    ...over(['2025-06-01', '2025-07-31']),
    measures: ['dossiers.received', 'dossiers.pending'],
    dimensions: ['dossiers.programme'],
  })
  expect(
    rows.map((row) => [
      row['dossiers.programme'],
      Number(row['dossiers.received']),
      Number(row['dossiers.pending']),
    ]),
  ).toEqual(
    expect.arrayContaining([
      ['QD10695', 9, 2],
      ['DA06-25', 6, 2],
      [null, 3, 0],
    ]),
  )
})

test('figures of the 63 units end on 2025-06-30', async () => {
  const by = (dimension: string, period: string[]) =>
    metrics.rows({
      ...over(period),
      measures: ['dossiers.received', 'dossiers.pending'],
      dimensions: [dimension],
      order: { [dimension]: 'asc' },
    })
  const june = await by('dossiers.province63', ['2025-06-20', '2025-06-30'])
  const longer = await by('dossiers.province63', ['2025-06-20', '2025-07-20'])
  expect(longer).toEqual(june)
  expect(await by('dossiers.province63_name', ['2025-07-01', '2025-07-20'])).toEqual([])
  expect(
    (await by('dossiers.province_name', ['2025-06-20', '2025-07-10'])).map((row) => [
      row['dossiers.province_name'],
      Number(row['dossiers.received']),
    ]),
  ).toEqual([
    ['Hà Nội', 0],
    ['Tuyên Quang', 2],
  ])
})

test('a bucket that a condition on the date leaves out is not shown as zero', async () => {
  const query = {
    measures: ['dossiers.received'],
    timeDimensions: [
      { dimension: 'dossiers.date', granularity: 'month', dateRange: ['2025-06-01', '2025-07-31'] },
    ],
    filters: [{ member: 'dossiers.date', operator: 'afterDate', values: ['2025-06-30'] }],
  }
  expect((await metrics.rows(query)).map((row) => row['dossiers.date.month'])).toEqual([
    '2025-07-01T00:00:00.000',
  ])
})
