import { expect, test } from 'vitest'
import { readAudit, recordAudit } from '../audit/audit.ts'
import { expireAudit } from '../audit/retention.ts'
import { createAccount, findAccount } from '../sign-in/accounts.ts'
import { roles } from '../sign-in/roles.ts'
import { actor, addAccount, addToken, password, startApp, type Answer } from '../testing/start-app.ts'
import type { AuditAnswer } from './admin-audit.ts'
import type { TokenAnswer } from './admin-tokens.ts'
import type { SessionsAnswer } from './own-sessions.ts'

type App = Awaited<ReturnType<typeof startApp>>

/** Somebody signed in, as a page asks: with cookie and CSRF token. */
async function enter(app: App, name: string) {
  const cookie = await app.signIn(name, password)
  const { csrf } = JSON.parse((await app.ask('/api/session', { headers: { cookie } })).body) as {
    csrf: string
  }
  const headers = { cookie, 'x-csrf-token': csrf, 'content-type': 'application/json' }
  return {
    get: (path: string) => app.ask(path, { headers }),
    send: (method: string, path: string, body?: unknown): Promise<Answer> =>
      app.ask(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
  }
}
const json = <T>(answer: Answer): T => JSON.parse(answer.body) as T

async function startAdministered() {
  const app = await startApp()
  await addAccount(app, 'root', 'administrator')
  await addAccount(app, 'lan', 'provincial_leader')
  return { app, root: await enter(app, 'root') }
}

test('every way of administration is for administrators, and by token only with the scope admin', async () => {
  const app = await startApp()
  const ways: [method: string, path: string][] = [
    ['GET', '/api/admin/users'],
    ['POST', '/api/admin/users'],
    ['PATCH', '/api/admin/users/lan'],
    ['POST', '/api/admin/users/lan/disable'],
    ['POST', '/api/admin/users/lan/enable'],
    ['POST', '/api/admin/users/lan/password'],
    ['POST', '/api/admin/see-as'],
    ['GET', '/api/admin/sessions'],
    ['DELETE', '/api/admin/sessions/x'],
    ['GET', '/api/admin/tokens'],
    ['POST', '/api/admin/tokens'],
    ['DELETE', '/api/admin/tokens/x'],
    ['GET', '/api/admin/audit'],
    ['GET', '/api/admin/audit.csv'],
  ]
  for (const role of roles) await addAccount(app, `x-${role}`, role)
  for (const role of roles) {
    // Even a token that got the scope before its account lost the role.
    const authorization = addToken(
      app,
      `x-${role}`,
      30,
      role === 'administrator' ? ['read'] : ['read', 'sql'],
    )
    for (const [method, path] of ways) {
      expect((await app.ask(path, { method, headers: { authorization } })).status, `${role} ${path}`).toBe(
        403,
      )
    }
  }
  const authorization = addToken(app, 'x-administrator', 30, ['admin'])
  const status = async (path: string): Promise<number> =>
    (await app.ask(path, { headers: { authorization } })).status
  expect(await status('/api/admin/users')).toBe(200)
  expect(await status('/api/session')).toBe(403)
  expect(await status('/cubejs-api/v1/meta')).toBe(403)
  expect(() => addToken(app, 'x-minister', 30, ['admin'])).toThrow('for administrators')
  app.state.db.exec("UPDATE accounts SET role = 'analyst' WHERE name = 'x-administrator'")
  expect(await status('/api/admin/users')).toBe(403)
})

test('a token opens what its scopes name, however the address is written', async () => {
  const app = await startApp()
  await addAccount(app, 'lan')
  const status = async (path: string, scopes: ('read' | 'sql')[]): Promise<number> =>
    (await app.ask(path, { headers: { authorization: addToken(app, 'lan', 30, scopes) } })).status
  expect(await status('/cubejs-api/v1/meta', ['read'])).toBe(200)
  expect(await status('/cubejs-api/v1/meta', ['sql'])).toBe(403)
  for (const path of ['/api/sql', '/API/SQL', '//api/sql', '/api/sql/history']) {
    expect(await status(path, ['read']), path).toBe(403)
    expect(await status(path, ['sql']), path).not.toBe(403)
  }
})

test('accounts are added, changed, disabled and given passwords; nothing weak, nothing unknown', async () => {
  const { app, root } = await startAdministered()
  const made = await root.send('POST', '/api/admin/users', {
    name: 'Mai',
    role: 'analyst',
    provinces: ['79', '01'],
  })
  expect(made.status).toBe(201)
  const { password: generated } = json<{ password: string }>(made)
  expect(await app.signIn('mai', generated)).not.toBe('')
  expect(findAccount(app.state.db, 'mai')?.provinces).toEqual(['01', '79'])

  for (const [body, status, words] of [
    [{ name: 'mai', role: 'analyst' }, 409, 'already'],
    [{ name: 'm', role: 'analyst' }, 400, '2 to 64'],
    [{ name: 'mo', role: 'king' }, 400, 'role'],
    [{ name: 'mo', role: 'analyst', provinces: ['02'] }, 400, 'give 08'],
    [{ name: 'mo', role: 'analyst', password: 'short' }, 400, '12 characters'],
    [{ name: 'mo', role: 'analyst', admin: true }, 400, 'admin'],
  ] as const) {
    const answer = await root.send('POST', '/api/admin/users', body)
    expect([answer.status, answer.body], words).toEqual([status, expect.stringContaining(words)])
  }
  expect(
    (await root.send('PATCH', '/api/admin/users/mai', { role: 'leader', provinces: 'all' })).status,
  ).toBe(200)
  expect(findAccount(app.state.db, 'mai')).toMatchObject({ role: 'leader', provinces: 'all' })
  expect((await root.send('PATCH', '/api/admin/users/nobody', { role: 'leader' })).status).toBe(404)

  const replaced = await root.send('POST', '/api/admin/users/mai/password', {})
  expect(await app.signIn('mai', generated)).toBe('')
  expect(await app.signIn('mai', json<{ password: string }>(replaced).password)).not.toBe('')
  // An administrator cannot shut herself out, and so never the last one.
  expect((await root.send('POST', '/api/admin/users/root/disable')).status).toBe(409)
  expect((await root.send('PATCH', '/api/admin/users/root', { role: 'analyst' })).status).toBe(409)
  expect(app.logged.join('') + JSON.stringify(readAudit(app.state.db))).not.toContain(generated)
})

test('an account of a provider has its rights from there, and no password', async () => {
  const { app, root } = await startAdministered()
  const provider = { issuer: 'https://sso.example', subject: '1', groups: ['a'] }
  const account = { name: 'hoa', role: 'analyst', provinces: 'all', passwordHash: '', provider } as const
  createAccount(app.state.db, account, app.clock.now, actor)
  expect((await root.send('PATCH', '/api/admin/users/hoa', { role: 'leader' })).body).toContain('groups')
  expect((await root.send('POST', '/api/admin/users/hoa/password', {})).status).toBe(409)
  expect((await root.send('POST', '/api/admin/users/hoa/disable')).status).toBe(204)
})

test('sessions are listed and ended: one’s own by each, all by administrators', async () => {
  const { app, root } = await startAdministered()
  const [desk, phone] = [await enter(app, 'lan'), await enter(app, 'lan')]
  const own = json<SessionsAnswer>(await phone.get('/api/sessions'))
  expect(own.sessions.map(({ user }) => user)).toEqual(['lan', 'lan'])
  const other = own.sessions.find(({ id }) => id !== own.current)?.id ?? ''
  const foreign = json<SessionsAnswer>(await root.get('/api/admin/sessions'))
  expect(foreign.sessions).toHaveLength(3)

  expect((await phone.send('DELETE', `/api/sessions/${foreign.current}`)).status).toBe(404)
  expect((await phone.send('DELETE', `/api/sessions/${other}`)).status).toBe(204)
  expect((await desk.get('/api/session')).status).toBe(401)
  expect((await root.send('DELETE', `/api/admin/sessions/${own.current}`)).status).toBe(204)
  expect((await phone.get('/api/session')).status).toBe(401)
  expect(readAudit(app.state.db, 2).map(({ action, actor: by, subject }) => [action, by, subject])).toEqual([
    ['session_revoked', 'root', 'lan'],
    ['session_revoked', 'lan', 'lan'],
  ])
  expect(JSON.stringify(foreign)).not.toContain('hash')
})

test('a token is made once, shown once, and dies with the account', async () => {
  const { app, root } = await startAdministered()
  const made = json<{ id: string; token: string }>(
    await root.send('POST', '/api/admin/tokens', { user: 'lan', scopes: ['read'], days: 30 }),
  )
  const status = async (): Promise<number> =>
    (await app.ask('/api/session', { headers: { authorization: made.token } })).status
  expect(await status()).toBe(200)
  const listed = await root.get('/api/admin/tokens')
  expect(listed.body).not.toContain(made.token.slice(3))
  expect(json<{ tokens: TokenAnswer[] }>(listed).tokens[0]).toMatchObject({
    id: made.id,
    scopes: ['read'],
    state: 'live',
  })
  for (const body of [
    { user: 'lan', scopes: [], days: 30 },
    { user: 'lan', scopes: ['all'], days: 30 },
    { user: 'lan', scopes: ['read'], days: 367 },
  ]) {
    expect((await root.send('POST', '/api/admin/tokens', body)).status).toBe(400)
  }
  expect(
    (await root.send('POST', '/api/admin/tokens', { user: 'lan', scopes: ['admin'], days: 1 })).status,
  ).toBe(409)

  const lan = await enter(app, 'lan')
  await root.send('POST', '/api/admin/users/lan/disable')
  expect([await status(), (await lan.get('/api/session')).status]).toEqual([401, 401])
  await root.send('POST', '/api/admin/users/lan/enable')
  await root.send('DELETE', `/api/admin/tokens/${made.id}`)
  expect(await status()).toBe(401)
})

test('looking as another: that account’s grants, nothing changed, a way back, all written down', async () => {
  const { app, root } = await startAdministered()
  await addAccount(app, 'second', 'administrator')
  for (const [user, status] of [
    ['nobody', 404],
    ['second', 409],
  ] as const)
    expect((await root.send('POST', '/api/admin/see-as', { user })).status).toBe(status)

  expect((await root.send('POST', '/api/admin/see-as', { user: 'lan' })).status).toBe(204)
  expect(json(await root.get('/api/session'))).toMatchObject({
    account: { name: 'lan', role: 'provincial_leader', provinces: ['01', '79'] },
    seen_by: 'root',
  })
  // What reaches Cube is the account seen, and no more.
  expect(json(await root.send('POST', '/cubejs-api/v1/load', { query: {} }))).toMatchObject({
    account: { name: 'lan', role: 'provincial_leader', provinces: ['01', '79'] },
  })
  for (const [method, path] of [
    ['GET', '/api/admin/users'],
    ['POST', '/api/admin/users'],
    ['POST', '/api/admin/see-as'],
    ['POST', '/api/sql'],
    ['DELETE', '/api/sessions/x'],
    ['PUT', '/api/views/x'],
  ] as const)
    expect((await root.send(method, path, {})).status, `${method} ${path}`).toBe(403)

  const current = json<SessionsAnswer>(await root.get('/api/sessions'))
  expect(current.sessions).toMatchObject([{ user: 'root', seen_as: 'lan' }])
  expect((await root.send('POST', '/api/see-as/end')).status).toBe(204)
  expect(json(await root.get('/api/session'))).toMatchObject({ account: { name: 'root' }, seen_by: null })
  expect((await root.send('POST', '/api/see-as/end')).status).toBe(400)
  expect(readAudit(app.state.db, 2)).toMatchObject([
    { action: 'see_as_ended', actor: 'root', subject: 'lan' },
    { action: 'see_as_started', actor: 'root', subject: 'lan' },
  ])
})

test('looking as another ends with either’s right to it', async () => {
  const { app, root } = await startAdministered()
  const second = await (async () => {
    await addAccount(app, 'second', 'administrator')
    return enter(app, 'second')
  })()
  await root.send('POST', '/api/admin/see-as', { user: 'lan' })
  await second.send('PATCH', '/api/admin/users/root', { role: 'analyst' })
  expect((await root.get('/api/session')).status).toBe(401)
  await second.send('POST', '/api/admin/see-as', { user: 'lan' })
  expect((await second.get('/api/session')).status).toBe(200)
  app.state.db.exec("UPDATE accounts SET disabled_at = '2026-01-01' WHERE name = 'lan'")
  expect((await second.get('/api/session')).status).toBe(401)
})

test('the audit log is searched by who, what, when and text, a page at a time, and exported', async () => {
  const { app, root } = await startAdministered()
  const at = (iso: string) => new Date(iso)
  const line = (time: string, name: string, detail: Record<string, unknown>): void =>
    recordAudit(
      app.state.db,
      at(time),
      { name, origin: 'web', address: '10.0.0.7' },
      'account_changed',
      'mai',
      detail,
    )
  line('2026-10-31T16:59:59Z', 'ha', { note: 'one 100%' })
  line('2026-10-31T17:00:00Z', 'ha', { note: '=two' })
  line('2026-11-01T16:59:59Z', 'hb', { note: '1000' })
  const found = async (query: string): Promise<unknown[]> =>
    json<AuditAnswer>(await root.get(`/api/admin/audit?what=account_changed&${query}`)).lines.map(
      ({ at: time }) => time,
    )
  // A day is the ministry's: 1 November begins at 17:00 UTC the day before.
  expect(await found('from=2026-11-01&to=2026-11-01')).toEqual([
    '2026-11-01T16:59:59.000Z',
    '2026-10-31T17:00:00.000Z',
  ])
  expect(await found('who=ha')).toHaveLength(2)
  expect(await found('who=MAI')).toHaveLength(3)
  // The reader's % is a letter.
  expect(await found('text=100%25')).toEqual(['2026-10-31T16:59:59.000Z'])
  expect(await found('text=10.0.0.7')).toHaveLength(3)
  expect((await root.get('/api/admin/audit?from=yesterday')).status).toBe(400)

  const first = json<AuditAnswer>(await root.get('/api/admin/audit?what=account_changed&limit=2'))
  expect([first.total, first.lines.length]).toEqual([3, 2])
  expect(await found(`limit=2&before=${first.more}`)).toEqual(['2026-10-31T16:59:59.000Z'])
  expect(first.actions).toEqual(['account_changed', 'account_created', 'sign_in'])

  const csv = await root.get('/api/admin/audit.csv?what=account_changed&who=ha')
  expect(csv.headers['content-disposition']).toContain('.csv')
  expect(csv.body.split('\r\n')).toEqual([
    '\uFEFFid,at_utc,actor,action,subject,detail,origin,address',
    expect.stringMatching(
      /^\d+,2026-10-31T17:00:00\.000Z,ha,account_changed,mai,"\{""note"":""=two""\}",web,10\.0\.0\.7$/,
    ) as string,
    expect.stringContaining('one 100%') as string,
    '',
  ])
  expect(readAudit(app.state.db, 1)).toMatchObject([
    { action: 'audit_exported', actor: 'root', detail: { what: 'account_changed', who: 'ha', lines: 2 } },
  ])
})

test('only lines older than 24 months can go, and their going is written down', async () => {
  const { app } = await startAdministered()
  const { db } = app.state
  const monthsAgo = (months: number, days: number): Date => {
    const date = new Date()
    date.setUTCMonth(date.getUTCMonth() - months)
    return new Date(date.getTime() + days * 86_400_000)
  }
  db.exec('DELETE FROM accounts')
  const before = readAudit(db).length
  recordAudit(db, monthsAgo(24, -2), actor, 'sign_in', 'old')
  recordAudit(db, monthsAgo(24, 2), actor, 'sign_in', 'kept')
  expect(() => db.exec("DELETE FROM audit WHERE subject = 'kept'")).toThrow('never deleted')
  expect(() => db.exec('DELETE FROM audit')).toThrow('never deleted')
  expect(expireAudit(db, new Date())).toBe(1)
  expect(expireAudit(db, new Date())).toBe(0)
  const lines = readAudit(db)
  expect(lines).toHaveLength(before + 2)
  expect(lines[0]).toMatchObject({ action: 'audit_expired', origin: 'start', detail: { lines: 1 } })
  expect(lines.map(({ subject }) => subject)).toContain('kept')
})
