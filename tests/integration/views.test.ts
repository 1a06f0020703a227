import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCube, type Cube } from '../../cube/gateway/cube.ts'
import { dropFiles } from '../../etl/load/drop.ts'
import { loadFiles } from '../../etl/load/load.ts'
import { openWarehouse, type Warehouse } from '../../etl/warehouse/warehouse.ts'
import { subscriptionRoutes } from '../../reports/api/subscription-routes.ts'
import { readReports } from '../../reports/definitions/read.ts'
import { createLinks } from '../../reports/deliver/link.ts'
import { createMailer } from '../../reports/deliver/mail.ts'
import { runDue } from '../../reports/schedule/scheduler.ts'
import { definitionOf } from '../../reports/subscriptions/definition.ts'
import { createMakeSubscribed, type MakeSubscribed } from '../../reports/subscriptions/make.ts'
import { createSendSubscribed } from '../../reports/subscriptions/send.ts'
import { liveSubscriptions, subscriptionsOf } from '../../reports/subscriptions/store.ts'
import { readMail } from '../../reports/testing/mime.ts'
import { startSmtp } from '../../reports/testing/smtp.ts'
import { createApp } from '../../server/app.ts'
import { accountOf } from '../../server/http/account-of.ts'
import { setEmail } from '../../server/sign-in/accounts.ts'
import { readProvinces } from '../../server/sign-in/provinces.ts'
import type { Provinces, Role } from '../../server/sign-in/roles.ts'
import { openState, type State } from '../../server/state/state.ts'
import { person, type Asks } from '../../server/testing/person.ts'
import { actor } from '../../server/testing/start-app.ts'
import { SAVED_PAGES } from '../../server/views/address.ts'
import { openXlsx } from './read-xlsx.ts'

/*
 * Saved views over the real engine, the real Cube and a real mail server, of the twelve dossiers: seven of Hà Nội and four of
 * Hà Giang, which is Tuyên Quang's (08) since, received in June 2025, and one of Tuyên Quang
 * in July. In June four of Hà Nội's ended and three of Hà Giang's.
 */

const dir = mkdtempSync(join(tmpdir(), 'toancanh-views-'))
const provinces = readProvinces(join(import.meta.dirname, '../../etl/reference'))
const clock = { now: new Date('2025-06-20T03:00:00Z') }
let warehouse: Warehouse
let cube: Cube
let state: State
let server: Server
let make: MakeSubscribed
let app: { state: State; clock: typeof clock; ask: Parameters<typeof person>[0]['ask'] }

