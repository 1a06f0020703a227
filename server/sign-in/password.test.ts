import { expect, test } from 'vitest'
import { generatePassword, hashPassword, needsRehash, passwordProblem, verifyPassword } from './password.ts'

test('a hash is argon2id with the OWASP parameters, salted, and checks its password only', async () => {
  const [one, two] = await Promise.all([hashPassword('mật khẩu của tôi'), hashPassword('mật khẩu của tôi')])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(one).not.toBe(two)
  expect(await verifyPassword(one, 'mật khẩu của tôi')).toBe(true)
  expect(await verifyPassword(one, 'mật khẩu của tôi '.trimEnd().normalize('NFD'))).toBe(true)
  expect(await verifyPassword(one, 'mat khau cua toi')).toBe(false)
  expect(needsRehash(one)).toBe(false)
  expect(needsRehash(one.replace('t=2', 't=1'))).toBe(true)
})

test('generated passwords are long, different and pass the rules', () => {
  const made = Array.from({ length: 200 }, generatePassword)
  expect(new Set(made).size).toBe(200)
  for (const password of made) {
    expect(password).toMatch(/^([a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}$/)
    expect(passwordProblem(password, 'admin')).toBeNull()
  }
})

test.each([
  ['short', 'at least 12'],
  ['lan-2026-mật-khẩu', 'account name'],
  ['aaaaaaaaaaaaaaaa', 'repeats'],
  ['x'.repeat(250) + 'abcdefgh', 'at most 256'],
])('%s is refused', (password, reason) => {
  expect(passwordProblem(password, 'lan')).toContain(reason)
})
