import { afterAll, beforeAll, expect, test } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWarehouse, type Warehouse } from '../../etl/warehouse/warehouse.ts'
import { addAccount, addToken, startApp } from '../testing/start-app.ts'
import type { ReferenceAnswer } from './reference.ts'
import type { StatusAnswer } from './status.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'toancanh-warehouse-'))
let warehouse: Warehouse

beforeAll(async () => {
  warehouse = await openWarehouse({ dataDir })
}, 60_000)

afterAll(async () => {
  await warehouse.close()
  rmSync(dataDir, { recursive: true, force: true })
}, 60_000)

test('the reference lists come out of the real warehouse', async () => {
  const app = await startApp({ warehouse })
  await addAccount(app, 'lan')
  const answer = await app.ask('/api/reference', { headers: { authorization: addToken(app, 'lan') } })
  expect(answer.status).toBe(200)
  const reference = JSON.parse(answer.body) as ReferenceAnswer
  expect(reference.mergeDate).toBe('2025-07-01')
  expect(reference.provinces34).toHaveLength(34)
  expect(reference.provinces63).toHaveLength(63)
  expect(reference.provinces34).toContainEqual({
    code: '56',
    name: 'Khánh Hòa',
    type: expect.any(String) as string,
    region: expect.any(String) as string,
  })
  expect(reference.provinces63.find(({ code }) => code === '02')).toMatchObject({
    name: 'Hà Giang',
    province34: '08',
  })
  const codes = reference.indicators.map(({ code }) => code)
  for (const code of ['health_facilities_using_card', 'bodies_connected', 'population_live'])
    expect(codes).toContain(code)
  expect(reference.thresholds).toContainEqual({
    metric: 'on_time_rate',
    effective_from: '2021-01-01',
    green: 0.98,
    amber: 0.95,
    direction: 'up',
  })
})

test('an empty warehouse is healthy, and each of its datasets is empty', async () => {
  const app = await startApp({ warehouse })
  await addAccount(app, 'lan')
  const answer = await app.ask('/api/status', { headers: { authorization: addToken(app, 'lan') } })
  expect(answer.status).toBe(200)
  const status = JSON.parse(answer.body) as StatusAnswer
  expect(status.simulated).toBe(false)
  const names = status.datasets.map(({ dataset }) => dataset)
  for (const name of [
    'dossiers',
    'identity',
    'population',
    'procedures',
    'indicators',
    'tasks',
    'published',
    'scores766',
  ]) {
    expect(names).toContain(name)
  }
  for (const dataset of status.datasets)
    expect(dataset).toMatchObject({ rows: 0, state: 'empty', as_of: null })
  const health = await app.ask('/api/health')
  expect(health.status).toBe(200)
  expect(JSON.parse(health.body)).toEqual({ ok: true, warehouse: true, cube: true, version: '1.2.3' })
  expect((await app.ask('/login')).body).not.toContain('mô phỏng')
})
