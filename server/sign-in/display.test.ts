import { expect, test } from 'vitest'
import { readAudit } from '../audit/audit.ts'
import { actor, addAccount, addToken, form, password, startApp } from '../testing/start-app.ts'
import { disableAccount } from './accounts.ts'
import { revokeTokens } from './tokens.ts'

type App = Awaited<ReturnType<typeof startApp>>
const display = async (app: App, name: string, token: string): Promise<string> => {
  const answer = await app.ask('/login', form({ name, password: token, next: '/wall' }))
  const cookie = (answer.headers['set-cookie'] ?? []).find((one) => one.startsWith('toancanh_display='))
  return cookie ?? `none: ${answer.status}`
}

test('a screen signed in with a token reads figures until the token ends, and nothing else', async () => {
  const app = await startApp()
  await addAccount(app, 'man.hinh')
  const token = addToken(app, 'man.hinh')
  const set = await display(app, ' Man.Hinh ', token)
  expect(set).toMatch(/^toancanh_display=tc_[\w-]{43}; Path=\/; Expires=[^;]+ GMT; HttpOnly; SameSite=Lax$/)
  const cookie = set.split(';')[0] ?? ''
  const ask = (path: string, method = 'GET', csrf = '') =>
    app.ask(path, { method, headers: { cookie, ...(csrf ? { 'x-csrf-token': csrf } : {}) } })

  const session = await ask('/api/session')
  const { account, csrf } = JSON.parse(session.body) as { account: { name: string }; csrf: string }
  expect(account.name).toBe('man.hinh')
  expect((await ask('/cubejs-api/v1/load', 'POST')).status).toBe(403)
  expect((await ask('/cubejs-api/v1/load', 'POST', csrf)).status).not.toBe(403)
  expect((await ask('/api/sql', 'POST', csrf)).status).toBe(403)
  expect((await ask('/api/admin/users')).status).toBe(403)
  expect((await ask('/api/sessions/abc', 'DELETE', csrf)).status).toBe(403)
  // Weeks later it still reads.
  app.clock.now = new Date(app.clock.now.getTime() + 20 * 86_400_000)
  expect((await ask('/api/session')).status).toBe(200)
  expect(readAudit(app.state.db)[0]).toMatchObject({ action: 'sign_in', subject: 'man.hinh' })

  const out = await ask('/logout', 'POST', csrf)
  expect(out.status).toBe(204)
  expect(out.headers['set-cookie']?.[0]).toContain('toancanh_display=; Path=/; Expires=Thu, 01 Jan 1970')

  revokeTokens(app.state.db, { user: 'man.hinh' }, app.clock.now, actor)
  expect((await ask('/api/session')).status).toBe(401)
})

test('another account’s token, one without figures, or of a disabled account signs nothing in', async () => {
  const app = await startApp()
  await addAccount(app, 'man.hinh')
  await addAccount(app, 'lan')
  const token = addToken(app, 'man.hinh')
  expect(await display(app, 'lan', token)).toBe('none: 401')
  expect(await display(app, 'man.hinh', `tc_${'A'.repeat(43)}`)).toBe('none: 401')
  expect(await display(app, 'man.hinh', addToken(app, 'man.hinh', 30, ['sql']))).toBe('none: 401')
  const cookie = (await display(app, 'man.hinh', token)).split(';')[0] ?? ''
  expect((await app.ask('/api/session', { headers: { cookie } })).status).toBe(200)
  disableAccount(app.state.db, 'man.hinh', app.clock.now, actor)
  expect((await app.ask('/api/session', { headers: { cookie } })).status).toBe(401)
  expect(await display(app, 'man.hinh', token)).toBe('none: 401')
})

test('a person who signs in at a screen is the person', async () => {
  const app = await startApp()
  await addAccount(app, 'man.hinh')
  await addAccount(app, 'lan')
  const screen = (await display(app, 'man.hinh', addToken(app, 'man.hinh'))).split(';')[0] ?? ''
  const person = await app.signIn('lan', password)
  const answer = await app.ask('/api/session', { headers: { cookie: `${screen}; ${person}` } })
  expect((JSON.parse(answer.body) as { account: { name: string } }).account.name).toBe('lan')
})
