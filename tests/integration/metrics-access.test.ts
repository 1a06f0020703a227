import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NATIONWIDE, ofProvinces, startMetrics, type Harness, type Row } from './metrics-harness.ts'

/*
 * Identity, population, indicators and tasks of two provinces, answered by hand, and who may see what.
 *
 * Identity, 34-era provinces 01 and 08, group all (students are 10 of eid_2 in 01 on 07-01):
 *   01 eid_2  2025-06-20: received 100, approved 90, issued 80, activated 40;  2025-07-01: 10, 10, 10, not reported
 *   08 eid_2  2025-07-05: received 30, issued 20, activated 5, approved not reported
 *   01 eid_1  2025-07-02: received 7, issued 7
 * Population: 2019-04-01 01 1000 eligible for accounts, 08 200; 2025-07-03 01 1100.
 */
let metrics: Harness
const write = (dataset: string, name: string, lines: string[]) => {
  mkdirSync(join(metrics.dir, dataset), { recursive: true })
  writeFileSync(join(metrics.dir, dataset, name), [...lines, ''].join('\n'))
  return join(metrics.dir, dataset, name)
}

beforeAll(async () => {
  metrics = await startMetrics('2025-12-31')
  const results = await metrics.load(
    write('population', 'population.csv', [
      'as_of,province_code,province_era,residents,eligible_card,eligible_eid,source',
      '2019-04-01,01,34,2000,1500,1000,Tổng điều tra 2019',
      '2019-04-01,08,34,500,300,200,Tổng điều tra 2019',
      '2025-07-03,01,34,2200,1600,1100,Công bố 2025',
    ]),
    write('identity', 'identity.csv', [
      'date,province_code,province_era,product,group,received,approved,issued,reissued,activated,rejected',
      '2025-06-20,01,34,eid_2,all,100,90,80,,40,1',
      '2025-07-01,01,34,eid_2,all,10,10,10,,,0',
      '2025-07-01,01,34,eid_2,student,10,10,10,,,0',
      '2025-07-05,08,34,eid_2,all,30,,20,,5,0',
      '2025-07-02,01,34,eid_1,all,7,7,7,,7,0',
    ]),
    write('indicators', 'indicators.csv', [
      'indicator_code,as_of,province_code,province_era,unit,numerator,denominator,target,source',
      'bodies_connected,2025-06-01,00,,,8,,10,Bộ',
      'bodies_connected,2025-07-01,00,,,10,,10,Bộ',
      'communes_with_terminals,2025-06-01,01,34,,50,100,1,Bộ',
      'communes_with_terminals,2025-06-01,08,34,,100,100,1,Bộ',
    ]),
    write('tasks', 'tasks.csv', [
      'task_code,name,objective,source_document,lead_agency,co_agencies,province_code,assigned_on,due_on,done_on,updated_at',
      'T1,Một,1,QĐ 06,C06,,00,2025-01-01,2025-06-15,2025-06-10,2025-07-31 00:00:00',
      'T2,Hai,1,QĐ 06,Công an Hà Nội,,01,2025-01-01,2025-06-15,2025-06-20,2025-07-31 00:00:00',
      'T3,Ba,2,QĐ 06,Công an Hà Nội,C06,01,2025-01-01,2025-07-10,,2025-07-31 00:00:00',
      'T4,Bốn,2,QĐ 06,Công an Tuyên Quang,,08,2025-07-01,2025-12-31,,2025-07-31 00:00:00',
    ]),
    write('dossiers', 'dossiers.csv', [
      'dossier_code,procedure_code,agency_code,province_code,province_era,channel,status,received_at,due_at,ended_at,updated_at',
      'G01-250601-0001,1.1,G01.01,01,34,online,4,2025-06-01 08:00:00,2025-06-10 17:00:00,,2025-07-31 00:00:00',
      'G01-250602-0002,1.1,G01.01,01,34,online,4,2025-06-02 08:00:00,2025-06-10 17:00:00,,2025-07-31 00:00:00',
      'G01-250603-0003,1.1,G01.08,08,34,online,4,2025-06-03 08:00:00,2025-06-10 17:00:00,,2025-07-31 00:00:00',
    ]),
  )
  expect(results.map(({ status }) => status)).toEqual(Array(5).fill('published'))
})
afterAll(() => metrics.close())

