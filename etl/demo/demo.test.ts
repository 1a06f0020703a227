import { createHash } from 'node:crypto'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createClient, type ClickHouseClient } from '@clickhouse/client'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEmbedded, type Embedded } from '../warehouse/embedded.ts'
import { DemoOptionError, writeDemo } from './demo.ts'
import { TABLES } from './demo.check.ts'

const OPTIONS = { dossiers: 300_000, seed: 1, until: '2026-10-31' }
const folder = mkdtempSync(join(tmpdir(), 'demo-'))
let engine: Embedded
let client: ClickHouseClient
let duck: DuckDBConnection

const clientWith = (threads: number) =>
  createClient({
    url: `http://127.0.0.1:${engine.port}`,
    username: 'loader',
    password: engine.credentials.loader,
    clickhouse_settings: { max_threads: threads },
  })
const write = (out: string, more: Partial<typeof OPTIONS & { client: ClickHouseClient }> = {}) =>
  writeDemo({ ...OPTIONS, out: join(folder, out), client, log: () => undefined, ...more })

/** The first row of a query over the generated files. */
async function one(sql: string): Promise<Record<string, unknown>> {
  const reader = await duck.runAndReadAll(sql)
  return reader.getRowObjectsJson()[0] ?? {}
}

async function sums(out: string): Promise<string[]> {
  const entries = await readdir(join(folder, out), { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.csv'))
    .map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(
    files.sort().map(async (file) => {
      const hash = createHash('sha256')
      await pipeline(createReadStream(file), hash)
      return `${hash.digest('hex')} ${file.slice(join(folder, out).length)}`
    }),
  )
}

beforeAll(async () => {
  engine = await startEmbedded({ dir: join(folder, 'engine'), database: 'demo', log: () => undefined })
  client = clientWith(2)
  await write('first')
  duck = await (await DuckDBInstance.create()).connect()
  for (const sql of TABLES(join(folder, 'first'))) await duck.run(sql)
}, 300_000)

afterAll(async () => {
  duck.closeSync()
  await client.close()
  await engine.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('the same arguments give the same bytes, whatever the threads; another seed gives others', async () => {
  const single = clientWith(1)
  await write('again', { client: single })
  await single.close()
  const first = await sums('first')
  expect(await sums('again')).toEqual(first)

  await write('other', { seed: 2 })
  const other = await sums('other')
  expect(other.filter((line) => first.includes(line)).map((line) => line.split('/')[1])).toEqual([
    'population',
    'procedures',
    'published',
  ])
}, 300_000)

test("the article's dossiers: 217 thousand received, 99.9 % on time, whatever the seed", async () => {
  for (const out of ['first', 'other']) {
    for (const sql of TABLES(join(folder, out))) await duck.run(sql)
    const { received, on_time } = await one(`
      SELECT count(*) FILTER (received_date BETWEEN '2021-12-25' AND '2022-04-18')::INT AS received,
        round(100.0 * count(*) FILTER (ended_date BETWEEN '2021-12-25' AND '2022-04-18' AND effective_date <= due_date AND NOT twice)
          / count(*) FILTER (ended_date BETWEEN '2021-12-25' AND '2022-04-18'), 1)::DOUBLE AS on_time
      FROM judged`)
    expect(received).toBeGreaterThanOrEqual(217_000)
    expect(received).toBeLessThanOrEqual(217_999)
    expect(on_time).toBe(99.9)
    expect(await one("SELECT count(*)::INT AS n FROM judged WHERE received_date < '2021-12-25'")).toEqual({
      n: 0,
    })
  }
  for (const sql of TABLES(join(folder, 'first'))) await duck.run(sql)
}, 300_000)

test('the catalogue of the article: 304 procedures, 187 online, 14 fields, a plan of 224 in 17 fields by 4 forces', async () => {
  const held = `(SELECT * FROM procedures WHERE valid_from <= '2022-04-18'
    QUALIFY row_number() OVER (PARTITION BY procedure_code ORDER BY valid_from DESC) = 1)`
  expect(
    await one(`
    SELECT count(*) FILTER (published)::INT AS procedures,
      count(*) FILTER (published AND service_level IN ('3', '4', 'partial', 'full'))::INT AS online,
      count(DISTINCT field) FILTER (published)::INT AS fields,
      count(*) FILTER (planned)::INT AS plan,
      count(DISTINCT field) FILTER (planned)::INT AS plan_fields,
      count(DISTINCT force) FILTER (planned)::INT AS plan_forces,
      count(*) FILTER (planned AND published_on IS NULL)::INT AS not_yet,
      count(*) FILTER (force LIKE '%hành chính về trật tự xã hội' AND published)::INT AS administrative_order
    FROM (SELECT *, ifnull(published_on <= '2022-04-18', false) AS published,
      list_contains(string_split(programmes, ';'), 'QD10695') AS planned FROM ${held})`),
  ).toEqual({
    procedures: 304,
    online: 187,
    fields: 14,
    plan: 224,
    plan_fields: 17,
    plan_forces: 4,
    not_yet: 17,
    administrative_order: 136,
  })
})

test('identity totals of the article and of the later points', async () => {
  const total = async (measure: string, products: string, day: string) =>
    (
      await one(
        `SELECT sum(${measure})::INT AS n FROM identity WHERE "group" = 'all' AND product IN (${products}) AND date <= '${day}'`,
      )
    )['n']
  const eid = "'eid_1', 'eid_2'"
  expect(await total('received', eid, '2022-04-18')).toBe(393_029)
  expect(await total('received', eid, '2022-02-24')).toBe(null)
  expect(await total('issued', "'child_number'", '2022-04-18')).toBe(7_004_312)
  expect(await total('issued', "'card'", '2023-12-31')).toBe(84_700_000)
  expect(await total('received', eid, '2023-12-31')).toBe(70_200_000)
  expect(await total('activated', eid, '2023-12-31')).toBe(49_700_000)
  expect(await total('received', eid, '2025-06-30')).toBe(83_500_000)
  expect(await total('issued', "'eid_2'", '2025-06-30')).toBe(60_000_000)
  // The late and the silent provinces' rows count too or are missing; hence not to the unit.
  expect(await total('activated', eid, '2026-01-16')).toBeGreaterThan(67_000_000)
  expect(
    await one(`SELECT sum(issued)::INT AS issued, sum(activated)::INT AS activated FROM identity
      WHERE "group" = 'all' AND product IN (${eid}) AND province_code = '79' AND date <= '2023-03-01'`),
  ).toEqual({ issued: 1_497_360, activated: 304_191 })
})

test('identity counts fit together in every province, and small counts can be released on the day of the article', async () => {
  expect(
    await one(`SELECT count(*)::INT AS wrong FROM (
      SELECT sum(received) AS r, sum(approved) AS a, sum(issued) AS i, sum(activated) AS t
      FROM identity WHERE "group" = 'all' AND product LIKE 'eid%' AND date <= '2025-06-30' GROUP BY province_code, product)
      WHERE r < a OR a < i OR i < t`),
  ).toEqual({ wrong: 0 })
  expect(
    await one(`SELECT count(*)::INT AS wrong FROM (
      SELECT date, province_code, product, max(received) FILTER ("group" = 'all') AS whole, sum(received) FILTER ("group" != 'all') AS parts
      FROM identity GROUP BY ALL) WHERE parts > whole`),
  ).toEqual({ wrong: 0 })
  // A block of days closes on a day whose own count is 0 (with no block open) or at least 5.
  expect(
    await one(`SELECT count(*)::INT AS wrong, count(DISTINCT province_code)::INT AS provinces
      FROM (UNPIVOT (SELECT date, province_code, received, approved, issued, reissued, activated, rejected FROM identity WHERE date = '2022-04-18')
        ON received, approved, issued, reissued, activated, rejected INTO NAME measure VALUE n)
      WHERE n < 5`),
  ).toMatchObject({ wrong: 0 })
})

test('indicators of the article and of the later points', async () => {
  const at = (code: string, day: string, province = '00') =>
    one(`SELECT numerator::DOUBLE AS n, denominator::DOUBLE AS d FROM indicators
      WHERE indicator_code = '${code}' AND as_of = '${day}' AND province_code = '${province}'`)
  const facilities = await at('health_facilities_using_card', '2022-04-18')
  expect(facilities['n']).toBe(3_844)
  expect(Math.round((1000 * 3_844) / Number(facilities['d'])) / 10).toBe(29.2)
  expect(await at('health_card_users', '2022-04-18')).toEqual({ n: 75_660, d: null })
  expect(await at('bodies_connected', '2022-04-18')).toEqual({ n: 8, d: null })
  expect(await at('banks_piloting', '2022-04-18')).toEqual({ n: 5, d: null })
  expect(await at('cities_with_terminals', '2022-04-18')).toEqual({ n: 5, d: null })
  expect(await at('procedures_reviewed', '2022-04-18')).toEqual({ n: 113, d: null })
  expect(await at('health_facilities_using_card', '2022-11-18')).toEqual({ n: 11_726, d: 12_746 })
  const lookups = await at('health_lookups_succeeded', '2022-11-18')
  expect(lookups['d']).toBe(4_797_796)
  expect(((100 * Number(lookups['n'])) / 4_797_796).toFixed(2)).toBe('61.33')
  expect(await at('health_facilities_using_card', '2023-06-21')).toEqual({ n: 12_275, d: 13_047 })
  expect(await at('health_card_users', '2023-06-21', '91')).toEqual({ n: 33_541, d: null })
  expect(await at('health_card_users', '2023-06-21', '38')).toEqual({ n: 3_048_800, d: null })
  // Provinces add up to the reported figure, and no share is over the whole.
  expect(
    await one(`SELECT count(*)::INT AS wrong FROM (
      SELECT sum(numerator) FILTER (province_code = '00') AS whole, sum(numerator) FILTER (province_code != '00') AS parts
      FROM indicators GROUP BY indicator_code, as_of) WHERE parts != whole`),
  ).toEqual({ wrong: 0 })
  expect(await one('SELECT count(*)::INT AS wrong FROM indicators WHERE numerator > denominator')).toEqual({
    wrong: 0,
  })
})

test('every dossier keeps the contract, but the six that are wrong on purpose', async () => {
  expect(await one('SELECT count(*)::INT AS wrong FROM raw_dossiers WHERE broken IS NOT NULL')).toEqual({
    wrong: 6,
  })
  expect(
    await one(
      'SELECT count(*)::INT AS kinds FROM (SELECT DISTINCT broken FROM raw_dossiers WHERE broken IS NOT NULL)',
    ),
  ).toEqual({ kinds: 6 })
  expect(
    await one(
      `SELECT count(*)::INT AS rows, count(*) FILTER (broken IS NOT NULL)::INT AS wrong FROM raw_dossiers WHERE filename LIKE '%-loi.csv'`,
    ),
  ).toEqual({ rows: 246, wrong: 6 })
  const { dossiers, statuses, twice } = await one(
    'SELECT count(*)::INT AS dossiers, count(DISTINCT status)::INT AS statuses, count(*) FILTER (supplement_requests = 2)::INT AS twice FROM dossiers',
  )
  expect({ dossiers, statuses }).toEqual({ dossiers: 300_000, statuses: 10 })
  expect(twice).toBeGreaterThan(0)
})

test('late, corrected and silent sources are there', async () => {
  const { corrections } =
    await one(`SELECT count(*)::INT AS corrections FROM raw_dossiers AS c JOIN raw_dossiers AS m USING (dossier_code)
    WHERE c.filename LIKE '%dinh-chinh.csv' AND m.filename NOT LIKE '%dinh-chinh.csv' AND c.updated_at::TIMESTAMP > m.updated_at::TIMESTAMP`)
  expect(corrections).toBeGreaterThan(100)
  const { late } = await one(
    "SELECT count(*)::INT AS late FROM raw_dossiers WHERE filename LIKE '%bo-sung.csv'",
  )
  expect(late).toBeGreaterThan(20)
  expect(
    await one("SELECT max(received_date)::VARCHAR AS newest FROM judged WHERE province_code = '96'"),
  ).not.toEqual(await one('SELECT max(received_date)::VARCHAR AS newest FROM judged'))
  expect(await one('SELECT max(updated_at)::DATE::VARCHAR AS newest FROM dossiers')).toEqual({
    newest: '2026-10-31',
  })
})

test('tasks are in all four states; every dataset is there', async () => {
  const { states, objectives } =
    await one(`SELECT count(DISTINCT (done_on IS NULL, coalesce(done_on, DATE '2026-10-31') > due_on))::INT AS states,
    count(DISTINCT objective)::INT AS objectives FROM tasks`)
  expect({ states, objectives }).toEqual({ states: 4, objectives: 5 })
  expect(
    await one(
      "SELECT count(*)::INT AS n FROM published WHERE as_of = '2023-12-31' AND figure LIKE 'eid_activation_rate%'",
    ),
  ).toEqual({ n: 2 })
  expect(
    await one("SELECT count(DISTINCT province_code)::INT AS n FROM population WHERE as_of = '2025-07-01'"),
  ).toEqual({ n: 34 })
  expect(await one('SELECT count(DISTINCT period)::INT AS n FROM scores766')).toEqual({ n: 51 })
})

test('an option out of range is refused and named', async () => {
  await expect(write('none', { dossiers: 299_999 })).rejects.toThrow(/--dossiers .*300000/)
  await expect(write('none', { dossiers: 400_000.5 })).rejects.toThrow(DemoOptionError)
  await expect(write('none', { seed: -1 })).rejects.toThrow(/--seed/)
  await expect(write('none', { until: '2026-02-30' })).rejects.toThrow(/--until/)
  await expect(write('none', { dossiers: 2_000_000_000 })).rejects.toThrow(/--dossiers is too great/)
})
