import type { Application, Request } from 'express'
import { expect, test } from 'vitest'
import { accountOf } from './http/account-of.ts'
import { loginStyleHash } from './sign-in/login-page.ts'
import { addAccount, addToken, form, password, startApp } from './testing/start-app.ts'

test('every answer carries the security headers, and nothing says what software answers', async () => {
  const app = await startApp()
  await addAccount(app, 'lan')
  const authorization = addToken(app, 'lan')
  for (const [path, headers] of [
    ['/login', {}],
    ['/api/health', {}],
    ['/api/session', {}],
    ['/', { accept: 'text/html' }],
    ['/', { authorization }],
    ['/cubejs-api/v1/meta', { authorization }],
    ['/nothing.txt', { authorization }],
  ] as const) {
    const answer = await app.ask(path, { headers })
    const policy = String(answer.headers['content-security-policy'])
    expect(policy, path).toContain("default-src 'none'")
    expect(policy, path).toContain("script-src 'self';")
    expect(policy, path).toContain("frame-ancestors 'none'")
    expect(policy, path).not.toContain('unsafe-eval')
    expect(policy, path).not.toMatch(/(style|script)-src [^;]*unsafe/)
    expect(answer.headers['x-content-type-options'], path).toBe('nosniff')
    expect(answer.headers['x-frame-options'], path).toBe('DENY')
    expect(answer.headers['referrer-policy'], path).toBe('same-origin')
    expect(answer.headers['x-powered-by'], path).toBeUndefined()
    expect(answer.headers['server'], path).toBeUndefined()
    expect(answer.headers['access-control-allow-origin'], path).toBeUndefined()
  }
  const login = await app.ask('/login')
  expect(login.headers['content-security-policy']).toContain(`style-src ${loginStyleHash};`)
  expect(login.body).not.toMatch(/<script|style="|https?:/)
})

test('the health of the parts is told to everyone, and no more', async () => {
  const app = await startApp()
  const answer = await app.ask('/api/health')
  expect(answer.status).toBe(503)
  expect(JSON.parse(answer.body)).toEqual({ ok: false, warehouse: false, cube: true, version: '1.2.3' })
})

test('without its warehouse the API says so in the one error shape, and logs no SQL', async () => {
  const app = await startApp()
  await addAccount(app, 'lan')
  const authorization = addToken(app, 'lan')
  for (const path of ['/api/status', '/api/reference']) {
    const answer = await app.ask(path, { headers: { authorization } })
    expect(answer.status).toBe(503)
    expect(JSON.parse(answer.body)).toEqual({
      error: {
        code: 'warehouse_unavailable',
        message: 'The data warehouse cannot be reached at the moment.',
      },
    })
  }
  expect(app.logged.join('')).toContain('the warehouse did not answer')
  expect(app.logged.join('')).not.toMatch(/SELECT|dataset_state/)
})

test('what is thrown becomes a plain 500; the log has its place but none of its fields', async () => {
  const cube = {
    install(inner: Application) {
      inner.get('/cubejs-api/v1/load', () => {
        throw Object.assign(new Error('broken'), { body: 'secret-body', sql: 'secret-sql' })
      })
      inner.get('/cubejs-api/v1/meta', () => {
        throw Object.assign(new Error('Syntax error in secret-select'), { type: 'SYNTAX_ERROR', code: '62' })
      })
      inner.get('/cubejs-api/v1/sql', () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- libraries do
        throw 'secret-text'
      })
    },
  }
  const app = await startApp({ cube })
  await addAccount(app, 'lan')
  const authorization = addToken(app, 'lan')
  for (const path of ['load', 'meta', 'sql']) {
    const answer = await app.ask(`/cubejs-api/v1/${path}`, { headers: { authorization } })
    expect(answer.status).toBe(500)
    expect(JSON.parse(answer.body)).toEqual({
      error: { code: 'internal', message: expect.any(String) as string },
    })
    expect(answer.body).not.toMatch(/broken|secret/)
  }
  const log = app.logged.join('')
  expect(log).toContain('"message":"broken"')
  expect(log).toContain('"type":"SYNTAX_ERROR"')
  expect(log).toContain('app.test.ts')
  expect(log).not.toContain('secret')
})