const during = (view: string, from: string, to: string, more: object = {}) => ({
  timeDimensions: [
    { dimension: view.includes('_') ? `national.${view}` : `${view}.date`, dateRange: [from, to], ...more },
  ],
})
const eid2 = [{ member: 'identity.product', operator: 'equals', values: ['eid_2'] }]
const plain = (row: Row | undefined, view: string) =>
  Object.fromEntries(
    Object.entries(row ?? {})
      .filter(([name]) => !name.includes('date'))
      .map(([name, value]) => [
        name.replace(`${view}.`, ''),
        value === null || Number.isNaN(Number(value)) ? value : Number(value),
      ]),
  )

test('running totals go from the beginning to each bucket, coverage by the latest population', async () => {
  const rows = await metrics.rows({
    measures: ['identity.issued', 'identity.issued_total', 'identity.eligible', 'identity.coverage'],
    filters: eid2,
    ...during('identity', '2025-06-01', '2025-07-31', { granularity: 'month' }),
  })
  // By 06-30 of 2019's 1200; by 07-05 (the newest count) of 1100 in 01 and still 200 in 08.
  expect(rows.map((row) => plain(row, 'identity'))).toEqual([
    { issued: 80, issued_total: 80, eligible: 1200, coverage: 80 / 1200 },
    { issued: 30, issued_total: 110, eligible: 1300, coverage: 110 / 1300 },
  ])
})

test('what was not reported is no data, not zero; a group is not added to all', async () => {
  const measures = [
    'approved',
    'activated',
    'reissued',
    'reissued_total',
    'approval_rate',
    'activation_rate_of_issued',
  ].map((name) => `identity.${name}`)
  const [row] = await metrics.rows({
    measures,
    filters: eid2,
    ...during('identity', '2025-07-01', '2025-07-05'),
  })
  expect(plain(row, 'identity')).toEqual({
    approved: 10,
    activated: 5,
    reissued: null,
    reissued_total: null,
    approval_rate: 10 / 40,
    activation_rate_of_issued: 5 / 30,
  })
  const groups = await metrics.rows({
    measures: ['identity.issued_total', 'identity.coverage'],
    dimensions: ['identity.group'],
    filters: eid2,
    ...during('identity', '2025-07-01', '2025-07-05'),
  })
  expect(groups.map((found) => plain(found, 'identity'))).toEqual([
    { group: 'all', issued_total: 110, coverage: 110 / 1300 },
    { group: 'student', issued_total: 10, coverage: null },
  ])
})

test('each account sees its provinces; national is for everyone; none means nothing', async () => {
  const query = { measures: ['dossiers.pending'], ...during('dossiers', '2025-06-01', '2025-06-30') }
  const pending = async (account: Parameters<Harness['rows']>[1]) =>
    (await metrics.rows(query, account)).map((row) => row['dossiers.pending'])
  expect(await pending(NATIONWIDE)).toEqual(['3'])
  expect(await pending(ofProvinces('01'))).toEqual(['2'])
  expect(await pending(ofProvinces('08'))).toEqual(['1'])
  expect(await pending(ofProvinces('01', '08'))).toEqual(['3'])
  expect(await pending(ofProvinces())).toEqual([null])
  const sneaky = {
    ...query,
    filters: [
      {
        or: [
          { member: 'dossiers.province', operator: 'set' },
          { member: 'dossiers.province', operator: 'notSet' },
        ],
      },
    ],
  }
  expect((await metrics.rows(sneaky, ofProvinces('08')))[0]).toEqual({ 'dossiers.pending': '1' })
  const national = {
    measures: ['national.dossiers_pending'],
    ...during('dossiers_date', '2025-06-01', '2025-06-30'),
  }
  expect(await metrics.rows(national, ofProvinces('08'))).toEqual([{ 'national.dossiers_pending': '3' }])
  expect(
    (
      await metrics.post(
        'v1/load',
        {
          query: {
            measures: ['dossier_counts.pending'],
            timeDimensions: [{ dimension: 'dossier_counts.date', dateRange: ['2025-06-01', '2025-06-30'] }],
          },
        },
        ofProvinces('08'),
      )
    ).status,
  ).toBe(400)
})

