import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAudit } from '../audit/audit.ts'
import { createAccount, disableAccount } from '../sign-in/accounts.ts'
import { roles, type Role } from '../sign-in/roles.ts'
import { person, type Asks } from '../testing/person.ts'
import { actor, addToken, startApp, type RunningApp } from '../testing/start-app.ts'
import { openingOf, type SharedWith } from './audience.ts'
import type { ListedView, OpenedView } from './routes.ts'
import { addView, findView, MOST_VIEWS } from './store.ts'

interface Body extends OpenedView {
  views: ListedView[]
}
const someone = (app: RunningApp, name: string, role: Role): Asks<Body> => {
  const ask = person<Body>(app, name, role, ['01', '79'])
  return (method, path, body) => ask(method, `/api/views${path}`, body)
}

const PAGE = { name: ' Hà Nội, tháng 10 ', address: '/on-time?period=2026-10&place=01&lang=en' }

test('a view is saved, opened, changed, deleted and restored, and each is in the audit log', async () => {
  const app = await startApp()
  const lan = someone(app, 'lan', 'analyst')
  const made = await lan('POST', '', PAGE)
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({
    ...{ name: 'Hà Nội, tháng 10', address: '/on-time?period=2026-10&place=01', sql: null, mine: true },
  })
  const id = made.body.id ?? ''
  expect(id).toMatch(/^[a-z0-9]{12}$/)
  const at = { address: '/scores?period=2026-Q3' }
  expect((await lan('PATCH', `/${id}`, at)).body).toMatchObject({ ...at, name: 'Hà Nội, tháng 10' })
  expect((await lan('DELETE', `/${id}`)).status).toBe(204)
  expect((await lan('GET', `/${id}`)).body.error?.code).toBe('deleted')
  expect((await lan('GET', '')).body.views).toEqual([])
  expect((await lan('POST', `/${id}/restore`)).status).toBe(204)
  expect((await lan('GET', `/${id}`)).body).toMatchObject(at)
  expect(
    readAudit(app.state.db)
      .filter(({ action }) => action.startsWith('view_'))
      .map(({ action, actor: by, subject }) => [action, by, subject]),
  ).toEqual(
    ['view_restored', 'view_deleted', 'view_changed', 'view_saved'].map((action) => [action, 'lan', id]),
  )
})

test('a long statement is kept with the page SQL and nowhere else', async () => {
  const app = await startApp()
  const lan = someone(app, 'lan', 'analyst')
  const sql = `SELECT ${'1 + '.repeat(3000)}1`
  const made = await lan('POST', '', { name: 'Dài', address: '/sql?history=x', sql })
  expect(made.body).toMatchObject({ address: '/sql', sql })
  expect((await lan('POST', '', { name: 'a', address: '/on-time', sql })).status).toBe(400)
  expect((await lan('POST', '', { name: 'a', address: '/sql', sql: 'x'.repeat(64_001) })).status).toBe(400)
})

test('what is no page here, or has no name, is refused', async () => {
  const app = await startApp()
  const lan = someone(app, 'lan', 'analyst')
  const status = async (body: object) => (await lan('POST', '', { ...PAGE, ...body })).status
  for (const address of ['//evil.example', 'https://evil.example', '/api/session', '/admin'])
    expect(await status({ address }), address).toBe(400)
  for (const name of ['', '  ', 'x'.repeat(121), 'hai\ndòng']) expect(await status({ name }), name).toBe(400)
  expect(await status({ shared_with: ['king'] })).toBe(400)
  expect(await status({ owner: 'root' })).toBe(400)
})

