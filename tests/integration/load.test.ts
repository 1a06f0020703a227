import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { dropFiles } from '../../etl/load/drop.ts'
import { loadFiles, type LoadResult } from '../../etl/load/load.ts'
import { rows } from '../../etl/warehouse/client.ts'
import { openScratch, type Scratch } from './scratch.ts'

let scratch: Scratch
beforeAll(async () => {
  scratch = await openScratch()
})
afterAll(() => scratch.close())
beforeEach(() => scratch.empty())

const HEADER =
  'dossier_code,procedure_code,agency_code,province_code,channel,status,received_at,due_at,ended_at,updated_at'
const row = (serial: number, status = 9, ended = '2022-01-07T10:00:00', updated = '2022-01-07T10:00:00') =>
  `000.00.00.G01-220103-${String(serial).padStart(4, '0')},P1,A,01,2,${status},2022-01-03T08:00:00,2022-01-10T17:00:00,${ended},${updated}`

/** Writes files into a fresh drop folder and loads it. */
async function load(files: Record<string, string | Buffer>, acceptChange = false): Promise<LoadResult[]> {
  const folder = scratch.folder()
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, content)
  }
  return loadFiles(dropFiles([folder]), {
    warehouse: scratch.warehouse,
    dataDir: scratch.dataDir,
    today: '2026-10-31',
    acceptChange,
  })
}

const query = <T>(sql: string) => rows<T>(scratch.warehouse.client('reader'), sql)
const codes = async () =>
  (
    await query<{ code: string }>('SELECT substring(dossier_code, -4) AS code FROM dossiers ORDER BY code')
  ).map(({ code }) => Number(code))
const counts = ({ status, read, loaded, quarantined, superseded }: LoadResult) => ({
  status,
  read,
  loaded,
  quarantined,
  superseded,
})
const only = (loads: LoadResult[]): LoadResult => {
  const [first, ...others] = loads
  if (first === undefined || others.length > 0) throw new Error(`expected one load, got ${loads.length}`)
  return first
}

test('loads a file, and the same content again changes nothing', async () => {
  const file = [HEADER, row(1), row(2), row(3)].join('\n')
  expect(counts(only(await load({ 'dossiers/a.csv': file })))).toEqual({
    status: 'published',
    read: 3,
    loaded: 3,
    quarantined: 0,
    superseded: 0,
  })
  const [before] = await query<{ version: number }>('SELECT version FROM ledger_version')
  expect(only(await load({ 'dossiers/again.csv': file })).status).toBe('unchanged')
  expect(await query('SELECT version FROM ledger_version')).toEqual([before])
  expect(await codes()).toEqual([1, 2, 3])
})

test.each(["d'ữ liệu \\ 1", 'a*b?', '{x,y}', 'a::b'])(
  'a file is found by its own name and no other, whatever is in the name: %s',
  async (name) => {
    const loads = await load({
      [`dossiers/${name}.csv`]: [HEADER, row(1)].join('\n'),
      'dossiers/axbc.csv': [HEADER, row(2)].join('\n'),
      'dossiers/x.csv': [HEADER, row(3)].join('\n'),
    })
    expect(loads.map(({ read, loaded }) => [read, loaded])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ])
    expect(await codes()).toEqual([1, 2, 3])
  },
)

test('a column that is not contracted refuses the whole file, by name', async () => {
  const loaded = only(await load({ 'dossiers/a.csv': `${HEADER},ho_ten\n${row(1)},Nguyễn Văn A` }))
  expect(loaded.status).toBe('refused')
  expect(loaded.reason).toContain('a.csv:1')
  expect(loaded.reason).toContain('"ho_ten"')
  expect(await codes()).toEqual([])

  const json = only(
    await load({
      'dossiers/b.ndjson': '{"dossier_code":"000.00.00.G01-220103-0001","ho_ten":"Nguyễn Văn A"}\n',
    }),
  )
  expect(json.status).toBe('refused')
  expect(json.reason).toContain('"ho_ten"')
})

