import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { readAudit } from '../audit/audit.ts'
import { disableAccount, findAccount, listAccounts } from '../sign-in/accounts.ts'
import {
  jwt,
  otherKey,
  signedBy,
  startHostileProvider,
  type HostileProvider,
} from '../testing/hostile-provider.ts'
import { actor, addAccount, addToken, startApp, type Answer, type RunningApp } from '../testing/start-app.ts'
import type { OidcSettings } from './settings.ts'

const publicUrl = new URL('http://127.0.0.1:8080')

async function startBoth(metadata: Record<string, unknown> = {}) {
  const provider = await startHostileProvider()
  provider.metadata = metadata
  const oidc: OidcSettings = {
    issuer: new URL(provider.issuer),
    clientId: 'toan-canh',
    clientSecret: 'a secret',
    publicUrl,
    scope: 'openid profile',
    groupsClaim: 'groups',
    nameClaim: 'preferred_username',
    label: null,
    groups: [
      { group: 'leaders', role: 'leader', provinces: 'all' },
      { group: 'hanoi', role: 'provincial_leader', provinces: ['01'] },
      { group: 'hcm', role: 'provincial_leader', provinces: ['79'] },
    ],
  }
  return { provider, app: await startApp({ oidc }) }
}

const cookieOf = (answer: Answer, name: string): string =>
  new RegExp(`${name}=[\\w-]{43}`).exec(String(answer.headers['set-cookie']))?.[0] ?? ''

/** Begins a sign-in as a browser does. @returns its cookie and the state it was sent with. */
async function begin(app: RunningApp, provider: HostileProvider, next = '/') {
  const answer = await app.ask(`/login/provider?next=${encodeURIComponent(next)}`)
  expect(answer.status).toBe(303)
  const url = new URL(String(answer.headers.location))
  provider.nonce = url.searchParams.get('nonce') ?? ''
  return { cookie: cookieOf(answer, 'toancanh_provider'), state: url.searchParams.get('state') ?? '', url }
}

const back = (app: RunningApp, cookie: string, query: Record<string, string>): Promise<Answer> =>
  app.ask(`/login/provider/back?${new URLSearchParams(query).toString()}`, { headers: { cookie } })

async function signIn(app: RunningApp, provider: HostileProvider, next?: string): Promise<Answer> {
  const { cookie, state } = await begin(app, provider, next)
  return back(app, cookie, { code: 'c', state })
}

/** Why the last sign-in was refused, as the audit log has it. */
const lastReason = (app: RunningApp): unknown =>
  (readAudit(app.state.db, 1)[0]?.detail as { reason?: unknown } | null)?.reason

test('an honest answer signs in, with PKCE, state and nonce, and leads to the page asked for', async () => {
  const { app, provider } = await startBoth()
  const { cookie, state, url } = await begin(app, provider, '/on-time?period=2026-10')
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    response_type: 'code',
    client_id: 'toan-canh',
    redirect_uri: 'http://127.0.0.1:8080/login/provider/back',
    code_challenge_method: 'S256',
    code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
    nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
  })
  const answer = await back(app, cookie, { code: 'c', state })
  expect(answer.headers.location).toBe('/on-time?period=2026-10')
  expect(provider.asked[0]?.get('code_verifier')).toMatch(/^[\w-]{43}$/)
  expect(provider.asked[0]?.get('code_verifier')).not.toBe(url.searchParams.get('code_challenge'))

  const session = { cookie: cookieOf(answer, 'toancanh_session') }
  const who = JSON.parse((await app.ask('/api/session', { headers: session })).body) as { account: unknown }
  expect(who.account).toEqual({ name: 'lan.nguyen', role: 'leader', provinces: 'all' })
  const stored = JSON.stringify(app.state.db.prepare('SELECT * FROM provider_sign_ins').all())
  expect(stored).toBe('[]')
})

