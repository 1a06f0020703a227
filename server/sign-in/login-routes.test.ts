import { hash } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { readAudit } from '../audit/audit.ts'
import { actor, addAccount, form, password, startApp, type Answer } from '../testing/start-app.ts'
import { disableAccount, enableAccount, findAccount, setPasswordHash } from './accounts.ts'
import { hashPassword } from './password.ts'

const cookiesOf = (answer: Answer): string[] => answer.headers['set-cookie'] ?? []
const sessionOf = (answer: Answer): string =>
  cookiesOf(answer).find((cookie) => cookie.startsWith('toancanh_session=')) ?? ''

/** The form as a browser gets it: its cookie and its hidden token. */
async function openForm(app: Awaited<ReturnType<typeof startApp>>) {
  const page = await app.ask('/login')
  return {
    cookie: cookiesOf(page)[0]?.split(';')[0] ?? '',
    token: /name="form" value="([^"]+)"/.exec(page.body)?.[1] ?? '',
  }
}

test('signing in gives a session cookie with its flags, goes where it was asked to, and lasts until sign-out', async () => {
  const app = await startApp()
  await addAccount(app, 'lan')
  const answer = await app.ask('/login', form({ name: ' LAN ', password, next: '/on-time?from=2022-01-01' }))
  expect(answer.status).toBe(303)
  expect(answer.headers.location).toBe('/on-time?from=2022-01-01')
  expect(sessionOf(answer)).toMatch(/^toancanh_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)

  const cookie = sessionOf(answer).split(';')[0] ?? ''
  const session = await app.ask('/api/session', { headers: { cookie } })
  expect(session.headers['cache-control']).toContain('no-store')
  const { account, csrf } = JSON.parse(session.body) as { account: unknown; csrf: string }
  expect(account).toEqual({ name: 'lan', role: 'analyst', provinces: ['01', '79'] })
  expect((await app.ask('/login', { headers: { cookie } })).headers.location).toBe('/')

  expect((await app.ask('/logout', { method: 'POST', headers: { cookie } })).status).toBe(403)
  const out = await app.ask('/logout', { method: 'POST', headers: { cookie, 'x-csrf-token': csrf } })
  expect(out.status).toBe(204)
  expect(sessionOf(out)).toContain('Expires=Thu, 01 Jan 1970')
  expect((await app.ask('/api/session', { headers: { cookie } })).status).toBe(401)
  expect(readAudit(app.state.db).map((line) => [line.action, line.subject, line.address])).toEqual([
    ['sign_out', 'lan', '127.0.0.1'],
    ['sign_in', 'lan', '127.0.0.1'],
    ['account_created', 'lan', null],
  ])
})

test('the cookie is Secure where the trusted proxy says TLS, and only then', async () => {
  const proxied = await startApp({ trustProxy: 'loopback' })
  await addAccount(proxied, 'lan')
  const tls = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' }
  const answer = await proxied.ask('/login', form({ name: 'lan', password }, tls))
  expect(sessionOf(answer)).toContain('; Secure')
  expect(readAudit(proxied.state.db)[0]?.address).toBe('203.0.113.9')
  const direct = await startApp()
  await addAccount(direct, 'lan')
  expect(sessionOf(await direct.ask('/login', form({ name: 'lan', password }, tls)))).not.toContain('Secure')
})

test('behind a trusted proxy the public host is the origin', async () => {
  const app = await startApp({ trustProxy: 'loopback' })
  await addAccount(app, 'lan')
  const { cookie, token } = await openForm(app)
  const proxy = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'toancanh.example:8443', cookie }
  const from = async (origin: string): Promise<number> =>
    (await app.ask('/login', form({ name: 'lan', password, form: token }, { ...proxy, origin }))).status
  expect(await from('https://toancanh.example:8443')).toBe(303)
  expect(await from('http://toancanh.example:8443')).toBe(403)
  expect(await from('https://elsewhere.example')).toBe(403)

  const direct = await startApp()
  await addAccount(direct, 'lan')
  const own = await openForm(direct)
  const lying = {
    cookie: own.cookie,
    origin: 'https://toancanh.example:8443',
    'x-forwarded-host': 'toancanh.example:8443',
  }
  expect((await direct.ask('/login', form({ name: 'lan', password, form: own.token }, lying))).status).toBe(
    403,
  )
})