test('a nationwide row is for nationwide accounts and national', async () => {
  const tasks = {
    measures: [
      'tasks.tasks',
      'tasks.done_on_time',
      'tasks.done_late',
      'tasks.open_in_time',
      'tasks.open_overdue',
      'tasks.done_rate',
      'tasks.on_time_rate',
    ],
    ...during('tasks', '2025-07-01', '2025-07-31'),
  }
  const [all] = await metrics.rows(tasks)
  expect(plain(all, 'tasks')).toEqual({
    tasks: 4,
    done_on_time: 1,
    done_late: 1,
    open_in_time: 1,
    open_overdue: 1,
    done_rate: 2 / 4,
    on_time_rate: 1 / 3,
  })
  const [own] = await metrics.rows(tasks, ofProvinces('01'))
  expect(plain(own, 'tasks')).toMatchObject({ tasks: 2, done_on_time: 0, done_late: 1, open_overdue: 1 })
  const overdue = {
    measures: ['tasks.open_overdue'],
    dimensions: ['tasks.name', 'tasks.source_document', 'tasks.lead_agency', 'tasks.due_on'],
    filters: [{ member: 'tasks.open_overdue', operator: 'gt', values: ['0'] }],
    ...during('tasks', '2025-07-01', '2025-07-31'),
  }
  expect(await metrics.rows(overdue, ofProvinces('08'))).toEqual([])
  expect((await metrics.rows(overdue)).map((row) => row['tasks.due_on'])).toEqual(['2025-07-10'])
})

test('the national indicator is reported or summed as its catalogue says, never both', async () => {
  const query = (from: string, to: string) => ({
    measures: ['rollout.value', 'rollout.rate', 'rollout.target', 'rollout.progress'],
    dimensions: ['rollout.indicator'],
    order: { 'rollout.indicator': 'asc' },
    ...during('rollout', from, to),
  })
  expect((await metrics.rows(query('2025-06-01', '2025-06-30'))).map((row) => plain(row, 'rollout'))).toEqual(
    [
      { indicator: 'bodies_connected', value: 8, rate: null, target: 10, progress: 0.8 },
      { indicator: 'communes_with_terminals', value: 150, rate: 0.75, target: 1, progress: 0.75 },
    ],
  )
  expect(
    (await metrics.rows(query('2025-06-01', '2025-06-30'), ofProvinces('08'))).map((row) =>
      plain(row, 'rollout'),
    ),
  ).toEqual([{ indicator: 'communes_with_terminals', value: 100, rate: 1, target: 1, progress: 1 }])
  const tile = {
    measures: ['rollout.indicators_at_target', 'rollout.indicators_with_target', 'rollout.at_target_rate'],
    ...during('rollout', '2025-07-01', '2025-07-31'),
  }
  expect(plain((await metrics.rows(tile))[0], 'rollout')).toEqual({
    indicators_at_target: 1,
    indicators_with_target: 2,
    at_target_rate: 0.5,
  })
})

test('an answer is never older than the last published load', async () => {
  const query = {
    measures: ['dossiers.received'],
    timeDimensions: [{ dimension: 'dossiers.date', dateRange: ['2025-06-01', '2025-06-30'] }],
    filters: [{ member: 'dossiers.province', operator: 'equals', values: ['79'] }],
  }
  const received = async () => (await metrics.rows(query))[0]?.['dossiers.received']
  expect(await received()).toBe('0')
  expect(await received()).toBe('0')
  await metrics.load(
    write('dossiers', 'more.csv', [
      'dossier_code,procedure_code,agency_code,province_code,province_era,channel,status,received_at,due_at,ended_at,updated_at',
      'G01-250604-0004,1.1,G01.79,79,34,online,4,2025-06-04 08:00:00,2025-06-10 17:00:00,,2025-07-31 00:00:00',
    ]),
  )
  // The very next answer, although the one before is in the cache.
  expect(await received()).toBe('1')
})

