import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { clean } from '../../etl/load/clean.ts'
import { dropFiles } from '../../etl/load/drop.ts'
import { UsageError } from '../../etl/load/errors.ts'
import { loadFiles, type LoadResult } from '../../etl/load/load.ts'
import { rederive } from '../../etl/load/rederive.ts'
import { tablesOf } from '../../etl/load/tables.ts'
import { undoBatch } from '../../etl/load/undo.ts'
import { rows } from '../../etl/warehouse/client.ts'
import { openScratch, type Scratch } from './scratch.ts'

let scratch: Scratch
beforeAll(async () => {
  scratch = await openScratch()
})
afterAll(() => scratch.close())
beforeEach(() => scratch.empty())

const query = <T>(sql: string) => rows<T>(scratch.warehouse.client('reader'), sql)
const options = (onStep?: (step: string) => Promise<void>) => ({
  warehouse: scratch.warehouse,
  dataDir: scratch.dataDir,
  today: '2026-10-31',
  ...(onStep === undefined ? {} : { onStep }),
})

async function load(
  files: Record<string, string[]>,
  onStep?: (step: string) => Promise<void>,
): Promise<LoadResult[]> {
  const folder = scratch.folder()
  for (const [name, lines] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), lines.join('\n'))
  }
  return loadFiles(dropFiles([folder]), options(onStep))
}

const DOSSIERS =
  'dossier_code,procedure_code,agency_code,province_code,status,received_at,due_at,ended_at,updated_at'
/** Received on the 3rd of a month of 2022, due on the 10th, ended on `ended` of it. */
const dossier = (serial: number, ended: number | null, month = 1, procedure = 'P1') => {
  const day = (of: number) => `2022-${String(month).padStart(2, '0')}-${String(of).padStart(2, '0')}`
  const code = `000.00.00.G01-${day(3).slice(2).replaceAll('-', '')}-${String(serial).padStart(4, '0')}`
  return `${code},${procedure},A,01,${ended === null ? 4 : 9},${day(3)} 08:00:00,${day(10)} 17:00:00,${ended === null ? '' : `${day(ended)} 10:00:00`},${day(ended ?? 4)} 10:00:00`
}
const PROCEDURES = 'procedure_code,valid_from,name,field,force,service_level,published_on,needs_result'
const procedure = (from: string, needsResult = 1) =>
  `P1,${from},Tên,Lĩnh vực,Lực lượng,4,2020-01-01,${needsResult}`

test('all files of a command are published at once: at every step before, readers see nothing of any', async () => {
  const seen: Record<string, string[]> = {}
  await load({ 'dossiers/a.csv': [DOSSIERS, dossier(1, 5)] })
  const look = async (step: string) => {
    const [found] = await query<Record<string, number>>(
      `SELECT (SELECT count() FROM dossiers) AS dossiers, (SELECT count() FROM procedures) AS procedures,
         (SELECT sum(received) FROM dossier_days_by_place) AS by_place, (SELECT sum(received) FROM dossier_days_by_procedure) AS by_procedure,
         (SELECT max(rows) FROM dataset_state WHERE dataset = 'dossiers') AS state`,
    )
    ;(seen[step === 'published' ? 'published' : 'before'] ??= []).push(JSON.stringify(found))
  }
  const loads = await load(
    {
      'procedures/a.csv': [PROCEDURES, procedure('2020-01-01')],
      'dossiers/b.csv': [DOSSIERS, dossier(2, 5), dossier(3, null, 2)],
      'dossiers/c.csv': [DOSSIERS, dossier(4, 12, 3)],
    },
    look,
  )
  expect(loads.map(({ status }) => status)).toEqual(['published', 'published', 'published'])
  expect([...new Set(seen['before'])]).toEqual([
    '{"dossiers":1,"procedures":0,"by_place":1,"by_procedure":1,"state":1}',
  ])
  expect(seen['published']).toEqual(['{"dossiers":4,"procedures":1,"by_place":4,"by_procedure":4,"state":4}'])
})

test('a part of one load alone is linked, not written again; of a corrected one what changed is written', async () => {
  await load({ 'dossiers/a.csv': [DOSSIERS, dossier(1, 5), dossier(2, 5, 2)] })
  const generations = () =>
    query<{ part: string; generations: number[] }>(
      "SELECT part, generations FROM live_partitions WHERE table = 'dossiers' ORDER BY part",
    )
  expect(await generations()).toEqual([
    { part: '2201', generations: [1] },
    { part: '2202', generations: [1] },
  ])
  await load({ 'dossiers/b.csv': [DOSSIERS, dossier(1, 12)] })
  expect(await generations()).toEqual([
    { part: '2201', generations: [1, -2] },
    { part: '2202', generations: [1] },
  ])
})

