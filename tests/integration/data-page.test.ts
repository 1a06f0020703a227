/*
 * What the page Dữ liệu is told: loads as the ledger has them, partitions with the files they are made of, and the rows that were not
 * loaded; and who is told nothing.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dropFiles } from '../../etl/load/drop.ts'
import { loadFiles, type LoadResult } from '../../etl/load/load.ts'
import { undoBatch } from '../../etl/load/undo.ts'
import type { LineageAnswer } from '../../server/data/lineage.ts'
import type { LoadsAnswer } from '../../server/data/loads.ts'
import type { FaultsAnswer, ReasonsAnswer } from '../../server/data/quarantine.ts'
import { readAudit } from '../../server/audit/audit.ts'
import { createAccount } from '../../server/sign-in/accounts.ts'
import type { Provinces, Role } from '../../server/sign-in/roles.ts'
import { actor, addToken, startApp, type RunningApp } from '../../server/testing/start-app.ts'
import { openScratch, type Scratch } from './scratch.ts'

const HEADER =
  'dossier_code,procedure_code,agency_code,province_code,channel,status,received_at,due_at,ended_at,updated_at'
const row = (month: string, serial: number, ended = `2022-${month}-07T10:00:00`, updated = ended) =>
  `000.00.00.G01-22${month}03-${String(serial).padStart(4, '0')},P1,A,01,2,9,2022-${month}-03T08:00:00,2022-${month}-10T17:00:00,${ended},${updated}`

let scratch: Scratch
let loads: Record<string, LoadResult>

/** Loads a file of dossiers, the way a command of its own would. */
async function load(name: string, lines: string[], header = HEADER): Promise<LoadResult> {
  const folder = join(scratch.folder(), 'dossiers')
  mkdirSync(folder)
  writeFileSync(join(folder, name), [header, ...lines].join('\n'))
  const { warehouse, dataDir } = scratch
  const [result] = await loadFiles(dropFiles([folder]), { warehouse, dataDir, today: '2026-10-31' })
  if (result === undefined) throw new Error('nothing was loaded')
  return result
}

beforeAll(async () => {
  scratch = await openScratch()
  loads = {
    // Its second row ends before it begins.
    january: await load('january.csv', [
      row('01', 1),
      row('01', 2, '2022-01-01T09:00:00', '2022-01-09T09:00:00'),
      row('02', 1),
    ]),
    // Its second row has a formula for a time, the third ends before it begins.
    february: await load('february.csv', [
      row('02', 2),
      row('02', 3, '=1+1'),
      row('02', 4, '2022-02-01T00:00:00'),
    ]),
    wrong: await load('wrong.csv', [row('03', 1)]),
    refused: await load('refused.csv', [`${row('04', 1)},An`], `${HEADER},ho_ten`),
  }
  await undoBatch(loads['wrong']?.batch ?? '', scratch)
})
afterAll(() => scratch.close())

async function started(): Promise<RunningApp> {
  const app = await startApp({ warehouse: scratch.warehouse })
  const add = (name: string, role: Role, provinces: Provinces): void =>
    createAccount(app.state.db, { name, role, provinces, passwordHash: 'none' }, app.clock.now, actor)
  add('lan', 'analyst', 'all')
  add('quan', 'administrator', 'all')
  add('tinh', 'analyst', ['01'])
  add('lanh-dao', 'leader', 'all')
  return app
}
const ask = async <T>(app: RunningApp, path: string, name = 'lan'): Promise<T> => {
  const answer = await app.ask(path, { headers: { authorization: addToken(app, name) } })
  expect(answer.status, answer.body).toBe(200)
  return JSON.parse(answer.body) as T
}

test('loads come newest first, page by page, with what became of their rows', async () => {
  const app = await started()
  const all = await ask<LoadsAnswer>(app, '/api/data/loads')
  expect(
    all.loads.map(({ file, status, live, read, loaded, quarantined, superseded }) =>
      [basename(file), status, live, read, loaded, quarantined, superseded].join(' '),
    ),
  ).toEqual([
    'wrong.csv undone false 0 0 0 0',
    'refused.csv refused false 0 0 0 0',
    'wrong.csv published false 1 1 0 0',
    'february.csv published true 3 1 2 0',
    'january.csv published true 3 2 1 0',
  ])
  expect(all).toMatchObject({ total: 5, more: null })
  expect(all.loads[1]?.reason).toContain('refused.csv')
  expect(all.loads[3]?.warnings.join()).toContain('P1')

  const first = await ask<LoadsAnswer>(app, '/api/data/loads?limit=3')
  const rest = await ask<LoadsAnswer>(app, `/api/data/loads?limit=3&before=${first.more}`)
  expect([...first.loads, ...rest.loads]).toEqual(all.loads)
  expect(rest.more).toBeNull()
  const found = await ask<LoadsAnswer>(app, '/api/data/loads?status=published&text=JANUARY')
  expect(found.loads.map(({ batch }) => batch)).toEqual([loads['january']?.batch])
  expect((await ask<LoadsAnswer>(app, '/api/data/loads?dataset=identity')).loads).toEqual([])
})