test('bodies that are too large or not JSON are refused before anything reads them', async () => {
  const app = await startApp()
  await addAccount(app, 'lan')
  const headers = { authorization: addToken(app, 'lan'), 'content-type': 'application/json' }
  const post = (path: string, body: string) => app.ask(path, { method: 'POST', headers, body })
  const large = await post('/cubejs-api/v1/load', JSON.stringify({ query: 'x'.repeat(1_100_000) }))
  expect(large.status).toBe(413)
  expect(JSON.parse(large.body)).toMatchObject({ error: { code: 'too_large' } })
  const broken = await post('/cubejs-api/v1/load', '{"password":"secret-body')
  expect(broken.status).toBe(400)
  expect(JSON.parse(broken.body)).toMatchObject({ error: { code: 'bad_request' } })
  expect((await app.ask('/login', form({ name: 'lan', password: 'x'.repeat(20_000) }))).status).toBe(413)
  expect(app.reachedCube).toEqual([])
  expect(app.logged.join('') + broken.body).not.toContain('secret-body')
})

test('the log says who asked for what, and never a secret', async () => {
  const app = await startApp()
  await addAccount(app, 'lan')
  const token = addToken(app, 'lan')
  const cookie = await app.signIn('lan', password)
  await app.ask('/login', form({ name: 'mistyped-name', password: 'mistyped-password' }))
  await app.ask(`/api/session?token=${token}`, { headers: { cookie } })
  await app.ask('/cubejs-api/v1/load?query=%7B%22measures%22%3A%5B%5D%7D', {
    headers: { authorization: token },
  })

  const log = app.logged.join('')
  for (const secret of [
    token,
    token.slice(3),
    cookie.split('=')[1] ?? '?',
    password,
    'mistyped',
    'measures',
    'argon2',
  ]) {
    expect(log).not.toContain(secret)
  }
  const last = JSON.parse(app.logged.at(-1) ?? '{}') as Record<string, unknown>
  expect(last).toMatchObject({
    method: 'GET',
    path: '/cubejs-api/v1/load',
    status: 200,
    account: 'lan',
    address: '127.0.0.1',
  })
})

test('the web application: assets for ever, its page fresh at every address of a page', async () => {
  const app = await startApp()
  await addAccount(app, 'lan')
  const cookie = await app.signIn('lan', password)
  const get = (path: string, headers = {}) =>
    app.ask(path, { headers: { cookie, accept: 'text/html', ...headers } })

  const asset = await get('/assets/app-4f2a91.js')
  expect(asset.status).toBe(200)
  expect(asset.headers['cache-control']).toBe('private, max-age=31536000, immutable')
  for (const path of ['/', '/on-time', '/provinces/01?from=2022-01-01']) {
    const page = await get(path)
    expect(page.status, path).toBe(200)
    expect(page.body, path).toContain('the application')
    expect(page.headers['cache-control'], path).toBe('private, no-cache')
  }
  for (const path of [
    '/assets/gone-000000.js',
    '/api/nothing',
    '/cubejs-api/v1/nothing',
    '/.env',
    '/assets/../../state.sqlite',
    '/assets/%2e%2e/%2e%2e/state.sqlite',
    '/..%2fstate.sqlite',
  ]) {
    const answer = await get(path)
    expect([400, 403, 404], path).toContain(answer.status)
    expect(answer.body, path).not.toContain('SQLite')
    expect(JSON.parse(answer.body), path).toHaveProperty('error.code')
  }
  expect(
    (await app.ask('/on-time', { method: 'PUT', headers: { authorization: addToken(app, 'lan') } })).status,
  ).toBe(404)
})

test('large answers are compressed, the one with a secret is not', async () => {
  const app = await startApp()
  await addAccount(app, 'lan')
  const headers = { authorization: addToken(app, 'lan'), 'accept-encoding': 'br, gzip' }
  const response = await fetch(`${app.origin}/assets/app-4f2a91.js`, { headers })
  expect(response.headers.get('content-encoding')).toBe('br')
  expect(response.headers.get('vary')).toContain('Accept-Encoding')
  expect(await response.text()).toContain('the application')
  const session = await app.ask('/api/session', { headers })
  expect(session.headers['content-encoding']).toBeUndefined()
  expect(session.headers['cache-control']).toContain('no-transform')
})

test('Cube sees the account of each request and never one a request claims for itself', async () => {
  const seen: unknown[] = []
  const cube = {
    install(inner: Application) {
      inner.use((req: Request, res) => {
        seen.push(accountOf(req))
        res.json({})
      })
    },
  }
  const app = await startApp({ cube })
  await addAccount(app, 'lan', 'provincial_leader')
  const headers = {
    authorization: addToken(app, 'lan'),
    account: '{"role":"administrator"}',
    'content-type': 'application/json',
  }
  await app.ask('/cubejs-api/v1/load', {
    method: 'POST',
    headers,
    body: '{"account":{"role":"administrator","provinces":"all"}}',
  })
  expect(seen).toEqual([{ name: 'lan', role: 'provincial_leader', provinces: ['01', '79'] }])
})