beforeAll(async () => {
  const dataDir = join(dir, 'data')
  warehouse = await openWarehouse({ dataDir })
  const files = dropFiles([join(import.meta.dirname, '../fixtures/twelve-dossiers')])
  await loadFiles(files, { warehouse, dataDir, today: '2025-07-31' })
  cube = await createCube({ clickhouseUrl: warehouse.url('cube'), log: () => undefined, accountOf })
  state = openState({ dataDir })
  const { reports } = readReports()
  make = createMakeSubscribed({
    ...{ cube, warehouse, reports: () => reports },
    ...{ provinces: provinces.current, regions: provinces.regions },
  })
  const none = (): void => undefined
  server = createServer(
    createApp({
      ...{ state, cube, warehouse, webDir: join(dir, 'no-web'), version: '0.0.0', clock: () => clock.now },
      log: pino({ level: 'silent' }),
      reports: {
        ...{ api: none, links: none, definitions: none },
        subscriptions: subscriptionRoutes({ db: state.db, mail: true, make, clock: () => clock.now }),
      },
    }),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  app = {
    ...{ state, clock },
    ask: async (path, asked = {}) => {
      const answer = await fetch(origin + path, { redirect: 'manual', ...asked })
      return { status: answer.status, headers: {}, body: await answer.text() }
    },
  }
})
afterAll(async () => {
  server?.closeAllConnections()
  await new Promise((resolve) => server?.close(resolve))
  await cube?.release()
  await warehouse?.close()
  state?.close()
  rmSync(dir, { recursive: true, force: true })
})

interface Body {
  id: string
  address: string
  data: Record<string, string>[]
}
let people = 0
function someone(role: Role, granted: Provinces): Asks<Body> & { called: string } {
  const called = `nguoi-${++people}`
  const asks = person<Body>(app, called, role, granted)
  setEmail(state.db, called, `${called}@example.gov.vn`, clock.now, actor)
  return Object.assign(asks, { called })
}
const QUESTION =
  '/explore?period=2025-06&subject=dossiers&measures=received,resolved&dimensions=province_name'

/** What the question of that address asks the metrics, as the page does. */
const asQuery = {
  measures: ['dossiers.received', 'dossiers.resolved'],
  dimensions: ['dossiers.province_name'],
  timeDimensions: [{ dimension: 'dossiers.date', dateRange: ['2025-06-01', '2025-06-30'] }],
}

test('who opens a shared view sees their own rows, whoever saved it', async () => {
  const leader = someone('leader', 'all')
  const saved = await leader('POST', '/api/views', { name: 'a', address: QUESTION, shared_with: 'all' })
  const seenBy = async (granted: Provinces) => {
    const opener = someone('provincial_leader', granted)
    const opened = await opener('GET', `/api/views/${saved.body.id ?? ''}`)
    // The whole of what the server gives: nothing of a figure is in it.
    expect(opened.body.address).toBe(QUESTION.replaceAll(',', '%2C'))
    expect(JSON.stringify(opened.body)).not.toMatch(/Hà Nội|Tuyên Quang/)
    const rows = (await opener('POST', '/cubejs-api/v1/load', { query: asQuery })).body.data ?? []
    return rows
      .map((row) => `${row['dossiers.province_name'] ?? ''} ${row['dossiers.received'] ?? ''}`)
      .sort()
  }
  expect(await seenBy('all')).toEqual(['Hà Nội 7', 'Tuyên Quang 4'])
  expect(await seenBy(['08'])).toEqual(['Tuyên Quang 4'])
  expect(await seenBy(['79'])).toEqual([])
  expect(await seenBy([])).toEqual([])
})

test('a view arrives by mail with the rights of each subscriber then, and stops where it is not shared any more', async () => {
  const smtp = await startSmtp(() => 'accept')
  const mailer = createMailer({ url: smtp.url, from: 'bao-cao@example.gov.vn', mostBytes: 5_000_000 })
  clock.now = new Date('2025-06-20T03:00:00Z')
  const leader = someone('leader', 'all')
  const part = someone('provincial_leader', ['08'])
  const other = someone('analyst', ['01'])
  const { id = '' } = (
    await leader('POST', '/api/views', { name: 'Hồ sơ theo tỉnh', address: QUESTION, shared_with: 'all' })
  ).body
  const asking = { view: id, rhythm: 'month', hour: 7, formats: ['xlsx'] }
  for (const each of [leader, part, other]) {
    expect((await each('POST', '/api/subscriptions', asking)).status).toBe(201)
  }
  const parts = {
    ...{ db: state.db, provinces: [...provinces.current.keys()], folder: join(dir, 'reports'), put: null },
    keepDays: 730,
    definitions: () => liveSubscriptions(state.db).map(definitionOf),
    make: () => {
      throw new Error('not asked')
    },
    sendSubscribed: createSendSubscribed(state.db, make),
    ...{ mailer, links: createLinks(state.db), publicUrl: 'https://toancanh.example.gov.vn', owner: 'one' },
    ...{ clock: () => clock.now, signal: new AbortController().signal },
  }
  await runDue(parts)
  const narrower = { shared_with: ['leader', 'provincial_leader'] }
  expect((await leader('PATCH', `/api/views/${id}`, narrower)).status).toBe(200)
  // A month begins: of June, with the rights of that moment.
  clock.now = new Date('2025-07-01T00:00:05Z')
  await runDue(parts)
  mailer.close()
  const mails = new Map(smtp.received.map(({ to, text }) => [to.split('@')[0], readMail(text)]))
  expect(mails.size).toBe(3)

  const whole = mails.get(leader.called)
  expect(whole?.subject).toBe('Hồ sơ theo tỉnh, 01/06/2025 – 30/06/2025')
  expect(cellsOf(whole?.html ?? '')).toEqual(['Hà Nội', '7', '4', 'Tuyên Quang', '4', '3'])
  const own = mails.get(part.called)
  expect(cellsOf(own?.html ?? '')).toEqual(['Tuyên Quang', '4', '3'])
  expect(own?.html).toContain(`https://toancanh.example.gov.vn/v/${id}`)
  const [workbook] = own?.files ?? []
  expect(workbook?.name).toBe('ho-so-theo-tinh-2025-06.xlsx')
  const [sheet] = openXlsx(workbook?.content ?? Buffer.alloc(0)).sheets
  const values = sheet?.rows.map((row) => row.map(({ value }) => value).filter((value) => value !== ''))
  expect(values?.filter((row) => row.length === 3).slice(1)).toEqual([['Tuyên Quang', '4', '3']])

  const stopped = mails.get(other.called)
  expect(stopped?.subject).toBe('Đã dừng gửi: Hồ sơ theo tỉnh')
  expect([stopped?.html, stopped?.files]).toEqual(['', []])
  expect(subscriptionsOf(state.db, other.called, clock.now)).toMatchObject([
    { name: 'Hồ sơ theo tỉnh', end_reason: 'not_shared' },
  ])
})

test('what cannot be sent is refused when it is asked for, and others’ subscriptions are nobody’s', async () => {
  clock.now = new Date('2025-07-20T03:00:00Z')
  const lan = someone('analyst', 'all')
  const mai = someone('analyst', 'all')
  const save = async (address: string) =>
    (await lan('POST', '/api/views', { name: 'a', address })).body.id ?? ''
  const subscribe = async (view: string) => {
    const { status, body } = await lan('POST', '/api/subscriptions', { view, rhythm: 'week', hour: 7 })
    return body.error?.code ?? (status === 201 ? body.id : status)
  }
  expect(await subscribe(await save('/sql?sql=SELECT+1'))).toBe('not_sendable')
  expect(await subscribe(await save('/on-time?units=63'))).toBe('not_sendable')
  expect(await subscribe(await save('/explore?subject=identity&measures=issued'))).toBe('not_possible')
  expect(await subscribe(await save('/explore?subject=dossiers&measures=nonsense'))).toBe('not_possible')
  const view = await save('/on-time')
  expect((await mai('POST', '/api/subscriptions', { view, rhythm: 'day', hour: 7 })).status).toBe(404)
  const id = String(await subscribe(view))
  expect((await mai('GET', `/api/subscriptions/${id}`)).status).toBe(404)
  expect((await mai('DELETE', `/api/subscriptions/${id}`)).status).toBe(404)
  expect((await lan('DELETE', `/api/subscriptions/${id}`)).status).toBe(204)
})

test('whatever page it is and whoever gets it, no province stands in a message that was not granted', async () => {
  const pages = SAVED_PAGES.filter((page) => !['/sql', '/data'].includes(page))
  const address = fc.record({
    page: fc.constantFrom(...pages),
    place: fc.constantFrom('', '01', '08', '79', 'region-dong-bang-song-hong'),
    dimensions: fc.constantFrom('province_name', 'province', 'agency,province_name', 'province_name,field'),
  })
  const granted = fc.subarray(['01', '08', '79'])
  await fc.assert(
    fc.asyncProperty(address, granted, async ({ page, place, dimensions }, codes) => {
      const query = new URLSearchParams({
        ...(place === '' ? {} : { place }),
        ...(page === '/explore' ? { subject: 'dossiers', measures: 'received', dimensions } : {}),
      })
      const account = { name: 'a', role: 'provincial_leader', provinces: codes } as const
      const definition = definitionOf({
        ...{ id: 'x', view: 'v', name: 'Khung nhìn', account: 'a', rhythm: 'month', hour: 7, formats: [] },
        ...{ system: 'calendar', created_at: '', ended_at: null, end_reason: null },
      })
      const period = {
        system: 'calendar',
        kind: 'month',
        from: '2025-06-01',
        to: '2025-06-30',
        word: '2025-06',
      } as const
      const now = new Date('2025-07-01T00:00:00Z')
      const made = await make({
        ...{ definition, account, period, now, formats: [] },
        address: `${page}?${query.toString()}`,
      })
      if (typeof made === 'string') throw new Error(made)
      // The heading's place, and a title that names the page's own place, are no rows.
      const cells = cellsOf(made.html).join('\n')
      for (const [code, name] of provinces.current) {
        if (!(codes as readonly string[]).includes(code)) expect(cells, `${page} ${name}`).not.toContain(name)
      }
    }),
    { numRuns: 25 },
  )
})

/** Texts of a message's table cells, headings of columns left out. */
const cellsOf = (html: string): string[] =>
  [...html.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, text = '']) => text.replaceAll(/<[^>]+>/g, '').trim())
