/** One server, or two, or three as shards: real servers, the real loader, the real Cube; nothing may differ but where rows are. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dropFiles } from '../../etl/load/drop.ts'
import { loadFiles, type LoadResult } from '../../etl/load/load.ts'
import { undoBatch } from '../../etl/load/undo.ts'
import { rows } from '../../etl/warehouse/client.ts'
import type { Warehouse } from '../../etl/warehouse/warehouse.ts'
import { writeRounds } from './cluster-files.ts'
import { ask, askCube, startServers, type Servers } from './cluster-harness.ts'
import type { Row } from './metrics-harness.ts'

const JUNE = { dimension: 'dossiers.date', dateRange: ['2025-06-01', '2025-06-30'] }
const FLOWS = ['received', 'resolved', 'resolved_early', 'resolved_late', 'digitised_rate', 'e_result_rate']
const STOCKS = ['carried_in', 'pending', 'pending_overdue', 'on_time_rate', 'processing_days_p50']
const of = (names: string[]) => names.map((name) => `dossiers.${name}`)
const ordered = (name: string) => ({ order: { [name]: 'asc' } })
const QUERIES = [
  { measures: of([...FLOWS, ...STOCKS]), timeDimensions: [JUNE] },
  { measures: of([...FLOWS, ...STOCKS]), timeDimensions: [{ ...JUNE, granularity: 'week' }] },
  ...['province', 'procedure', 'field', 'channel', 'agency', 'programme', 'service_level'].map((name) => ({
    measures: of([...FLOWS, ...STOCKS]),
    dimensions: [`dossiers.${name}`],
    timeDimensions: [JUNE],
    ...ordered(`dossiers.${name}`),
  })),
  {
    measures: of(['received', 'pending']),
    dimensions: of(['province', 'procedure']),
    timeDimensions: [{ ...JUNE, granularity: 'month' }],
    order: [
      ['dossiers.province', 'asc'],
      ['dossiers.procedure', 'asc'],
    ],
  },
  {
    measures: ['identity.received', 'identity.issued'],
    dimensions: ['identity.product'],
    timeDimensions: [
      { dimension: 'identity.date', dateRange: ['2025-05-01', '2025-05-20'], granularity: 'day' },
    ],
  },
  { measures: ['catalogue.procedures'], timeDimensions: [{ ...JUNE, dimension: 'catalogue.date' }] },
]

let root: string
let rounds: string[]
const TODAY = '2026-10-31'
const running = new Map<number, { servers: Servers; warehouse: Warehouse }>()

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'toancanh-cluster-'))
  rounds = writeRounds(join(root, 'drop'))
  for (const size of [1, 2, 3]) {
    const servers = await startServers(join(root, `of-${size}`), size)
    running.set(size, { servers, warehouse: await servers.open() })
  }
})
afterAll(async () => {
  for (const { servers, warehouse } of running.values()) {
    await warehouse.close()
    await servers.stop()
  }
  rmSync(root, { recursive: true, force: true })
})

const cluster = (size: number) => {
  const found = running.get(size)
  if (found === undefined) throw new Error(`no cluster of ${size}`)
  return found
}

const load = (size: number, folder: string): Promise<LoadResult[]> => {
  const { servers, warehouse } = cluster(size)
  return loadFiles(dropFiles([folder]), { warehouse, dataDir: servers.dataDir, today: TODAY })
}

/** What is the same wherever the rows are: all but the names of batches, times and how long it took. */
const LEDGER = `SELECT version, dataset, file, file_hash, bytes, status, replaceRegexpAll(reason, '[0-9]{8}T[0-9]{6}-[0-9a-f]{8}', 'BATCH') AS reason,
  warnings, read, loaded, quarantined, superseded, parts, arraySort(published) AS published, rows, as_of, newest_business_date, accepted_change, simulated
  FROM ministry.ledger ORDER BY version`
const QUARANTINE =
  'SELECT dataset, file, line, column, value, reason FROM ministry.quarantine ORDER BY dataset, file, line, column, reason'
const DOSSIERS = 'SELECT * FROM ministry.dossiers ORDER BY dossier_code'

interface State {
  ledger: unknown[]
  quarantine: unknown[]
  dossiers: unknown[]
}

async function stateOf(size: number, entry: number): Promise<State> {
  const { warehouse } = cluster(size)
  return {
    ledger: await ask(warehouse, entry, LEDGER),
    quarantine: await ask(warehouse, 0, QUARANTINE),
    dossiers: await ask(warehouse, entry, DOSSIERS),
  }
}

/** Every cluster, and every server of it, against the one server alone. */
async function allEqual(): Promise<State> {
  const alone = await stateOf(1, 0)
  for (const size of [2, 3]) {
    for (let entry = 0; entry < size; entry += 1) {
      const found = await stateOf(size, entry)
      for (const part of ['ledger', 'quarantine', 'dossiers'] as const) {
        expect(found[part], `${part} of ${size} servers, asked the ${entry + 1}.`).toEqual(alone[part])
      }
    }
  }
  return alone
}

let answers: Row[][]
const batches = new Map<number, LoadResult[]>()

