import fc from 'fast-check'
import { expect, test } from 'vitest'
import { disableAccount } from '../sign-in/accounts.ts'
import { createToken, revokeTokens } from '../sign-in/tokens.ts'
import { actor, addAccount, addToken, password, startApp } from '../testing/start-app.ts'
import { isOpen } from './guard.ts'

const tricks = [
  '/',
  '//',
  '/index.html',
  '/assets/app-4f2a91.js',
  '/%61ssets/app-4f2a91.js',
  '/favicon.ico',
  '/login/',
  '//login',
  '/LOGIN',
  '/Login',
  '/%6cogin',
  '/login%2f',
  '/login%00',
  '/login;x=1',
  '/login/../index.html',
  '/login/%2e%2e/index.html',
  '/login/..%2findex.html',
  '/./login',
  '/login.html',
  '/api/health/',
  '//api/health',
  '/api//health',
  '/API/health',
  '/api/%68ealth',
  '/api/health/../session',
  '/api/health%2f..%2fsession',
  '/api/session',
  '/api/status',
  '/api/reference',
  '/api/nothing',
  '/api',
  '/logout',
  '/cubejs-api/v1/load?query=%7B%7D',
  '/cubejs-api/v1/meta',
  '/cubejs-api//v1/meta',
  '//cubejs-api/v1/meta',
  '/CUBEJS-API/v1/meta',
  '/cubejs-api/v1/meta/',
  '/cubejs-api/v1/%6deta',
  '/cubejs-api/graphql',
  '/cubejs-system/v1/context',
  '/readyz',
  '/livez',
  '/login?/../api/session',
  '/%',
  '/%ff%fe',
  '/\\login',
  'http://elsewhere.example/api/session',
  'http://elsewhere.example//login',
]
const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']

test('without an account nothing but the sign-in page and the health endpoint answers', async () => {
  const app = await startApp()
  for (const path of tricks) {
    for (const method of methods) {
      for (const accept of ['*/*', 'text/html']) {
        const answer = await app.ask(path, { method, headers: { accept } })
        const said = `${method} ${path} (${accept}): ${answer.status}`
        // The one of these that is the sign-in page itself, with a query.
        if (path.startsWith('/login?') && ['GET', 'HEAD', 'POST'].includes(method)) continue
        expect([302, 401], said).toContain(answer.status)
        if (answer.status === 302) expect(answer.headers.location, said).toMatch(/^\/login(\?next=|$)/)
        expect(answer.body, said).not.toContain('the application')
        if (answer.status === 401 && method !== 'HEAD') {
          expect(JSON.parse(answer.body), said).toEqual({
            error: { code: 'unauthorized', message: expect.any(String) as string },
          })
        }
      }
    }
  }
  expect(app.reachedCube).toEqual([])
})

test('no other spelling of a path is open', () => {
  const piece = fc.constantFrom(
    '/',
    '//',
    'login',
    'LOGIN',
    'api',
    'health',
    '.',
    '..',
    '%2e',
    '%2f',
    ';',
    '\\',
    '?',
    '%6c',
    ' ',
  )
  fc.assert(
    fc.property(fc.constantFrom(...methods), fc.array(piece, { maxLength: 6 }), (method, pieces) => {
      const path = pieces.join('')
      const allowed =
        (path === '/login' && ['GET', 'HEAD', 'POST'].includes(method)) ||
        (path === '/api/health' && ['GET', 'HEAD'].includes(method))
      expect(isOpen(method, path)).toBe(allowed)
    }),
  )
})

test('random paths never get past the guard', async () => {
  const app = await startApp()
  const piece = fc.constantFrom(
    '/',
    'login',
    'api',
    'health',
    'session',
    '.',
    '..',
    '%2e',
    '%2f',
    '%5c',
    ';',
    '%00',
    'assets',
    'cubejs-api',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 7 }), async (pieces) => {
      const path = `/${pieces.join('')}`
      fc.pre(path !== '/login' && path !== '/api/health')
      expect([302, 401]).toContain((await app.ask(path)).status)
    }),
    { numRuns: 200 },
  )
  expect(app.reachedCube).toEqual([])
})

test('people are sent to the sign-in page with the page they asked for, programs are told', async () => {
  const app = await startApp()
  const page = await app.ask('/on-time?from=2022-01-01&x=a%26b', { headers: { accept: 'text/html,*/*' } })
  expect(page.status).toBe(302)
  expect(page.headers.location).toBe('/login?next=%2Fon-time%3Ffrom%3D2022-01-01%26x%3Da%2526b')
  const script = await app.ask('/assets/app-4f2a91.js', {
    headers: { accept: 'text/html', 'sec-fetch-mode': 'no-cors' },
  })
  expect(script.status).toBe(401)
  expect((await app.ask('/api/session', { headers: { accept: 'text/html' } })).status).toBe(401)
  expect((await app.ask('/cubejs-api/v1/meta', { headers: { accept: 'text/html' } })).status).toBe(401)
})

