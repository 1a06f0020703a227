import { expect, test } from 'vitest'
import { readAudit } from '../../server/audit/audit.ts'
import { createAccount } from '../../server/sign-in/accounts.ts'
import type { Provinces, Role } from '../../server/sign-in/roles.ts'
import type { Scope } from '../../server/sign-in/scopes.ts'
import { actor, addToken, startApp, temporaryFolder, type Asked } from '../../server/testing/start-app.ts'
import { lastComplete } from '../definitions/period.ts'
import { createLinks } from '../deliver/link.ts'
import { addRun } from '../schedule/by-hand.ts'
import { runDue } from '../schedule/scheduler.ts'
import { make, openOffice, partsOf, PROVINCES, report } from '../testing/office.ts'
import { reportLinks, reportRoutes, type Preview } from './routes.ts'

const national = report({})
const monthly = report({
  id: 'thang',
  scope: 'province',
  period: { system: 'reporting', kind: 'month' },
  recipients: { roles: ['provincial_leader'] },
})
const reports = [national, monthly]
const now = new Date('2026-11-20T03:00:00Z')

const preview: Preview = async ({ definition, period, place }) => {
  for await (const file of make(definition, period, now)) if (file.place === place) return file
  throw new Error('no such place')
}

/** The application with a slot of each report, made and kept. */
async function office() {
  const folder = temporaryFolder()
  const state = openOffice()
  const links = createLinks(state.db)
  const clock = () => now
  const given = { db: state.db, provinces: PROVINCES, folder, links, clock }
  const api = reportRoutes({
    ...given,
    definitions: () => ({ reports, stopped: [], problems: [] }),
    ...{ mail: false, preview, look: () => undefined },
  })
  const app = await startApp({
    state,
    reports: {
      ...{ api, links: reportLinks({ links, clock }) },
      ...{ definitions: (_req, _res, next) => next(), subscriptions: (_req, _res, next) => next() },
    },
  })
  const slots = reports.map(({ id, period }) => addRun(state.db, id, lastComplete('2026-11-20', period), now))
  await runDue(partsOf(state, { definitions: () => reports, clock, folder }, null))
  const person = (name: string, role: Role, provinces: Provinces, scopes: readonly Scope[] = ['read']) => {
    createAccount(state.db, { name, role, provinces, passwordHash: '' }, now, actor)
    const authorization = addToken({ ...app, state }, name, 30, scopes)
    return async (path: string, method = 'GET') => {
      const asked: Asked = { method, headers: { authorization, 'content-type': 'application/json' } }
      return app.ask(path, method === 'POST' ? { ...asked, body: '{}' } : asked)
    }
  }
  return { state, links, person, national: slots[0] ?? 0, monthly: slots[1] ?? 0, ask: app.ask }
}

test('an account is told of, shown and given what it is granted, and nothing else', async () => {
  const { person, national: whole, monthly: each, state } = await office()
  const hanoi = person('hanoi', 'provincial_leader', ['01'])
  const list = JSON.parse((await hanoi('/api/reports')).body) as {
    reports: { id: string; places: string[] }[]
  }
  expect(list.reports.map(({ id, places }) => [id, ...places])).toEqual([['thang', '01']])
  const { slots } = JSON.parse((await hanoi('/api/reports/slots')).body) as {
    slots: { report: string; files: { place: string }[] }[]
  }
  expect(slots.map(({ report: id, files }) => [id, ...files.map(({ place }) => place)])).toEqual([
    ['thang', '01'],
  ])
  const status = async (path: string) => (await hanoi(`/api/reports/${path}`)).status
  expect((await hanoi(`/api/reports/slots/${each}/files/01/html`)).body).toBe('rows of 01 in 2026-11')
  expect(await status(`slots/${each}/files/79/html`)).toBe(403)
  expect(await status(`slots/${each}/files/00/html`)).toBe(403)
  expect(await status(`slots/${whole}`)).toBe(404)
  expect(await status(`slots/${whole}/files/00/html`)).toBe(404)
  expect((await hanoi('/api/reports/thang/preview?format=html')).body).toBe('rows of 01 in 2026-11')
  expect(await status('thang/preview?province=79')).toBe(403)
  expect(await status('tuan/preview')).toBe(404)
  expect(await status('thang/preview?period=2026')).toBe(400)
  expect(readAudit(state.db).filter(({ action }) => action === 'report_downloaded')).toHaveLength(1)
})

test('administrators run and send; their reading tokens and others do not', async () => {
  const { person, national: whole, state } = await office()
  const root = person('root', 'administrator', 'all', ['read', 'admin'])
  const reader = person('reader', 'administrator', 'all')
  const leader = person('leader', 'leader', 'all')
  for (const path of ['/api/reports/tuan/run', `/api/reports/slots/${whole}/send`]) {
    expect((await leader(path, 'POST')).status).toBe(403)
    expect((await reader(path, 'POST')).status).toBe(403)
    expect((await root(path, 'POST')).status).toBe(202)
  }
  // It waits by now.
  expect((await root(`/api/reports/slots/${whole}/send`, 'POST')).status).toBe(409)
  expect((await root('/api/reports/none/run', 'POST')).status).toBe(404)
  expect(
    readAudit(state.db)
      .map(({ action }) => action)
      .filter((action) => action.startsWith('report_')),
  ).toEqual(expect.arrayContaining(['report_run', 'report_resent']))
})

test('a link leads whoever signs in to the file, which then asks for the grants', async () => {
  const { person, monthly: each, links, ask } = await office()
  const path = links.path({ slot: each, place: '79', format: 'html' }, now)
  const hanoi = person('hanoi', 'provincial_leader', ['01'])
  const led = await hanoi(path)
  expect([led.status, led.headers.location]).toEqual([302, `/api/reports/slots/${each}/files/79/html`])
  expect((await hanoi(String(led.headers.location))).status).toBe(403)
  expect((await hanoi(path.slice(0, -1))).status).toBe(404)
  const visitor = await ask(path, { headers: { accept: 'text/html' } })
  expect(visitor.headers.location).toBe(`/login?next=${encodeURIComponent(path)}`)
})
