import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAudit } from '../audit/audit.ts'
import { openState } from '../state/state.ts'
import { actor, addAccount, temporaryFolder } from '../testing/start-app.ts'
import { disableAccount } from './accounts.ts'
import { createToken, listTokens, revokeTokens, tokenFromHeader, useToken } from './tokens.ts'

const now = new Date('2026-11-20T03:00:00Z')
const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000)

test('a token is read bare or after Bearer, and nothing else is one', () => {
  const token = fc
    .array(fc.constantFrom(...'ABCxyz019_-'), { minLength: 43, maxLength: 43 })
    .map((letters) => `tc_${letters.join('')}`)
  fc.assert(
    fc.property(token, fc.constantFrom('', 'Bearer ', 'bearer ', 'BEARER  '), (text, scheme) => {
      expect(tokenFromHeader(scheme + text)).toBe(text)
      expect(tokenFromHeader(`Basic ${text}`)).toBeNull()
      expect(tokenFromHeader(`${text}=`)).toBeNull()
      expect(tokenFromHeader(text.slice(0, -1))).toBeNull()
      expect(tokenFromHeader(`Bearer Bearer ${text}`)).toBeNull()
    }),
  )
  fc.assert(
    fc.property(fc.string(), (text) => {
      const found = tokenFromHeader(text)
      expect(found === null || /^tc_[\w-]{43}$/.test(found)).toBe(true)
    }),
  )
})

test('tokens are stored as hashes, remember their last use, and end when they should', async () => {
  const folder = temporaryFolder()
  const state = openState({ dataDir: folder })
  await addAccount({ state, clock: { now } }, 'lan')
  const { id, token } = createToken(state.db, 'Lan', ['read'], later(60), now, actor)

  const everything = JSON.stringify([
    state.db.prepare('SELECT * FROM tokens').all(),
    state.db.prepare('SELECT * FROM audit').all(),
  ])
  expect(everything).not.toContain(token.slice(3))
  expect(listTokens(state.db)[0]).toMatchObject({ id, user: 'lan', last_used_at: null })

  expect(useToken(state.db, token, later(1))).toMatchObject({ accountId: 1, scopes: ['read'] })
  expect(listTokens(state.db)[0]?.last_used_at).toBe(later(1).toISOString())
  expect(useToken(state.db, token, later(60))).toBeNull()
  expect(useToken(state.db, `tc_${'A'.repeat(43)}`, now)).toBeNull()

  expect(revokeTokens(state.db, { id }, now, actor)).toBe(1)
  expect(revokeTokens(state.db, { id }, now, actor)).toBe(0)
  expect(useToken(state.db, token, later(2))).toBeNull()
  expect(() => revokeTokens(state.db, { id: 'nope' }, now, actor)).toThrow('no token nope')
  expect(readAudit(state.db).map((line) => line.action)).toEqual([
    'token_revoked',
    'token_created',
    'account_created',
  ])

  disableAccount(state.db, 'lan', now, actor)
  expect(() => createToken(state.db, 'lan', ['read'], later(60), now, actor)).toThrow('disabled')
  expect(() => createToken(state.db, 'nobody', ['read'], later(60), now, actor)).toThrow('no account nobody')
  state.close()
})
