import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client'
import { tableFromIPC } from 'apache-arrow'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HistoryAnswer } from '../../server/sql/routes.ts'
import { startAnalysts, type Analysts } from './analysts-harness.ts'

let analysts: Analysts
const clients: ClickHouseClient[] = []
const clientOf = (account: string, password = analysts.token(account)): ClickHouseClient => {
  const client = createClient({
    ...{ url: analysts.clientUrl, username: account, password },
    log: { level: ClickHouseLogLevel.OFF },
  })
  clients.push(client)
  return client
}
const read = async <Row>(client: ClickHouseClient, query: string, params: Record<string, unknown> = {}) =>
  (await client.query({ query, query_params: params, format: 'JSONEachRow' })).json<Row>()

beforeAll(async () => {
  analysts = await startAnalysts()
})
afterAll(async () => {
  for (const client of clients) await client.close()
  await analysts.close()
})

const COUNTS = 'SELECT province, toUInt32(count()) AS n FROM dossiers GROUP BY province ORDER BY province'

test("ClickHouse's own client reads an account's provinces by its token, and nobody else's", async () => {
  const nationwide = clientOf('nationwide')
  expect(await nationwide.ping()).toMatchObject({ success: true })
  expect(await read(nationwide, COUNTS)).toEqual([
    { province: '01', n: 60 },
    { province: '08', n: 100 },
    { province: '79', n: 40 },
  ])
  expect(await read(clientOf('hanoi'), COUNTS)).toEqual([{ province: '01', n: 60 }])
  expect(await read(clientOf('nowhere'), COUNTS)).toEqual([])
  expect(
    await read(nationwide, 'SELECT toUInt32(count()) AS n FROM dossiers WHERE province = {p:String}', {
      p: '79',
    }),
  ).toEqual([{ n: 40 }])
})

test('who is not who they say, lacks the scope, or has no right to SQL is told so in the engine’s words', async () => {
  const failing = [
    [clientOf('hanoi', 'tc_wrong'), '516'],
    [clientOf('hanoi', analysts.token('nationwide')), '516'],
    [clientOf('leader-of-01'), '497'],
  ] as const
  for (const [client, code] of failing) {
    await expect(read(client, 'SELECT 1')).rejects.toMatchObject({ code })
  }
})

test('what is no SELECT over the views, and what would change how it runs, is refused', async () => {
  const client = clientOf('hanoi')
  for (const [text, code] of [
    ["SELECT * FROM file('/etc/passwd', 'LineAsString')", '497'],
    ['SELECT * FROM system.tables', '497'],
    ['SELECT count() FROM toancanh.dossiers_store', '497'],
    ['SELECT 1 SETTINGS max_threads = 1', '497'],
    ['SELECT count( FROM dossiers', '62'],
    ['SELECT no_such FROM dossiers', '47'],
  ] as const) {
    await expect(read(client, text), text).rejects.toMatchObject({ code })
  }
  // A name as a value is read by the engine after the product has looked: it still has no rights there.
  await expect(
    read(client, 'SELECT * FROM {t:Identifier}.{u:Identifier}', { t: 'toancanh', u: 'dossiers_store' }),
  ).rejects.toMatchObject({ code: '497' })
  await expect(
    read(client, 'SELECT * FROM {t:Identifier}.{u:Identifier}', { t: 'system', u: 'processes' }),
  ).rejects.toThrow()
  await expect(
    client.query({ query: 'SELECT 1', clickhouse_settings: { max_memory_usage: '1' } }),
  ).rejects.toThrow(/max_memory_usage cannot be changed/)
  await expect(client.query({ query: 'SELECT 1', session_id: 'mine' })).rejects.toThrow(/no sessions/)
  await expect(client.command({ query: 'CREATE TABLE t (a Int8) ENGINE = Memory' })).rejects.toMatchObject({
    code: '497',
  })
})

test('the same by plain HTTP: Basic, formats, and an entry in the history', async () => {
  const basic = `Basic ${Buffer.from(`hanoi:${analysts.token('hanoi')}`).toString('base64')}`
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${analysts.clientUrl}${path}`, { ...init, headers: { authorization: basic } })
  expect(await (await fetch(`${analysts.clientUrl}/ping`)).text()).toBe('Ok.\n')
  expect((await fetch(`${analysts.clientUrl}/?query=SELECT+1`)).status).toBe(401)
  expect(await (await ask('/?query=SELECT+count()+FROM+dossiers')).text()).toBe('60\n')
  const csv = await ask('/?default_format=CSVWithNames', { method: 'POST', body: COUNTS })
  expect(await csv.text()).toBe('"province","n"\n"01",60\n')
  const arrow = await ask('/', { method: 'POST', body: `${COUNTS} FORMAT ArrowStream;` })
  expect(tableFromIPC(new Uint8Array(await arrow.arrayBuffer())).numRows).toBe(1)
  expect((await ask('/', { method: 'POST', body: 'SELECT 1 FORMAT Template' })).status).toBe(400)

  const { entries } = (await (await analysts.ask('hanoi', '/api/sql/history')).json()) as HistoryAnswer
  expect(entries[0]).toMatchObject({ format: 'ArrowStream', status: 'done', sql: COUNTS })
})