test('a wrong password, an unknown name and a disabled account get the same page', async () => {
  const app = await startApp()
  await addAccount(app, 'lan')
  await addAccount(app, 'off')
  disableAccount(app.state.db, 'off', app.clock.now, actor)
  const tries = [
    { name: 'lan', password: 'not it' },
    { name: 'nobody', password: 'not it' },
    { name: 'off', password },
  ]
  const pages = await Promise.all(
    tries.map((fields) => app.ask('/login', form({ ...fields, next: '/rollout' }))),
  )
  const bodies = pages.map(({ status, body }, index) => {
    expect(status).toBe(401)
    return body
      .replace(/name="form" value="[^"]+"/, '')
      .replaceAll(`value="${tries[index]?.name}"`, 'value="NAME"')
  })
  expect(new Set(bodies).size).toBe(1)
  expect(bodies[0]).toContain('Tên đăng nhập hoặc mật khẩu không đúng.')
  expect(bodies[0]).toContain('name="next" value="/rollout"')
  expect(bodies[0]).not.toContain('not it')

  const audit = readAudit(app.state.db, 3)
  expect(audit.every((line) => line.action === 'sign_in_failed')).toBe(true)
  expect(new Set(audit.map((line) => line.subject))).toEqual(new Set(['lan', null, 'off']))
})

test('guessing is slowed down for names that exist and names that do not in the same words', async () => {
  const app = await startApp()
  await addAccount(app, 'lan')
  const tell = async (name: string): Promise<(string | number | undefined)[][]> => {
    const seen = []
    for (let i = 0; i < 7; i++) {
      const { status, headers } = await app.ask('/login', form({ name, password: `wrong ${i}` }))
      seen.push([status, headers['retry-after']])
    }
    return seen
  }
  const known = await tell('lan')
  expect(await tell('nobody')).toEqual(known)
  expect(known.map(([status]) => status)).toEqual([401, 401, 401, 401, 401, 429, 429])
  expect(known[5]?.[1]).toBe('30')

  expect((await app.ask('/login', form({ name: 'lan', password }))).status).toBe(429)
  app.clock.now = new Date(app.clock.now.getTime() + 30_000)
  expect((await app.ask('/login', form({ name: 'lan', password }))).status).toBe(303)
})

test('many tries at once are counted before any of them is let through', async () => {
  const app = await startApp()
  await addAccount(app, 'lan')
  const tries = Array.from({ length: 20 }, (_, i) =>
    app.ask('/login', form({ name: 'lan', password: `wrong ${i}` })),
  )
  const statuses = (await Promise.all(tries)).map(({ status }) => status)
  expect(statuses.filter((status) => status === 401)).toHaveLength(5)
  expect(statuses.filter((status) => status === 429)).toHaveLength(15)
})

test('sessions end after idling, after their longest time, and with the password or the account', async () => {
  const app = await startApp()
  await addAccount(app, 'lan')
  const start = app.clock.now.getTime()
  const at = (minutes: number): void => void (app.clock.now = new Date(start + minutes * 60_000))
  const alive = async (cookie: string): Promise<boolean> =>
    (await app.ask('/api/session', { headers: { cookie } })).status === 200

  const idle = await app.signIn('lan', password)
  at(119)
  expect(await alive(idle)).toBe(true)
  at(119 + 120)
  expect(await alive(idle)).toBe(false)

  at(0)
  const busy = await app.signIn('lan', password)
  for (let minutes = 100; minutes < 720; minutes += 100) {
    at(minutes)
    expect(await alive(busy)).toBe(true)
  }
  at(720)
  expect(await alive(busy)).toBe(false)

  const before = await app.signIn('lan', password)
  setPasswordHash(app.state.db, 'lan', await hashPassword(password), app.clock.now, actor)
  expect(await alive(before)).toBe(false)

  const disabled = await app.signIn('lan', password)
  disableAccount(app.state.db, 'lan', app.clock.now, actor)
  enableAccount(app.state.db, 'lan', app.clock.now, actor)
  expect(await alive(disabled)).toBe(false)
})

