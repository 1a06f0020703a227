import { join } from 'node:path'
import { pino } from 'pino'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCube, type Cube } from '../../cube/gateway/cube.ts'
import { dropFiles } from '../../etl/load/drop.ts'
import { loadFiles } from '../../etl/load/load.ts'
import { openWarehouse, type Warehouse } from '../../etl/warehouse/warehouse.ts'
import { createApp } from '../../server/app.ts'
import { accountOf } from '../../server/http/account-of.ts'
import { createAccount } from '../../server/sign-in/accounts.ts'
import { hashPassword } from '../../server/sign-in/password.ts'
import type { Provinces, Role } from '../../server/sign-in/roles.ts'
import { createToken } from '../../server/sign-in/tokens.ts'
import { openState, type State } from '../../server/state/state.ts'

/* The server as people and programs meet it: real accounts, real Cube, real engine, the twelve dossiers loaded. */

const dir = mkdtempSync(join(tmpdir(), 'toancanh-server-'))
const logged: string[] = []
const secret = 'một mật khẩu đủ dài'
const actor = { name: null, origin: 'command', address: null } as const
let warehouse: Warehouse
let cube: Cube
let state: State
let origin: string
let close: () => Promise<void>

beforeAll(async () => {
  const dataDir = join(dir, 'data')
  warehouse = await openWarehouse({ dataDir })
  const files = dropFiles([join(import.meta.dirname, '../fixtures/twelve-dossiers')])
  await loadFiles(files, { warehouse, dataDir, today: '2025-07-31' })
  cube = await createCube({
    clickhouseUrl: warehouse.url('cube'),
    log: (message) => logged.push(message),
    accountOf,
  })
  state = openState({ dataDir })
  const app = createApp({
    state,
    cube,
    warehouse,
    webDir: join(dir, 'no-web'),
    version: '0.0.0',
    log: pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }),
  })
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
})

afterAll(async () => {
  await close()
  state.close()
  await cube.release()
  await warehouse.close()
  rmSync(dir, { recursive: true, force: true })
})

const query = {
  measures: ['dossiers.received'],
  timeDimensions: [{ dimension: 'dossiers.date', dateRange: ['2025-06-01', '2025-07-31'] }],
}

async function tokenOf(name: string, role: Role, provinces: Provinces): Promise<string> {
  createAccount(
    state.db,
    { name, role, provinces, passwordHash: await hashPassword(secret) },
    new Date(),
    actor,
  )
  return createToken(state.db, name, ['read'], new Date(Date.now() + 3_600_000), new Date(), actor).token
}

async function received(
  headers: Record<string, string>,
  method = 'GET',
): Promise<{ status: number; value: number | null }> {
  const response =
    method === 'GET'
      ? await fetch(`${origin}/cubejs-api/v1/load?query=${encodeURIComponent(JSON.stringify(query))}`, {
          headers,
        })
      : await fetch(`${origin}/cubejs-api/v1/load`, {
          method,
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ query }),
        })
  const body = (await response.json()) as { data?: Record<string, string | null>[] }
  const value = body.data?.[0]?.['dossiers.received'] ?? null
  return { status: response.status, value: value === null ? null : Number(value) }
}

test('a token gets the figures of its account: the country, some provinces, nothing', async () => {
  const leader = await tokenOf('leader', 'leader', 'all')
  const province = await tokenOf('province', 'provincial_leader', ['08'])
  const nothing = await tokenOf('nothing', 'service', [])
  expect(await received({ authorization: leader })).toEqual({ status: 200, value: 12 })
  expect(await received({ authorization: `Bearer ${leader}` }, 'POST')).toEqual({ status: 200, value: 12 })
  // 02 before the merger and 08 after it.
  expect(await received({ authorization: province })).toEqual({ status: 200, value: 5 })
  expect(await received({ authorization: nothing })).toEqual({ status: 200, value: null })
  expect((await received({})).status).toBe(401)
  expect((await received({ authorization: 'tc_wrong' }, 'POST')).status).toBe(401)
})

test('a change of grants holds from the next request on, cached answers notwithstanding', async () => {
  const token = await tokenOf('changing', 'analyst', 'all')
  expect((await received({ authorization: token })).value).toBe(12)
  state.db.prepare("UPDATE accounts SET provinces = '[]' WHERE name = 'changing'").run()
  expect(await received({ authorization: token })).toEqual({ status: 200, value: null })
})

test('a signed-in page reads with its cookie, and posts only with the token of its session', async () => {
  await tokenOf('lan', 'analyst', 'all')
  const signedIn = await fetch(`${origin}/login`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ name: 'lan', password: secret, next: '/' }),
  })
  expect(signedIn.status).toBe(303)
  const cookie = /toancanh_session=[^;]+/.exec(signedIn.headers.getSetCookie().join())?.[0] ?? ''
  const session = (await (await fetch(`${origin}/api/session`, { headers: { cookie } })).json()) as {
    csrf: string
  }
  expect((await received({ cookie })).value).toBe(12)
  expect((await received({ cookie }, 'POST')).status).toBe(403)
  expect(await received({ cookie, 'x-csrf-token': session.csrf }, 'POST')).toEqual({ status: 200, value: 12 })
})

test('the definitions come with /meta, and an error of a query is said by Cube in its own words', async () => {
  const authorization = await tokenOf('reader', 'analyst', 'all')
  const meta = (await (
    await fetch(`${origin}/cubejs-api/v1/meta`, { headers: { authorization } })
  ).json()) as {
    cubes: { name: string }[]
  }
  expect(meta.cubes.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['dossiers', 'identity', 'national']),
  )
  const wrong = encodeURIComponent(JSON.stringify({ measures: ['dossiers.nonsense'] }))
  const answer = await fetch(`${origin}/cubejs-api/v1/load?query=${wrong}`, { headers: { authorization } })
  expect(answer.status).toBe(400)
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(answer.headers.get('x-powered-by')).toBeNull()
})

test('the data page knows what was loaded, health is good, and the log keeps no secret and no query', async () => {
  const authorization = await tokenOf('status', 'analyst', 'all')
  const status = (await (await fetch(`${origin}/api/status`, { headers: { authorization } })).json()) as {
    simulated: boolean
    datasets: { dataset: string; rows: number; last_load_at: string; state: string }[]
  }
  expect(status.simulated).toBe(false)
  const dossiers = status.datasets.find(({ dataset }) => dataset === 'dossiers')
  expect(dossiers).toMatchObject({ rows: 12, newest_business_date: '2025-07-02', state: 'late' })
  expect(Math.abs(Date.parse(dossiers?.last_load_at ?? '') - Date.now())).toBeLessThan(3_600_000)
  expect(await (await fetch(`${origin}/api/health`)).json()).toEqual({
    ok: true,
    warehouse: true,
    cube: true,
    version: '0.0.0',
  })
  const log = logged.join('')
  expect(log).not.toMatch(/tc_[\w-]{20}|toancanh_session|SELECT|dossiers\.received/)
  expect(log).not.toContain(secret)
})