test('others open what is shared with them and change nothing; what they may not know of, they are not told', async () => {
  const app = await startApp()
  const lan = someone(app, 'lan', 'analyst')
  const leader = someone(app, 'vu-truong', 'leader')
  const province = someone(app, 'tinh', 'provincial_leader')
  const root = someone(app, 'root', 'administrator')
  const { id = '' } = (await lan('POST', '', { ...PAGE, shared_with: ['leader'] })).body
  expect((await leader('GET', '')).body.views).toMatchObject([{ id, mine: false }])
  expect((await leader('GET', `/${id}`)).status).toBe(200)
  expect((await leader('PATCH', `/${id}`, { name: 'x' })).body.error?.code).toBe('not_owner')
  expect((await leader('DELETE', `/${id}`)).status).toBe(403)
  for (const other of [province, root]) {
    expect((await other('GET', '')).body.views).toEqual([])
    expect((await other('GET', `/${id}`)).body).toEqual({
      error: { code: 'not_shared', message: expect.any(String) as string },
    })
    expect((await other('DELETE', `/${id}`)).status).toBe(403)
  }
  expect((await leader('GET', '/abcdefghijkm')).status).toBe(404)
  // Sharing ends: so does opening.
  await lan('PATCH', `/${id}`, { shared_with: [] })
  expect((await leader('GET', `/${id}`)).body.error?.code).toBe('not_shared')
  // What everyone sees an administrator may take away, and give back.
  await lan('PATCH', `/${id}`, { shared_with: 'all' })
  expect((await root('DELETE', `/${id}`)).status).toBe(204)
  expect((await province('GET', `/${id}`)).body.error?.code).toBe('deleted')
  expect((await root('POST', `/${id}/restore`)).status).toBe(204)
  expect((await province('GET', `/${id}`)).status).toBe(200)
})

test('a token, which only reads, opens views and saves none', async () => {
  const app = await startApp()
  const lan = someone(app, 'lan', 'analyst')
  const { id = '' } = (await lan('POST', '', PAGE)).body
  const headers = { authorization: addToken(app, 'lan'), 'content-type': 'application/json' }
  expect((await app.ask(`/api/views/${id}`, { headers })).status).toBe(200)
  const body = JSON.stringify(PAGE)
  expect((await app.ask('/api/views', { method: 'POST', headers, body })).status).toBe(400)
  expect((await app.ask(`/api/views/${id}`, { method: 'DELETE', headers })).status).toBe(400)
  const { 'content-type': _, ...visitor } = headers
  expect((await app.ask(`/api/views/${id}`, { headers: { ...visitor, authorization: 'x' } })).status).toBe(
    401,
  )
})

test('an account keeps so many views; one of a disabled owner stays with those it is shared with', async () => {
  const app = await startApp()
  const { db } = app.state
  createAccount(
    db,
    { name: 'lan', role: 'analyst', provinces: 'all', passwordHash: '' },
    app.clock.now,
    actor,
  )
  const content = { name: 'a', address: '/', sql: null, shared_with: 'all' } as const
  const ids = Array.from({ length: MOST_VIEWS }, () => addView(db, 'lan', content, app.clock.now, actor)?.id)
  expect(new Set(ids).size).toBe(MOST_VIEWS)
  expect(addView(db, 'lan', content, app.clock.now, actor)).toBeNull()
  disableAccount(db, 'lan', app.clock.now, actor)
  const view = findView(db, ids[0] ?? '')
  expect(openingOf(view, { name: 'b', role: 'leader', provinces: [] })).toBe('open')
})

test('nobody is let in whom the owner did not name', () => {
  const role = fc.constantFrom(...roles)
  const shared: fc.Arbitrary<SharedWith> = fc.oneof(fc.constant('all' as const), fc.subarray([...roles]))
  fc.assert(
    fc.property(
      shared,
      role,
      fc.constantFrom('lan', 'mai'),
      fc.constantFrom(null, 'then'),
      (to, of, name, gone) => {
        const view = { owner: 'lan', shared_with: to, deleted_at: gone }
        const named = name === 'lan' || to === 'all' || to.includes(of)
        expect(openingOf(view, { name, role: of, provinces: 'all' })).toBe(
          named ? (gone === null ? 'open' : 'deleted') : 'not_shared',
        )
      },
    ),
  )
})