test.each<[string, object, RegExp]>([
  ['a stock without a period', { measures: ['dossiers.pending'] }, /need one period/],
  [
    'a finer granularity',
    {
      measures: ['dossiers.received'],
      timeDimensions: [{ dimension: 'dossiers.date', granularity: 'hour' }],
    },
    /use one of: day, week/,
  ],
  [
    'stocks by two granularities',
    {
      measures: ['dossiers.pending'],
      timeDimensions: [
        { dimension: 'dossiers.date', granularity: 'day', dateRange: ['2025-06-01', '2025-06-30'] },
        { dimension: 'dossiers.date', granularity: 'month' },
      ],
    },
    /cut by one granularity/,
  ],
  [
    'a date filter with stocks',
    {
      measures: ['dossiers.pending'],
      timeDimensions: [{ dimension: 'dossiers.date', dateRange: ['2025-06-01', '2025-06-30'] }],
      filters: [{ member: 'dossiers.date', operator: 'afterDate', values: ['2025-06-10'] }],
    },
    /do not use the date in filters/,
  ],
  [
    'a date and time',
    {
      measures: ['dossiers.received'],
      timeDimensions: [{ dimension: 'dossiers.date', dateRange: ['2025-06-01T12:00:00', '2025-06-30'] }],
    },
    /YYYY-MM-DD/,
  ],
  ['identity without a product', { measures: ['identity.received'] }, /identity.product/],
  ['too many rows', { measures: ['dossiers.received'], limit: 1_000_000 }, /at most 50000/],
  ['an unknown member', { measures: ['dossiers.nope'] }, /nope/],
])('%s is refused with 400, naming the fix, by load, sql and dry-run', async (_, query, message) => {
  for (const path of ['v1/load', 'v1/sql', 'v1/dry-run']) {
    const { status, body } = await metrics.post(path, { query })
    expect({ path, status, error: body.error }).toEqual({
      path,
      status: 400,
      error: expect.stringMatching(message) as string,
    })
  }
})

test('GET, several queries at once, compared periods, SQL and GraphQL', async () => {
  const query = {
    measures: ['dossiers.received'],
    timeDimensions: [{ dimension: 'dossiers.date', dateRange: ['2025-06-01', '2025-06-02'] }],
  }
  const got = await metrics.get(`v1/load?query=${encodeURIComponent(JSON.stringify(query))}`)
  expect(got.body.data).toEqual([{ 'dossiers.received': '2' }])
  const compared = {
    measures: ['dossiers.received'],
    timeDimensions: [
      {
        dimension: 'dossiers.date',
        compareDateRange: [
          ['2025-06-01', '2025-06-02'],
          ['2025-06-03', '2025-06-03'],
        ],
      },
    ],
  }
  const both = await metrics.post('v1/load', { query: compared, queryType: 'multi' })
  expect(
    (both.body['results'] as { data: Row[] }[]).map(({ data }) => data[0]?.['dossiers.received']),
  ).toEqual(['2', '1'])
  const sql = await metrics.post('v1/sql', { query })
  expect(JSON.stringify(sql.body)).toContain('FROM dossier_days_by_place AS d')
  const graph = await metrics.post(
    'graphql',
    {
      query:
        '{ cube(where: { dossiers: { date: { inDateRange: ["2025-06-01", "2025-06-02"] } } }) { dossiers { received } } }',
    },
    ofProvinces('08'),
  )
  expect(graph.body['data']).toEqual({ cube: [{ dossiers: { received: 0 } }] })
})

test('without an account there is no answer', async () => {
  for (const path of ['v1/meta', 'v1/load?query={}', 'v1/sql?query={}', 'graphql']) {
    expect((await metrics.get(path, null)).status, path).toBe(403)
  }
  expect((await metrics.get('v1/run-scheduled-refresh')).status).toBe(404)
})

test('the catalogue describes every member in both languages', async () => {
  const { body } = await metrics.get('v1/meta')
  const views = body['cubes'] as { name: string; measures: Member[]; dimensions: Member[] }[]
  interface Member {
    name: string
    shortTitle: string
    description?: string
    meta?: Record<string, unknown>
  }
  expect(views.map(({ name }) => name).sort()).toEqual([
    'catalogue',
    'dossiers',
    'identity',
    'national',
    'population',
    'published',
    'rollout',
    'scores766',
    'tasks',
  ])
  for (const member of views.flatMap(({ measures, dimensions }) => [...measures, ...dimensions])) {
    expect(member, member.name).toMatchObject({
      shortTitle: expect.any(String) as string,
      description: expect.stringMatching(/.{3}/) as string,
    })
    expect(member.meta, member.name).toMatchObject({
      title_en: expect.any(String) as string,
      description_en: expect.any(String) as string,
    })
  }
  for (const measure of views.flatMap(({ measures }) => measures)) {
    expect(Object.keys(measure.meta ?? {}), measure.name).toEqual(
      expect.arrayContaining(['numerator', 'denominator', 'exclusions', 'unit', 'owner', 'kind']),
    )
  }
  const national = views.find(({ name }) => name === 'national')
  expect(national?.dimensions.filter(({ name }) => /province|region|commune|agency/.test(name))).toEqual([])
})