test('an old hash is replaced at the next sign-in with the same password', async () => {
  const app = await startApp()
  await addAccount(app, 'lan')
  const stored = (): string => findAccount(app.state.db, 'lan')?.password_hash ?? ''
  const old = await hash(password, { memoryCost: 8_192, timeCost: 1, parallelism: 1 })
  setPasswordHash(app.state.db, 'lan', old, app.clock.now, actor)
  expect(await app.signIn('lan', password)).not.toBe('')
  expect(stored()).toContain('m=19456,t=2,p=1')
  expect(await app.signIn('lan', password)).not.toBe('')
})

test('signing in again ends the session before it; nothing of a session is stored readable', async () => {
  const app = await startApp()
  await addAccount(app, 'lan')
  const first = await app.signIn('lan', password)
  const answer = await app.ask('/login', form({ name: 'lan', password }, { cookie: first }))
  const second = sessionOf(answer).split(';')[0] ?? ''
  expect((await app.ask('/api/session', { headers: { cookie: first } })).status).toBe(401)
  expect((await app.ask('/api/session', { headers: { cookie: second } })).status).toBe(200)
  const stored = JSON.stringify(app.state.db.prepare('SELECT * FROM sessions').all())
  expect(stored).not.toContain(second.split('=')[1])
})

test('a browser must send the form it was given, from here', async () => {
  const app = await startApp()
  await addAccount(app, 'lan')
  const { cookie, token } = await openForm(app)
  const browser = { origin: app.origin, 'sec-fetch-site': 'same-origin' }
  const status = async (fields: Record<string, string>, headers: Record<string, string>): Promise<number> =>
    (await app.ask('/login', form({ name: 'lan', password, ...fields }, headers))).status

  expect(await status({ form: token }, { ...browser, cookie })).toBe(303)
  expect(await status({}, { ...browser, cookie })).toBe(403)
  expect(await status({ form: token }, browser)).toBe(403)
  expect(await status({ form: [...token].reverse().join('') }, { ...browser, cookie })).toBe(403)
  expect(await status({}, { cookie })).toBe(403)
  expect(await status({}, { referer: 'https://elsewhere.example/' })).toBe(403)
  expect(await status({ form: token }, { cookie, origin: 'https://elsewhere.example' })).toBe(403)
  expect(await status({ form: token }, { cookie, origin: 'null' })).toBe(403)
  expect(await status({ form: token }, { ...browser, cookie, 'sec-fetch-site': 'cross-site' })).toBe(403)
})

test('the page speaks Vietnamese, and English when asked, and keeps where to go', async () => {
  const app = await startApp()
  const vi = await app.ask('/login?next=%2Frollout%3Fa%3D1')
  expect(vi.status).toBe(200)
  expect(vi.headers['cache-control']).toBe('no-store')
  expect(vi.body).toContain('<html lang="vi">')
  expect(vi.body).toContain('name="next" value="/rollout?a=1"')
  expect(vi.body).toContain('href="/login?lang=en&amp;next=%2Frollout%3Fa%3D1"')
  const en = await app.ask('/login?lang=en&next=//elsewhere.example')
  expect(en.body).toContain('<html lang="en">')
  expect(en.body).toContain('name="next" value="/"')
  expect((await app.ask('/login?out')).body).toContain('Bạn đã đăng xuất.')
  expect((await app.ask('/login?lang=fr')).body).toContain('<html lang="vi">')
})

test('what was typed cannot become markup', async () => {
  const app = await startApp()
  const nasty = `"><script>alert('&')</script>`
  const { body } = await app.ask('/login', form({ name: nasty, password: 'x', next: `/${nasty}` }))
  expect(body).not.toContain('<script')
  expect(body).toContain('&quot;&gt;&lt;script&gt;')
})

test('a program that wants JSON gets errors in the one shape', async () => {
  const app = await startApp()
  const answer = await app.ask(
    '/login',
    form({ name: 'nobody', password: 'x' }, { accept: 'application/json' }),
  )
  expect(answer.status).toBe(401)
  expect(JSON.parse(answer.body)).toEqual({
    error: { code: 'credentials', message: 'The user name or the password is wrong.' },
  })
})