test('loads, corrections, repeats, faults, refusals end in the same ledger, quarantine and rows', async () => {
  const statuses: string[][] = []
  for (const folder of rounds) {
    for (const size of [1, 2, 3]) {
      const loads = await load(size, folder)
      batches.set(size, [...(batches.get(size) ?? []), ...loads])
      if (size === 1) statuses.push(loads.map(({ status }) => status))
    }
    await allEqual()
  }
  expect(statuses).toEqual([
    ['published', 'published', 'published'],
    ['published', 'published', 'refused', 'refused', 'published'],
    ['published', 'unchanged'],
  ])
  const { dossiers, quarantine } = await allEqual()
  expect(dossiers).toHaveLength(3300)
  // Of rows 30 to 1499 every 200th from 207, and the short one; thirty rows before them take two lines each.
  expect([...new Set(quarantine.map((fault) => (fault as { line: number }).line))]).toEqual([
    ...[207, 407, 607, 807, 1007, 1207, 1407].map((n) => n + 2 + 30),
    1500 + 2 + 30,
  ])
})

test('dossiers are spread by key, each on one server, the rest is whole on all', async () => {
  for (const size of [2, 3]) {
    const { warehouse } = cluster(size)
    const codes: string[][] = []
    for (let index = 0; index < size; index += 1) {
      const found = await ask<{ code: string }>(
        warehouse,
        index,
        `SELECT DISTINCT dossier_code AS code FROM ministry.dossiers_store`,
      )
      codes.push(found.map(({ code }) => code))
      expect(await ask(warehouse, index, 'SELECT count() AS n FROM ministry.procedures')).toEqual([{ n: 6 }])
      expect(await ask(warehouse, index, 'SELECT count() AS n FROM ministry.identity')).toEqual([{ n: 20 }])
    }
    expect(new Set(codes.flat()).size).toBe(codes.flat().length)
    expect(codes.flat().length).toBeGreaterThanOrEqual(3300)
    for (const own of codes) expect(own.length).toBeGreaterThan(3300 / size / 2)
  }
})

test('Cube answers the same of every cluster and from every server', async () => {
  answers = await askCube(cluster(1).servers, 0, QUERIES)
  expect(Number(answers[0]?.[0]?.['dossiers.received'])).toBe(55 * 29) // 3300 over 60 days, 29 of them in June
  for (const rows of answers) expect(rows.length).toBeGreaterThan(0)
  for (const size of [2, 3]) {
    for (let entry = 0; entry < size; entry += 1) {
      expect(await askCube(cluster(size).servers, entry, QUERIES), `${size}, ${entry + 1}.`).toEqual(answers)
    }
  }
})

test('joins, and sets by GLOBAL IN, are worked out once; a set that each server would work out by itself is refused', async () => {
  const queries = [
    `SELECT p.field AS field, count() AS n FROM ministry.dossiers AS d
     ASOF LEFT JOIN ministry.procedures AS p ON p.procedure_code = d.procedure_code AND d.received_date >= p.valid_from
     GROUP BY field ORDER BY field`,
    `SELECT count() AS n FROM ministry.dossiers AS a INNER JOIN ministry.dossiers AS b ON a.agency_code = b.agency_code`,
    `SELECT count() AS n FROM ministry.dossiers
     WHERE agency_code GLOBAL IN (SELECT agency_code FROM ministry.dossiers WHERE province = '79')`,
    `SELECT sum(received) AS n FROM ministry.dossier_days_by_place
     WHERE province GLOBAL IN (SELECT code FROM ministry.ref_provinces34)`,
  ]
  for (const query of queries) {
    const alone = await ask(cluster(1).warehouse, 0, query)
    for (const entry of [0, 1, 2]) expect(await ask(cluster(3).warehouse, entry, query)).toEqual(alone)
  }
  await expect(ask(cluster(2).warehouse, 0, (queries[2] ?? '').replace('GLOBAL IN', 'IN'))).rejects.toThrow(
    /Not enough privileges/,
  )
})

test('each server reads only the partitions that the ledger names', async () => {
  const { warehouse } = cluster(2)
  const nodes = warehouse.nodes('loader')
  const count = 'SELECT count() AS n FROM ministry.dossiers_store'
  const stored = (await Promise.all(nodes.map((node) => rows<{ n: number }>(node, count)))).flat()
  for (const node of nodes) {
    await node.command({
      query:
        'INSERT INTO ministry.dossiers_store SELECT * REPLACE (toInt64(-999) AS generation) FROM ministry.dossiers_store',
    })
  }
  const answer = await nodes[0].query({
    query: 'SELECT toUInt64(sum(weight)) AS n FROM ministry.dossier_changes',
    format: 'JSONEachRow',
  })
  expect(await answer.json()).toEqual([{ n: 3300 }])
  const { read_rows } = JSON.parse(String(answer.response_headers['x-clickhouse-summary'])) as {
    read_rows: string
  }
  // Of both servers; besides the dossiers, the few rows of the ledger.
  const before = stored.reduce((sum, { n }) => sum + n, 0)
  expect(before).toBeGreaterThan(3300)
  expect(Number(read_rows)).toBeGreaterThanOrEqual(before)
  expect(Number(read_rows)).toBeLessThan(before + 200)
})

test('a load is taken back everywhere', async () => {
  for (const size of [1, 2, 3]) {
    const { servers, warehouse } = cluster(size)
    const load = batches.get(size)?.find(({ file }) => file.endsWith('b.csv') && file.includes('dossiers'))
    await undoBatch(load?.batch ?? '', { warehouse, dataDir: servers.dataDir })
  }
  const { dossiers } = await allEqual()
  expect(dossiers).toHaveLength(3300)
  expect(dossiers.filter((row) => (row as { outcome: string }).outcome !== 'pending')).toHaveLength(20)
  const after = await askCube(cluster(1).servers, 0, QUERIES)
  expect(after).not.toEqual(answers)
  for (const size of [2, 3]) expect(await askCube(cluster(size).servers, size - 1, QUERIES)).toEqual(after)
})