test('three bad rows: the rest is loaded and the three are listed with line, column, value and reason', async () => {
  const loaded = only(
    await load({
      'dossiers/a.csv': [
        HEADER,
        row(1),
        row(2).replace('2022-01-03T08:00:00', '30/02/2022 08:00'),
        '"000.00.00.G01-220103-0003","P\n1",A,01,2,9,2022-01-03T08:00:00,2022-01-10T17:00:00,2022-01-07T10:00:00,2022-01-07T10:00:00',
        row(4).replace(',01,2,', ',99,2,'),
        '',
        row(5, 4),
        row(6),
      ].join('\r\n'),
    }),
  )
  expect(counts(loaded)).toEqual({ status: 'published', read: 6, loaded: 3, quarantined: 3, superseded: 0 })
  const faults = await query(
    `SELECT line, column, value, reason FROM quarantine WHERE batch = '${loaded.batch}' ORDER BY line, column, reason`,
  )
  // The quoted line break on line 4 pushes what follows one line down; the empty line counts as a line.
  expect(faults).toEqual([
    {
      line: 3,
      column: 'received_at',
      value: '30/02/2022 08:00',
      reason: 'is not a time (2022-04-18T09:30:00 or 18/04/2022 09:30)',
    },
    {
      line: 3,
      column: 'received_at',
      value: '30/02/2022 08:00',
      reason: 'is required once the dossier is received',
    },
    { line: 6, column: 'province_code', value: '99', reason: 'is not a province of the 63-province era' },
    {
      line: 8,
      column: 'ended_at',
      value: '2022-01-07T10:00:00',
      reason: 'is only for status 7, 8, 9 and 10',
    },
  ])
  expect(await codes()).toEqual([1, 3, 6])
})

test('rows of the wrong length are quarantined, not shifted', async () => {
  const loaded = only(
    await load({ 'dossiers/a.csv': [HEADER, row(1), 'a,b', `${row(2)},more`, row(3)].join('\n') }),
  )
  expect(counts(loaded)).toMatchObject({ read: 4, loaded: 2, quarantined: 2 })
  expect(await query('SELECT line, reason FROM quarantine ORDER BY line')).toEqual([
    { line: 3, reason: 'has fewer fields than the header' },
    { line: 4, reason: 'has more fields than the header' },
  ])
})

test('one file for all spellings: semicolons, BOM, day first, NDJSON, gzip', async () => {
  const semicolons = `\ufeff${[HEADER, row(1).replace('2022-01-03T08:00:00', '03/01/2022 08:00')].join('\n').replaceAll(',', ';')}`
  const json = `${JSON.stringify({
    dossier_code: '000.00.00.G01-220103-0002',
    procedure_code: 'P1',
    agency_code: 'A',
    province_code: '01',
    status: 9,
    received_at: '2022-01-03T08:00:00+07:00',
    due_at: '2022-01-10T17:00:00Z',
    ended_at: '2022-01-07',
    paid_online: true,
    satisfaction: 5,
    updated_at: '2022-01-07T10:00:00.250+07:00',
  })}\n`
  const loads = await load({
    'dossiers/a.csv': semicolons,
    'dossiers/b.ndjson': json,
    'dossiers/c.csv.gz': gzipSync([HEADER, row(3)].join('\n')),
  })
  expect(loads.map(counts)).toEqual(
    Array(3).fill({ status: 'published', read: 1, loaded: 1, quarantined: 0, superseded: 0 }),
  )
  expect(
    await query(
      `SELECT toString(received_date) AS received_date, toString(due_date) AS due_date, toString(ended_date) AS ended_date,
         outcome, channel FROM dossiers ORDER BY dossier_code`,
    ),
  ).toEqual([
    {
      received_date: '2022-01-03',
      due_date: '2022-01-10',
      ended_date: '2022-01-07',
      outcome: 'early',
      channel: 'online',
    },
    // 17:00 UTC is midnight of the next day in the ministry's zone.
    {
      received_date: '2022-01-03',
      due_date: '2022-01-11',
      ended_date: '2022-01-07',
      outcome: 'early',
      channel: 'counter',
    },
    {
      received_date: '2022-01-03',
      due_date: '2022-01-10',
      ended_date: '2022-01-07',
      outcome: 'early',
      channel: 'online',
    },
  ])
})

test('two different rows of one key at one time refuse the file and name the lines', async () => {
  const loaded = only(await load({ 'dossiers/a.csv': [HEADER, row(1), row(2), row(1, 10)].join('\n') }))
  expect(loaded.status).toBe('refused')
  expect(loaded.reason).toMatch(/a\.csv:2: different rows of one dossier_code .* on lines 2, 4/)
})

test('a share of faulty rows above the limit refuses the file, unless the change is accepted', async () => {
  const bad = Array.from({ length: 20 }, (_, index) => row(index + 1).replace(',01,2,', ',99,2,'))
  const good = Array.from({ length: 379 }, (_, index) => row(index + 100))
  const file = [HEADER, ...bad, ...good].join('\n')
  const refused = only(await load({ 'dossiers/a.csv': file }))
  expect(counts(refused)).toEqual({
    status: 'refused',
    read: 399,
    loaded: 0,
    quarantined: 20,
    superseded: 379,
  })
  expect(refused.reason).toContain('--accept-change')
  expect(counts(only(await load({ 'dossiers/a.csv': file }, true)))).toMatchObject({
    status: 'published',
    loaded: 379,
  })
  // 20 of 400 is 5 %, not above it.
  await scratch.empty()
  expect(only(await load({ 'dossiers/a.csv': `${file}\n${row(999)}` })).status).toBe('published')
})