test('a token opens the API, bare or as Bearer, until it expires, is revoked or its account disabled', async () => {
  const app = await startApp()
  await addAccount(app, 'lan')
  const token = addToken(app, 'lan')
  const status = async (authorization: string): Promise<number> =>
    (await app.ask('/cubejs-api/v1/meta', { headers: { authorization } })).status

  expect(await status(token)).toBe(200)
  expect(await status(`Bearer ${token}`)).toBe(200)
  expect(await status(`bearer   ${token}`)).toBe(200)
  for (const wrong of [
    '',
    'Bearer',
    `Basic ${token}`,
    `${token}x`,
    token.slice(0, -1),
    token.toUpperCase(),
    `${token} ${token}`,
  ]) {
    expect(await status(wrong), wrong).toBe(401)
  }
  const seen = await app.ask('/cubejs-api/v1/meta', { headers: { authorization: token } })
  expect(JSON.parse(seen.body)).toMatchObject({
    account: { name: 'lan', role: 'analyst', provinces: ['01', '79'] },
  })

  const short = addToken(app, 'lan', 1)
  app.clock.now = new Date(app.clock.now.getTime() + 86_400_000)
  expect(await status(short)).toBe(401)
  expect(await status(token)).toBe(200)
  const made = createToken(app.state.db, 'lan', ['read'], new Date('2027-01-01'), app.clock.now, actor)
  const other = made.token
  expect(await status(other)).toBe(200)
  revokeTokens(app.state.db, { id: made.id }, app.clock.now, actor)
  expect(await status(other)).toBe(401)
  disableAccount(app.state.db, 'lan', app.clock.now, actor)
  expect(await status(token)).toBe(401)
})

test('a wrong token is refused even beside a good cookie', async () => {
  const app = await startApp()
  await addAccount(app, 'lan')
  const cookie = await app.signIn('lan', password)
  expect((await app.ask('/api/session', { headers: { cookie } })).status).toBe(200)
  expect((await app.ask('/api/session', { headers: { cookie, authorization: 'Bearer no' } })).status).toBe(
    401,
  )
})

test('what changes something by cookie needs the token of its session and no foreign origin', async () => {
  const app = await startApp()
  await addAccount(app, 'lan')
  await addAccount(app, 'mai')
  const cookie = await app.signIn('lan', password)
  const csrfOf = async (of: string): Promise<string> =>
    (JSON.parse((await app.ask('/api/session', { headers: { cookie: of } })).body) as { csrf: string }).csrf
  const csrf = await csrfOf(cookie)
  const foreign = await csrfOf(await app.signIn('mai', password))
  const load = async (headers: Record<string, string>): Promise<number> => {
    const all = { cookie, 'content-type': 'application/json', ...headers }
    return (await app.ask('/cubejs-api/v1/load', { method: 'POST', headers: all, body: '{"query":{}}' }))
      .status
  }

  expect(await load({})).toBe(403)
  expect(await load({ 'x-csrf-token': foreign })).toBe(403)
  expect(await load({ 'x-csrf-token': csrf, origin: 'https://elsewhere.example' })).toBe(403)
  expect(await load({ 'x-csrf-token': csrf, origin: 'null' })).toBe(403)
  expect(await load({ 'x-csrf-token': csrf, 'sec-fetch-site': 'same-site' })).toBe(403)
  expect(app.reachedCube).toEqual([])
  expect(await load({ 'x-csrf-token': csrf })).toBe(200)
  expect(await load({ 'x-csrf-token': csrf, origin: app.origin, 'sec-fetch-site': 'same-origin' })).toBe(200)
  expect((await app.ask('/cubejs-api/v1/load?query=%7B%7D', { headers: { cookie } })).status).toBe(200)

  const token = addToken(app, 'lan')
  const byToken = { authorization: token, 'content-type': 'application/json' }
  expect(
    (await app.ask('/cubejs-api/v1/load', { method: 'POST', headers: byToken, body: '{}' })).status,
  ).toBe(200)
})

test('of Cube only what is offered can be reached', async () => {
  const app = await startApp()
  await addAccount(app, 'lan', 'administrator')
  const authorization = addToken(app, 'lan')
  for (const path of [
    '/cubejs-system/v1/context',
    '/cubejs-api/v1/run-scheduled-refresh',
    '/cubejs-api/v1/pre-aggregations/jobs',
    '/cubejs-api/v1/meta/',
  ]) {
    expect((await app.ask(path, { headers: { authorization } })).status, path).toBe(404)
  }
  for (const path of ['/readyz', '/livez']) await app.ask(path, { headers: { authorization } })
  expect(
    (await app.ask('/cubejs-api/v1/load', { method: 'DELETE', headers: { authorization } })).status,
  ).toBe(405)
  expect(app.reachedCube).toEqual([])
})
