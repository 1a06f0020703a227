import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSnapshots, PINNED } from '../../cube/gateway/snapshot.ts'
import { addDays } from '../../cube/source/grain.ts'
import { rows } from '../../etl/warehouse/client.ts'
import { startMetrics, type Harness } from './metrics-harness.ts'

/*
 * Load n brings the n-th dossier, received on day n, and a new version of its procedure, "Thủ tục n", valid for all
 * dossiers so far. So whoever sees n dossiers must see them under that name: another name, none, or a day less is a
 * mixture of two loads.
 */
const LOADS = 8
let metrics: Harness

async function load(n: number): Promise<void> {
  const day = addDays('2025-03-01', n)
  const write = (dataset: string, lines: string[]) => {
    mkdirSync(join(metrics.dir, dataset), { recursive: true })
    const file = join(metrics.dir, dataset, `${n}.csv`)
    writeFileSync(file, [...lines, ''].join('\n'))
    return file
  }
  const results = await metrics.load(
    write('procedures', [
      'procedure_code,valid_from,name,field,force,service_level,needs_result',
      `1.1,${addDays('2020-01-01', n)},Thủ tục ${n},Cư trú,QLHC,full,1`,
    ]),
    write('dossiers', [
      'dossier_code,procedure_code,agency_code,province_code,province_era,channel,status,received_at,due_at,ended_at,updated_at',
      `G01-2503${String(n + 1).padStart(2, '0')}-0001,1.1,G01.01,01,34,online,4,${day} 08:00:00,2025-06-10 17:00:00,,${day} 09:00:00`,
    ]),
  )
  expect(results.map(({ status }) => status)).toEqual(['published', 'published'])
}

beforeAll(async () => {
  metrics = await startMetrics('2025-12-31')
  await load(1)
})
afterAll(() => metrics.close())

test('a question of dossiers and procedures sees one load, from rollups and from dossiers, while loads go on', async () => {
  const ask = async (filters: object[]) => {
    const rows = await metrics.rows({
      measures: ['dossiers.received', 'dossiers.pending'],
      dimensions: ['dossiers.procedure_name'],
      timeDimensions: [{ dimension: 'dossiers.date', dateRange: ['2025-03-01', '2025-03-31'] }],
      filters,
    })
    expect(rows.map((row) => row['dossiers.procedure_name'])).toEqual([
      `Thủ tục ${rows[0]?.['dossiers.received'] ?? '?'}`,
    ])
    expect(rows[0]?.['dossiers.pending']).toBe(rows[0]?.['dossiers.received'])
    return Number(rows[0]?.['dossiers.received'])
  }
  // Only the dossiers themselves have an agency.
  const paths = [[], [{ member: 'dossiers.agency', operator: 'set' }]]
  let loading = true
  const readers = paths.map(async (filters) => {
    const seen = [await ask(filters)]
    while (loading) seen.push(await ask(filters))
    return [...seen, await ask(filters)]
  })
  const loads = async () => {
    for (let n = 2; n <= LOADS && loading; n += 1) await load(n)
  }
  const [answers] = await Promise.all([
    Promise.all(readers).finally(() => (loading = false)),
    loads().finally(() => (loading = false)),
  ])
  for (const seen of answers) {
    expect(seen).toEqual(seen.toSorted((x, y) => x - y))
    expect(seen.at(-1)).toBe(LOADS)
  }
})

test('pinned to a version, a view has the rows it had, and reads nothing of the ledger', async () => {
  const client = metrics.warehouse.client('reader')
  const snapshot = createSnapshots((sql) => rows(client, sql))
  const { pin } = await snapshot()
  const all = (view: string) => `SELECT count() AS n, sum(cityHash64(*)) AS hash FROM ${view}`
  for (const view of PINNED) {
    const pinned = pin(all(view))
    expect(pinned, view).toMatch(/_partition_id IN \('[0-9a-f]*'/)
    expect(pinned, view).not.toMatch(/live_partitions|ledger/)
    expect(await rows(client, pinned), view).toEqual(await rows(client, all(view)))
  }
  expect(await rows(client, pin(all('dossier_days_by_place')))).not.toEqual([{ n: 0, hash: 0 }])
  const before = await rows(client, pin(all('dossier_changes')))
  await load(LOADS + 1)
  expect(await rows(client, pin(all('dossier_changes')))).toEqual(before)
  const after = (await snapshot()).pin(all('dossier_changes'))
  expect(await rows(client, after)).toEqual(await rows(client, all('dossier_changes')))
  expect(await rows(client, after)).not.toEqual(before)
})