/** A rollup's days, changes added up; days on which they add up to nothing are none. */
async function summed(rollup: string, keys: string): Promise<unknown[]> {
  const days = await query<Record<string, unknown> & { sums: number[] }>(
    `SELECT ${keys}, array(* EXCEPT (${keys}, durations) APPLY(sum)) AS sums,
       sumMap(durations.days, durations.dossiers) AS took
     FROM ${rollup} GROUP BY ${keys} ORDER BY ${keys}`,
  )
  return days.filter(({ sums }) => sums.some((sum) => sum !== 0))
}

test('undo: as if the file had never been loaded, whatever came after it; it may be loaded again', async () => {
  const everything = async () => ({
    dossiers: await query('SELECT * FROM dossiers ORDER BY dossier_code'),
    days: await summed('dossier_days_by_procedure', 'date, procedure_code, valid_from, channel'),
    places: await summed('dossier_days_by_place', 'date, province, province63, channel'),
    procedures: await query('SELECT * FROM procedures ORDER BY valid_from'),
    population: await query('SELECT * FROM population ORDER BY province'),
    quarantine: await query('SELECT line, column, value, reason FROM quarantine ORDER BY line'),
    state: await query(
      'SELECT dataset, rows, as_of, newest_business_date FROM dataset_state ORDER BY dataset',
    ),
  })
  const population = (residents: number) => [
    'as_of,province_code,residents,source',
    `2022-01-01,01,${residents},x`,
  ]
  const first = {
    'procedures/a.csv': [PROCEDURES, procedure('2020-01-01')],
    'population/a.csv': population(10),
    'dossiers/a.csv': [DOSSIERS, dossier(1, 5), dossier(2, null)],
  }
  const second = {
    'procedures/b.csv': [PROCEDURES, procedure('2022-01-02', 0)],
    'population/b.csv': population(20),
    'dossiers/b.csv': [DOSSIERS, dossier(1, 12), dossier(3, 5, 2), dossier(4, 5).replace(',01,', ',99,')],
  }
  const third = { 'dossiers/c.csv': [DOSSIERS, dossier(2, 9), dossier(5, 5, 2)] }
  await load(first)
  await load(third)
  const without = await everything()
  await scratch.empty()

  await load(first)
  const taken = await load(second)
  await load(third)
  const withIt = await everything()
  expect(withIt).not.toEqual(without)
  for (const { batch } of [...taken].reverse()) await undoBatch(batch, options())
  expect(await everything()).toEqual(without)

  await expect(undoBatch(taken[0]?.batch ?? '', options())).rejects.toThrow(UsageError)
  await expect(undoBatch('20220101T000000-00000000', options())).rejects.toThrow(/no batch that is loaded/)
  expect((await load(second)).map(({ status }) => status)).toEqual(['published', 'published', 'published'])
  expect(await everything()).toEqual(withIt)
})

test('whenever it is cleaned, what is published stays, and what was replaced goes a minute after that', async () => {
  await load({ 'dossiers/a.csv': [DOSSIERS, dossier(1, 5), dossier(2, 5, 2)] })
  const [correction] = await load({ 'dossiers/b.csv': [DOSSIERS, dossier(1, 12)] })
  await undoBatch(correction?.batch ?? '', options())
  const published = (
    await query<{ at: number }>('SELECT toUnixTimestamp64Milli(published_at) AS at FROM ledger ORDER BY at')
  ).map(({ at }) => at)
  const generations = () =>
    rows<{ part: string; generation: number }>(
      scratch.warehouse.client('loader'),
      'SELECT DISTINCT part, toInt64(generation) AS generation FROM dossiers_store ORDER BY part, generation',
    )
  const replaced = { part: '2201', generation: -2 }
  const live = [
    { part: '2201', generation: 1 },
    { part: '2202', generation: 1 },
  ]
  const [first = 0, second = 0, third = 0] = published
  for (const at of [first - 1, first, first + 1, second - 1, second, second + 1, third - 1, third]) {
    await clean(tablesOf(scratch.warehouse), at + 60_000)
    expect(await generations()).toEqual([replaced, ...live])
  }
  await clean(tablesOf(scratch.warehouse), third + 60_001)
  expect(await generations()).toEqual(live)
})

test('the last load of a partition taken back leaves none', async () => {
  const [one] = await load({ 'dossiers/a.csv': [DOSSIERS, dossier(1, 5)] })
  await undoBatch(one?.batch ?? '', options())
  expect(await query('SELECT count() AS n FROM dossiers')).toEqual([{ n: 0 }])
  expect(await query('SELECT count() AS n FROM dossier_days_by_place')).toEqual([{ n: 0 }])
  expect(await query('SELECT rows, as_of FROM dataset_state WHERE rows > 0')).toEqual([])
})

