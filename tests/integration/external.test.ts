import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dropFiles } from '../../etl/load/drop.ts'
import { loadFiles } from '../../etl/load/load.ts'
import { rows } from '../../etl/warehouse/client.ts'
import { startEmbedded, type Embedded } from '../../etl/warehouse/embedded.ts'
import { openWarehouse } from '../../etl/warehouse/warehouse.ts'

let root: string
/** Any ClickHouse server reached by its address; here the same engine, run apart from the product. */
let server: Embedded
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'toancanh-external-'))
  server = await startEmbedded({ dir: join(root, 'server'), database: 'ministry', log: () => undefined })
})
afterAll(async () => {
  await server.stop()
  rmSync(root, { recursive: true, force: true })
})

test('CLICKHOUSE_URL: schema, reference data and a load in the named database, opened again as it was left', async () => {
  const dataDir = join(root, 'data')
  const clickhouseUrl = `http://loader:${server.credentials.loader}@127.0.0.1:${server.port}/ministry`
  mkdirSync(join(root, 'drop', 'dossiers'), { recursive: true })
  writeFileSync(
    join(root, 'drop', 'dossiers', 'a.csv'),
    `dossier_code,procedure_code,agency_code,province_code,status,received_at,due_at,updated_at
000.00.00.G01-220103-0001,P1,A,02,4,2022-01-03T08:00:00,2022-01-10T17:00:00,2022-01-05T10:00:00`,
  )
  const first = await openWarehouse({ dataDir, clickhouseUrl })
  expect(first.mode).toBe('external')
  const [load] = await loadFiles(dropFiles([join(root, 'drop')]), {
    warehouse: first,
    dataDir,
    today: '2026-10-31',
  })
  expect(load).toMatchObject({ status: 'published', read: 1, loaded: 1 })
  await first.close()

  const said: string[] = []
  const again = await openWarehouse({ dataDir, clickhouseUrl, log: (message) => said.push(message) })
  expect(said).toEqual([])
  expect(
    await rows(
      again.client('reader'),
      'SELECT province, province63, toString(outcome) AS outcome FROM ministry.dossiers',
    ),
  ).toEqual([{ province: '08', province63: '02', outcome: 'pending' }])
  expect(await rows(again.client('reader'), 'SELECT count() AS n FROM ministry.ref_provinces34')).toEqual([
    { n: 34 },
  ])
  await again.close()
})

test('an address where nothing answers, or that is none, is named', async () => {
  const dataDir = join(root, 'nowhere')
  await expect(openWarehouse({ dataDir, clickhouseUrl: 'http://a:b@127.0.0.1:1/x' })).rejects.toThrow(
    /cannot be reached .* check CLICKHOUSE_URL/,
  )
  await expect(openWarehouse({ dataDir, clickhouseUrl: 'clickhouse://x' })).rejects.toThrow(
    /must look like http/,
  )
})
