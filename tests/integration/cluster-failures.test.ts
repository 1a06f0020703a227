/** A cluster that is not whole: servers that are down, killed while a load is published, other ones than before. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dropFiles } from '../../etl/load/drop.ts'
import { loadFiles } from '../../etl/load/load.ts'
import { warehouseClient } from '../../etl/warehouse/client.ts'
import { openWarehouse, type Warehouse } from '../../etl/warehouse/warehouse.ts'
import { ask, CLUSTER, DATABASE, startServers, type Servers } from './cluster-harness.ts'

let root: string
let servers: Servers
let warehouse: Warehouse
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'toancanh-cluster-'))
  servers = await startServers(root, 2)
  warehouse = await servers.open()
})
afterAll(async () => {
  await warehouse.close()
  await servers.stop()
  rmSync(root, { recursive: true, force: true })
})

/** A file of ten dossiers, all of the state `status`, as said on that day of January. */
function file(name: string, status: number, day = status): string {
  const folder = join(root, name)
  mkdirSync(join(folder, 'dossiers'), { recursive: true })
  const lines = Array.from(
    { length: 10 },
    (_, n) =>
      `G01.01-220103-${String(n).padStart(4, '0')},P1,A,01,2,${status},2022-01-03T08:00:00,2022-01-10T17:00:00,2022-01-0${day}T10:00:00`,
  )
  const header =
    'dossier_code,procedure_code,agency_code,province_code,channel,status,received_at,due_at,updated_at'
  writeFileSync(join(folder, 'dossiers', 'a.csv'), `${[header, ...lines].join('\n')}\n`)
  return folder
}

const load = (folder: string, into: Warehouse = warehouse) =>
  loadFiles(dropFiles([folder]), { warehouse: into, dataDir: servers.dataDir, today: '2026-10-31' })
const seen = (entry: number) =>
  ask(
    warehouse,
    entry,
    `SELECT status, count() AS n FROM ${DATABASE}.dossiers GROUP BY status ORDER BY status`,
  )
const hostOf = (index: number) => `127.0.0.1:${servers.embedded[index]?.port}`

/** Starts a stopped server again, on other ports over HTTP; the warehouse is opened anew. */
async function backAgain(index: number): Promise<void> {
  await servers.start(index)
  await warehouse.close()
  warehouse = await servers.open()
}

test('with a server down nothing is loaded or half answered, and the message names it; back again, all goes on', async () => {
  await load(file('first', 4))
  expect(await seen(0)).toEqual([{ status: 4, n: 10 }])
  expect(await seen(1)).toEqual([{ status: 4, n: 10 }])

  const down = hostOf(1)
  await servers.embedded[1]?.stop()
  await expect(load(file('second', 5))).rejects.toThrow(`the warehouse server ${down} cannot be reached`)
  await expect(seen(0)).rejects.toThrow(/shards|connection/i)
  await expect(servers.open()).rejects.toThrow(`${down} cannot be reached`)

  await backAgain(1)
  expect(await seen(0)).toEqual([{ status: 4, n: 10 }])
  await load(file('second', 5))
  for (const entry of [0, 1]) expect(await seen(entry)).toEqual([{ status: 5, n: 10 }])
})

test('killed while a load is published: the other server shows the state before, whole, until the next load', async () => {
  const [first, second] = warehouse.nodes('loader')
  if (second === undefined) throw new Error('no second server')
  // The second server dies at the moment its ledger is to be written.
  const dying = new Proxy(second, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name)
      if (name !== 'insert') return typeof value === 'function' ? (value.bind(target) as unknown) : value
      return async (...parameters: Parameters<typeof target.insert>) => {
        if (parameters[0].table.endsWith('.ledger')) await servers.embedded[1]?.stop()
        return target.insert(...parameters)
      }
    },
  })
  const down = hostOf(1)
  await expect(load(file('third', 6), { ...warehouse, nodes: () => [first, dying] })).rejects.toThrow(
    `the warehouse server ${down} cannot be reached`,
  )
  await backAgain(1)
  expect(await seen(0)).toEqual([{ status: 6, n: 10 }])
  expect(await seen(1)).toEqual([{ status: 5, n: 10 }])

  const [same] = await load(file('third', 6))
  expect(same?.status).toBe('unchanged')
  for (const entry of [0, 1]) expect(await seen(entry)).toEqual([{ status: 6, n: 10 }])
})

test('the servers may be named in any order; readers ask the first named', async () => {
  const turned = await servers.open([1, 0])
  expect(new URL(turned.url('cube')).host).toBe(hostOf(1))
  await load(file('fourth', 5, 7), turned)
  await turned.close()
  for (const entry of [0, 1]) expect(await seen(entry)).toEqual([{ status: 5, n: 10 }])
})

test('rows that are spread over a cluster are not opened as anything else', async () => {
  const open = (clickhouseUrl: string, clickhouseCluster: string) =>
    openWarehouse({ dataDir: servers.dataDir, clickhouseUrl, clickhouseCluster })
  await expect(open(servers.url(), '')).rejects.toThrow(/CLICKHOUSE_CLUSTER must name their cluster/)
  await expect(open(servers.url(), 'other')).rejects.toThrow(/knows no cluster other/)
  await expect(open(servers.url([0]), CLUSTER)).rejects.toThrow(
    /has 2 shards and CLICKHOUSE_URL names 1; name one server of each/,
  )
  await expect(open(servers.url([0]), '')).rejects.toThrow(/is spread over 2 servers/)
  await expect(open(servers.url([0, 0]), CLUSTER)).rejects.toThrow(/names a server twice/)
})

test('the user of the other servers may read the shared tables and nothing else', async () => {
  const refusals: string[] = []
  const port = servers.embedded[0]?.port
  const client = warehouseClient(`http://shard:${servers.shardPassword}@127.0.0.1:${port}/${DATABASE}`)
  for (const query of [
    `SELECT count() FROM ${DATABASE}.dossiers_store`,
    `SELECT count() FROM ${DATABASE}.ledger`,
    `SELECT count() FROM ${DATABASE}_staging.dossiers`,
    `INSERT INTO ${DATABASE}.dossiers_store (part) VALUES ('x')`,
    "SELECT * FROM remote('127.0.0.1', 'system.one')",
  ]) {
    refusals.push(
      await client.command({ query }).then(
        () => 'allowed',
        (error: unknown) => (error as { type: string }).type,
      ),
    )
  }
  await client.close()
  expect(refusals.shift()).toBe('allowed')
  for (const refusal of refusals) expect(refusal).toMatch(/ACCESS_DENIED|READONLY/)
})