test('an answer used twice, of another browser, with a forged state or none, or too late, is refused', async () => {
  const { app, provider } = await startBoth()
  const one = await begin(app, provider)
  expect((await back(app, one.cookie, { code: 'c', state: 'forged' })).status).toBe(403)
  expect((await back(app, one.cookie, { code: 'c' })).status).toBe(403)
  expect((await back(app, '', { code: 'c', state: one.state })).status).toBe(403)
  const other = await begin(app, provider)
  expect((await back(app, other.cookie, { code: 'c', state: one.state })).status).toBe(403)
  expect(provider.asked).toEqual([])

  const mine = await begin(app, provider)
  expect((await back(app, mine.cookie, { code: 'c', state: mine.state })).status).toBe(303)
  const again = await back(app, mine.cookie, { code: 'c', state: mine.state })
  expect(again.status).toBe(403)
  expect(again.body).toContain('đã dùng rồi')
  expect(provider.asked).toHaveLength(1)

  const late = await begin(app, provider)
  app.clock.now = new Date(app.clock.now.getTime() + 15 * 60_000)
  expect((await back(app, late.cookie, { code: 'c', state: late.state })).status).toBe(403)
  expect(provider.asked).toHaveLength(1)
})

const now = (): number => Math.floor(Date.now() / 1000)
const attacks: [what: string, change: (provider: HostileProvider) => void, why: RegExp][] = [
  ['expired', (p) => (p.claims = (c) => ({ ...c, iat: now() - 7200, exp: now() - 3600 })), /exp/i],
  ['for another client', (p) => (p.claims = (c) => ({ ...c, aud: 'another' })), /aud/i],
  [
    'for others too, by another',
    (p) => (p.claims = (c) => ({ ...c, aud: ['toan-canh', 'x'], azp: 'x' })),
    /azp/i,
  ],
  ['of another issuer', (p) => (p.claims = (c) => ({ ...c, iss: 'https://elsewhere.example' })), /iss/i],
  ['with another nonce', (p) => (p.claims = (c) => ({ ...c, nonce: 'another' })), /nonce/i],
  ['without a nonce', (p) => (p.claims = ({ nonce: _, ...c }) => c), /nonce/i],
  ['without a subject', (p) => (p.claims = ({ sub: _, ...c }) => c), /sub/i],
  ['not valid yet', (p) => (p.claims = (c) => ({ ...c, nbf: now() + 3600 })), /nbf/i],
  [
    'with alg none',
    (p) => (p.token = (claims) => jwt({ alg: 'none' }, claims, () => Buffer.alloc(0))),
    /alg|signature/i,
  ],
  ['signed by another key', (p) => (p.token = (claims) => signedBy(otherKey)(claims)), /signature/i],
  [
    'signed with the client secret, as HS256',
    (p) =>
      (p.token = (claims) =>
        jwt({ alg: 'HS256', kid: 'k' }, claims, (input) =>
          createHmac('sha256', 'a secret').update(input).digest(),
        )),
    /alg/i,
  ],
  [
    'changed after signing',
    (p) =>
      (p.token = (claims, honest) => {
        const [head = '', , signature = ''] = honest(claims).split('.')
        const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'minister' })).toString('base64url')
        return `${head}.${forged}.${signature}`
      }),
    /signature/i,
  ],
]

test('forged and stale ID tokens are refused, each for its own reason', async () => {
  const { app, provider } = await startBoth()
  const { claims, token } = provider
  for (const [what, change, why] of attacks) {
    Object.assign(provider, { claims, token })
    change(provider)
    const answer = await signIn(app, provider)
    expect(answer.status, what).toBe(403)
    expect(cookieOf(answer, 'toancanh_session'), what).toBe('')
    expect(String(lastReason(app)), what).toMatch(why)
  }
  expect(listAccounts(app.state.db)).toEqual([])
  Object.assign(provider, { claims, token })
  expect((await signIn(app, provider)).status).toBe(303)
})