test('lineage goes from file to partitions and back; what was taken back is in none', async () => {
  const app = await started()
  const names = ({ files, parts }: LineageAnswer) => ({
    files: files.map(({ file }) => basename(file)),
    parts: parts.map(({ part, rows, loads }) => `${part} ${rows} ${loads}`),
  })
  const all = await ask<LineageAnswer>(app, '/api/data/lineage?dataset=dossiers')
  expect(names(all)).toEqual({
    files: ['february.csv', 'january.csv'],
    parts: ['2202 2 2', '2201 1 1'],
  })
  expect(all.files[1]?.parts).toEqual(['2201', '2202'])
  expect(all).toMatchObject({ files_total: 2, parts_total: 2 })
  const ofPart = await ask<LineageAnswer>(app, '/api/data/lineage?dataset=dossiers&part=2201')
  expect(names(ofPart)).toEqual({ files: ['january.csv'], parts: ['2201 1 1'] })
  const batch = loads['february']?.batch ?? ''
  const ofBatch = await ask<LineageAnswer>(app, `/api/data/lineage?dataset=dossiers&batch=${batch}`)
  expect(names(ofBatch)).toEqual({ files: ['february.csv'], parts: ['2202 2 2'] })
})

test('quarantine: by reason in both languages, then row by row', async () => {
  const app = await started()
  const { reasons } = await ask<ReasonsAnswer>(app, '/api/data/quarantine/reasons')
  const told = reasons.map(({ column, reason_vi, rows, loads }) => [column, reason_vi, rows, loads].join('|'))
  expect(told).toContain('ended_at|sớm hơn received_at|2|2')
  const before = '/api/data/quarantine?column=ended_at&reason=is%20before%20received_at'
  const page = await ask<FaultsAnswer>(app, `${before}&limit=1`)
  const next = await ask<FaultsAnswer>(app, `${before}&limit=1&offset=${page.more}`)
  expect(page).toMatchObject({ total: 2, more: 1 })
  expect(next.more).toBeNull()
  const faults = [...page.faults, ...next.faults]
  expect(faults.map(({ file, line, value }) => [basename(file), line, value].join(' '))).toEqual([
    'february.csv 4 2022-02-01T00:00:00',
    'january.csv 3 2022-01-01T09:00:00',
  ])
  const ofBatch = await ask<ReasonsAnswer>(
    app,
    `/api/data/quarantine/reasons?batch=${loads['january']?.batch}`,
  )
  expect(ofBatch.reasons.map(({ column, rows }) => [column, rows])).toEqual([['ended_at', 1]])
})

test('the quarantine as CSV holds every fault, runs no formula, and is audited', async () => {
  const app = await started()
  const answer = await app.ask('/api/data/quarantine.csv?dataset=dossiers', {
    headers: { authorization: addToken(app, 'quan') },
  })
  expect(answer.headers['content-disposition']).toContain('toan-canh-quarantine.csv')
  const rows: Record<string, string>[] = parse(answer.body, { columns: true, bom: true })
  const { total } = await ask<FaultsAnswer>(app, '/api/data/quarantine?dataset=dossiers')
  expect(rows).toHaveLength(total)
  expect(rows.filter(({ value }) => value?.includes('1+1')).map(({ value }) => value)).toContain("'=1+1")
  expect(rows.map(({ reason_vi }) => reason_vi)).toContain('sớm hơn received_at')
  expect(readAudit(app.state.db).filter(({ action }) => action === 'quarantine_exported')).toMatchObject([
    { actor: 'quan', detail: { dataset: 'dossiers' } },
  ])
})

test('a province’s analyst, a leader and nobody are told nothing of it', async () => {
  const app = await started()
  for (const path of [
    'loads',
    'lineage?dataset=dossiers',
    'quarantine',
    'quarantine/reasons',
    'quarantine.csv',
  ]) {
    for (const name of ['tinh', 'lanh-dao']) {
      const answer = await app.ask(`/api/data/${path}`, { headers: { authorization: addToken(app, name) } })
      expect(answer.status, path).toBe(403)
      expect(answer.body).not.toContain('2022')
    }
    expect((await app.ask(`/api/data/${path}`)).status).toBe(401)
  }
  for (const path of ['loads?limit=0', 'loads?status=lost', 'lineage', 'quarantine?offset=-1']) {
    const answer = await app.ask(`/api/data/${path}`, { headers: { authorization: addToken(app, 'lan') } })
    expect(answer.status, path).toBe(400)
  }
})

test('a warehouse that is away is said, and logged', async () => {
  const app = await startApp()
  createAccount(
    app.state.db,
    { name: 'lan', role: 'analyst', provinces: 'all', passwordHash: 'none' },
    app.clock.now,
    actor,
  )
  for (const path of ['loads', 'quarantine.csv']) {
    const answer = await app.ask(`/api/data/${path}`, { headers: { authorization: addToken(app, 'lan') } })
    expect(answer.status).toBe(503)
    expect(answer.body).toContain('warehouse_unavailable')
  }
})
