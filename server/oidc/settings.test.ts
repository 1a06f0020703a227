import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readProvinces } from '../sign-in/provinces.ts'
import { findAccount } from '../sign-in/accounts.ts'
import { openState } from '../state/state.ts'
import { temporaryFolder } from '../testing/start-app.ts'
import { applyMapping, signInIdentity } from './account.ts'
import { grantsOfGroups, parseGroups, type GroupGrants } from './groups.ts'
import { readOidcSettings } from './settings.ts'

const list = readProvinces(join(import.meta.dirname, '../../etl/reference'))
const entries: GroupGrants[] = [
  { group: 'a', role: 'provincial_leader', provinces: ['79'] },
  { group: 'b', role: 'analyst', provinces: 'all' },
  { group: 'c', role: 'provincial_leader', provinces: ['01'] },
  { group: 'd', role: 'provincial_leader', provinces: 'all' },
]

test.each([
  [[], null],
  [['A', 'x'], null],
  [['a'], { role: 'provincial_leader', provinces: ['79'] }],
  [['c', 'a'], { role: 'provincial_leader', provinces: ['01', '79'] }],
  // The nationwide analyst's provinces do not become a provincial leader's.
  [['b', 'a'], { role: 'provincial_leader', provinces: ['79'] }],
  [['b', 'c'], { role: 'analyst', provinces: 'all' }],
  [['d', 'a'], { role: 'provincial_leader', provinces: 'all' }],
])('groups %j give %j', (groups, grants) => {
  expect(grantsOfGroups(entries, groups)).toEqual(grants)
})

test.each([
  ['groups: {', 'is not YAML'],
  ['- a', 'the file'],
  ['groups: []', 'groups: '],
  ['groups: [{group: g, role: king}]', 'groups[0].role'],
  ['groups: [{group: g, role: service}]', 'groups[0].role'],
  ['groups: [{group: g, role: leader, province: all}]', 'groups[0]'],
  ['groups: [{group: g, role: provincial_leader}]', 'sees nothing without provinces'],
  ['groups: [{group: g, role: provincial_leader, provinces: [01]}]', 'in quotes'],
  ['groups: [{group: g, role: provincial_leader, provinces: ["02"]}]', 'give 08'],
])('the mapping %s is refused: %s', (text, words) => {
  const { problems } = parseGroups(text, list)
  expect(problems.join('\n')).toContain(words)
})

test('settings name everything that is wrong at once, and none is none', () => {
  const file = join(temporaryFolder(), 'groups.yaml')
  writeFileSync(file, 'groups:\n  - {group: tc-79, role: provincial_leader, provinces: ["79"]}\n')
  expect(readOidcSettings({ PUBLIC_URL: 'https://x' }, list)).toBeNull()
  const good = {
    OIDC_ISSUER: 'https://sso.example/realms/bca',
    OIDC_CLIENT_ID: 'toan-canh',
    OIDC_CLIENT_SECRET: 's',
    OIDC_GROUPS_FILE: file,
    PUBLIC_URL: 'https://toancanh.example',
  }
  expect(readOidcSettings(good, list)).toMatchObject({
    scope: 'openid profile',
    groupsClaim: 'groups',
    nameClaim: 'preferred_username',
    groups: [{ group: 'tc-79', role: 'provincial_leader', provinces: ['79'] }],
  })
  const wrong = {
    OIDC_ISSUER: 'http://sso.example',
    PUBLIC_URL: 'https://toancanh.example/app',
    OIDC_SCOPE: 'profile',
    OIDC_GROUPS_FILE: '/nowhere.yaml',
  }
  let message = ''
  try {
    readOidcSettings(wrong, list)
  } catch (error) {
    message = (error as Error).message
  }
  for (const words of [
    'OIDC_ISSUER is not encrypted: give https://sso.example',
    'OIDC_CLIENT_ID is missing',
    'PUBLIC_URL has a path: give https://toancanh.example alone',
    'give "openid profile"',
    'OIDC_GROUPS_FILE cannot be read',
  ])
    expect(message).toContain(words)
})

test('a changed mapping holds from the next start on, and a provider no longer set up ends its sessions', () => {
  const { db, close } = openState({ dataDir: temporaryFolder() })
  const now = new Date()
  const identity = { issuer: 'https://sso.example', subject: '1', name: 'lan', groups: ['a'], idToken: 't' }
  const limits = { idleMinutes: 120, absoluteHours: 12 }
  const issuer = new URL('https://sso.example')
  const sessions = (): unknown => db.prepare('SELECT count(*) AS n FROM sessions').get()
  const enter = (): void =>
    void signInIdentity(db, identity, entries, { address: null, agent: null }, now, limits)
  enter()
  applyMapping(db, { issuer, groups: [{ group: 'a', role: 'analyst', provinces: 'all' }] }, now)
  expect(findAccount(db, 'lan')).toMatchObject({ role: 'analyst', provinces: 'all' })
  expect(sessions()).toEqual({ n: 1 })
  applyMapping(db, { issuer, groups: [] }, now)
  expect(findAccount(db, 'lan')).toMatchObject({ provinces: [] })
  expect(sessions()).toEqual({ n: 0 })
  enter()
  applyMapping(db, null, now)
  expect(sessions()).toEqual({ n: 0 })
  close()
})