test('an old province is kept from the last earlier version where a row after the merger gives none', async () => {
  const at = (province: string, updated: string, era = '') =>
    `000.00.00.G01-250620-0001,P1,A,${province},${era},4,2025-06-20T08:00:00,2025-07-10T17:00:00,${updated}`
  const header =
    'dossier_code,procedure_code,agency_code,province_code,province_era,status,received_at,due_at,updated_at'
  const places = () =>
    query<{ province: string; province63: string }>('SELECT province, province63 FROM dossiers')
  // 02 Hà Giang became part of 08 Tuyên Quang.
  await load({ 'dossiers/a.csv': `${header}\n${at('02', '2025-06-21T08:00:00')}` })
  expect(await places()).toEqual([{ province: '08', province63: '02' }])
  await load({ 'dossiers/b.csv': `${header}\n${at('08', '2025-07-02T08:00:00')}` })
  expect(await places()).toEqual([{ province: '08', province63: '02' }])
  await load({ 'dossiers/c.csv': `${header}\n${at('08', '2025-07-03T08:00:00', '34')}` })
  expect(await places()).toEqual([{ province: '08', province63: '' }])
})

test('a dossier that was never received is of the era in which its code was given', async () => {
  const header = 'dossier_code,procedure_code,agency_code,province_code,status,updated_at'
  const refusedBefore = '000.00.00.G01-250630-0001,P1,A,45,3,2025-07-01T00:35:36'
  const refusedAfter = '000.00.00.G01-250701-0002,P1,A,45,3,2025-07-01T00:35:36'
  const loaded = only(await load({ 'dossiers/a.csv': [header, refusedBefore, refusedAfter].join('\n') }))
  expect(counts(loaded)).toMatchObject({ read: 2, loaded: 1, quarantined: 1 })
  expect(await query('SELECT line, reason FROM quarantine')).toEqual([
    { line: 3, reason: 'is not a province of the 34-province era' },
  ])
})

test('datasets without updated_at follow load order; a province in the key brings its era', async () => {
  const header = 'as_of,province_code,province_era,residents,source'
  await load({ 'population/a.csv': `${header}\n2025-07-01,08,34,10,x\n2025-07-01,08,63,4,x` })
  const second = only(
    await load({ 'population/b.csv': `${header}\n2025-07-01,08,34,11,x\n2025-07-01,08,63,4,x` }),
  )
  expect(counts(second)).toEqual({ status: 'published', read: 2, loaded: 1, quarantined: 0, superseded: 1 })
  const third = only(
    await load({ 'population/a.csv': `${header}\n2025-07-01,08,34,10,x\n2025-07-01,08,63,4,x` }),
  )
  expect(counts(third)).toMatchObject({ status: 'published', loaded: 1 })
  expect(await query('SELECT province63, residents FROM population ORDER BY province63')).toEqual([
    { province63: '', residents: 10 },
    { province63: '08', residents: 4 },
  ])
})

test('in any order, cut into any files, with repeats: the warehouse ends the same, and as the model says', async () => {
  const version = fc.record({
    serial: fc.integer({ min: 1, max: 6 }),
    day: fc.integer({ min: 4, max: 20 }),
    status: fc.constantFrom(4, 9),
    file: fc.integer({ min: 0, max: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(version, {
        selector: ({ serial, day }) => `${serial}-${day}`,
        minLength: 1,
        maxLength: 12,
      }),
      async (versions) => {
        await scratch.empty()
        const files: Record<string, string[]> = {}
        for (const { serial, day, status, file } of versions) {
          const at = `2022-01-${String(day).padStart(2, '0')}T10:00:00`
          ;(files[`dossiers/${file}.csv`] ??= [HEADER]).push(row(serial, status, status === 9 ? at : '', at))
        }
        const loads = await load(
          Object.fromEntries(Object.entries(files).map(([name, lines]) => [name, lines.join('\n')])),
        )
        for (const { read, loaded, quarantined, superseded } of loads)
          expect(loaded + quarantined + superseded).toBe(read)
        const latest = new Map<number, { day: number; status: number }>()
        for (const { serial, day, status } of versions) {
          if ((latest.get(serial)?.day ?? 0) < day) latest.set(serial, { day, status })
        }
        const model = [...latest]
          .sort(([a], [b]) => a - b)
          .map(([serial, { day, status }]) => ({ serial, status, day }))
        expect(
          await query(
            `SELECT toUInt32(substring(dossier_code, -4)) AS serial, status, toDayOfMonth(updated_at) AS day FROM dossiers ORDER BY serial`,
          ),
        ).toEqual(model)
      },
    ),
    { numRuns: 5 },
  )
})