test('a changed calendar: what was derived from it is derived anew and published, once', async () => {
  const loader = scratch.warehouse.client('loader')
  await load({ 'dossiers/a.csv': [DOSSIERS, dossier(1, 7), dossier(2, 5, 2)] })
  const days = () =>
    query<{ processing_days: number }>('SELECT processing_days FROM dossiers ORDER BY dossier_code')
  // Monday 3 to Friday 7 January; Thursday 3 to Saturday 5 February, within Tết.
  expect(await days()).toEqual([{ processing_days: 4 }, { processing_days: 0 }])
  expect(await rederive(options())).toEqual([])
  try {
    // 5 January becomes a day off.
    await loader.command({
      query: `ALTER TABLE ${scratch.warehouse.database}.ref_working_days UPDATE n = n - 1 WHERE date >= '2022-01-05' SETTINGS mutations_sync = 2`,
    })
    expect(await rederive(options())).toEqual(['dossiers'])
    expect(await days()).toEqual([{ processing_days: 3 }, { processing_days: 0 }])
    expect(
      await query(
        "SELECT durations.days AS days FROM dossier_days_by_place WHERE date = toDate('2022-01-07')",
      ),
    ).toEqual([{ days: [3] }])
    expect(await rederive(options())).toEqual([])
  } finally {
    await loader.command({
      query: `ALTER TABLE ${scratch.warehouse.database}.ref_working_days UPDATE n = n + 1 WHERE date >= '2022-01-05' SETTINGS mutations_sync = 2`,
    })
    await rederive(options())
  }
  expect(await days()).toEqual([{ processing_days: 4 }, { processing_days: 0 }])
})

test('lineage: every published partition names the files its rows are from', async () => {
  const [first] = await load({ 'dossiers/a.csv': [DOSSIERS, dossier(1, 5), dossier(2, 5, 2)] })
  const [second] = await load({ 'dossiers/b.csv': [DOSSIERS, dossier(1, 12)] })
  expect(
    await query(
      "SELECT table, part, arraySort(groupArray(batch)) AS batches FROM lineage WHERE table = 'dossiers' GROUP BY table, part ORDER BY part",
    ),
  ).toEqual([
    { table: 'dossiers', part: '2201', batches: [first?.batch, second?.batch].sort() },
    { table: 'dossiers', part: '2202', batches: [first?.batch] },
  ])
})

test('one updated_at, two contents, two files: the greater hash wins and the conflict is a warning', async () => {
  await load({ 'dossiers/a.csv': [DOSSIERS, dossier(1, 5)] })
  const [second] = await load({ 'dossiers/b.csv': [DOSSIERS, dossier(1, 5).replace(',A,', ',B,')] })
  expect(second?.warnings).toContainEqual(
    expect.stringMatching(
      /^1 rows have the same updated_at as a different row.*000\.00\.00\.G01-220103-0001/,
    ),
  )
  const agency = await query('SELECT agency_code FROM dossiers')
  await scratch.empty()
  await load({ 'dossiers/b.csv': [DOSSIERS, dossier(1, 5).replace(',A,', ',B,')] })
  await load({ 'dossiers/a.csv': [DOSSIERS, dossier(1, 5)] })
  expect(await query('SELECT agency_code FROM dossiers')).toEqual(agency)
})

test('warnings: unknown procedures, provinces that fell silent, totals far from the usual', async () => {
  const [dossiers] = await load({ 'dossiers/a.csv': [DOSSIERS, dossier(1, 5, 1, 'P9')] })
  expect(dossiers?.warnings).toEqual(['unknown procedure P9 (1 dossiers)'])

  const header = 'date,province_code,product,group,received'
  const weeks = Array.from({ length: 6 }, (_, week) => {
    const date = new Date(Date.UTC(2022, 2, 7 + 7 * week)).toISOString().slice(0, 10)
    return ['01', '79'].map((province) => `${date},${province},card,all,100`)
  }).flat()
  const [usual] = await load({ 'identity/a.csv': [header, ...weeks] })
  expect(usual?.warnings).toBeUndefined()
  const [odd] = await load({ 'identity/b.csv': [header, '2022-04-18,01,card,all,9000'] })
  expect(odd?.warnings).toEqual([
    'provinces that reported on the date before and are missing on 2022-04-18: 79',
    expect.stringMatching(/^received on 2022-04-18: 9000, far from the usual 200 /),
  ])
})