test('a provider that says alg none is right is not believed', async () => {
  const { app, provider } = await startBoth({ id_token_signing_alg_values_supported: ['none', 'RS256'] })
  provider.token = (claims) => jwt({ alg: 'none' }, claims, () => Buffer.alloc(0))
  expect((await signIn(app, provider)).status).toBe(403)
  expect(listAccounts(app.state.db)).toEqual([])
})

test('a provider that names another issuer, or is not there, leaves local accounts their way in', async () => {
  const lying = await startBoth({ issuer: 'https://elsewhere.example' })
  expect((await lying.app.ask('/login/provider')).status).toBe(403)

  const { app, provider } = await startBoth()
  provider.issuer = 'http://127.0.0.1:9'
  const gone = await startApp({
    oidc: {
      issuer: new URL('http://127.0.0.1:9'),
      clientId: 'x',
      clientSecret: null,
      publicUrl,
      scope: 'openid',
      groupsClaim: 'groups',
      nameClaim: 'preferred_username',
      label: 'Cổng <b>',
      groups: [],
    },
  })
  const answer = await gone.ask('/login/provider')
  expect(answer.status).toBe(503)
  expect(answer.body).toContain('Cổng &lt;b&gt;')
  await addAccount(gone, 'mai')
  expect(await gone.signIn('mai', 'một mật khẩu đủ dài')).not.toBe('')
  expect((await app.ask('/login/provider/back?code=c')).status).toBe(403)
})

test('groups are read anew at each sign-in; none left ends sessions and tokens', async () => {
  const { app, provider } = await startBoth()
  const session = async (answer: Answer) => {
    const headers = { cookie: cookieOf(answer, 'toancanh_session') }
    return (await app.ask('/api/session', { headers })).status
  }
  provider.claims = (c) => ({ ...c, groups: ['hcm', 'hanoi', 'unknown'] })
  const first = await signIn(app, provider)
  expect(findAccount(app.state.db, 'lan.nguyen')).toMatchObject({
    role: 'provincial_leader',
    provinces: ['01', '79'],
    password_hash: '',
  })
  const token = addToken(app, 'lan.nguyen')

  provider.claims = (c) => ({ ...c, groups: ['leaders', 'hcm'] })
  const second = await signIn(app, provider)
  expect(findAccount(app.state.db, 'lan.nguyen')).toMatchObject({ role: 'leader', provinces: 'all' })
  expect([await session(first), await session(second)]).toEqual([200, 200])

  provider.claims = (c) => ({ ...c, groups: ['unknown'] })
  const refused = await signIn(app, provider)
  expect(refused.status).toBe(403)
  expect(refused.body).toContain('chưa được cấp quyền')
  expect([await session(first), await session(second)]).toEqual([401, 401])
  expect((await app.ask('/api/session', { headers: { authorization: token } })).status).toBe(401)
  expect(findAccount(app.state.db, 'lan.nguyen')?.provinces).toEqual([])

  provider.claims = (c) => c
  disableAccount(app.state.db, 'lan.nguyen', app.clock.now, actor)
  expect((await signIn(app, provider)).status).toBe(403)
})

test('a local account is never taken over by its name, nor opened by a password nobody set', async () => {
  const { app, provider } = await startBoth()
  await addAccount(app, 'lan.nguyen', 'administrator')
  const refused = await signIn(app, provider)
  expect(refused.status).toBe(403)
  expect(refused.body).toContain('trùng tên')
  expect(listAccounts(app.state.db)).toHaveLength(1)

  provider.claims = (c) => ({ ...c, preferred_username: 'mai' })
  expect((await signIn(app, provider)).status).toBe(303)
  expect(await app.signIn('mai', '')).toBe('')
  provider.claims = (c) => ({ ...c, sub: 'other', preferred_username: 'mai' })
  expect((await signIn(app, provider)).status).toBe(403)
  provider.claims = ({ preferred_username: _, ...c }) => ({ ...c, sub: 'third' })
  expect((await signIn(app, provider)).body).toContain('không gửi tên')
})
