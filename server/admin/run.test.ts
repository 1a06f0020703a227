import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { readAudit } from '../audit/audit.ts'
import { findAccount } from '../sign-in/accounts.ts'
import { createFirstAdministrator } from '../sign-in/first-administrator.ts'
import { verifyPassword } from '../sign-in/password.ts'
import { openState } from '../state/state.ts'
import { actor, startApp, temporaryFolder } from '../testing/start-app.ts'
import type { AdminContext } from './context.ts'
import { contextOfProcess } from './context.ts'
import { parseDuration } from './duration.ts'
import { runAdmin } from './run.ts'

function shell(dataDir = temporaryFolder()) {
  const out: string[] = []
  const err: string[] = []
  const context: AdminContext = {
    ...contextOfProcess({ TOANCANH_DATA: dataDir }),
    actor,
    print: (line) => out.push(line),
    remark: (line) => err.push(line),
  }
  return {
    dataDir,
    async run(...args: string[]) {
      out.length = 0
      err.length = 0
      const code = await runAdmin(args, context)
      return { code, out: out.join('\n'), err: err.join('\n') }
    },
    state: () => openState({ dataDir }),
  }
}

test('an account has an address for its reports, which the audit log does not tell', async () => {
  const admin = shell()
  const add = ['user', 'add', 'lan', '--role', 'leader', '--email']
  expect((await admin.run(...add, 'not an address')).err).toContain('is not an e-mail address')
  await admin.run(...add, 'lan@example.gov.vn')
  expect((await admin.run('user', 'list')).out).toContain('lan@example.gov.vn')
  expect((await admin.run('user', 'email', 'lan')).code).toBe(2)
  await admin.run('user', 'email', 'lan', 'moi@example.gov.vn')
  const state = admin.state()
  expect(findAccount(state.db, 'lan')?.email).toBe('moi@example.gov.vn')
  expect(JSON.stringify(readAudit(state.db))).not.toContain('example.gov.vn')
  await admin.run('user', 'email', 'lan', '--none')
  expect(findAccount(state.db, 'lan')?.email).toBe(null)
  state.close()
})

test('an account is made with a password that is printed once and stored as a hash', async () => {
  const admin = shell()
  const { code, out } = await admin.run(
    'user',
    'add',
    'Lan',
    '--role',
    'provincial_leader',
    '--provinces',
    '79,01',
  )
  expect(code).toBe(0)
  expect(out).toContain('Created lan: provincial_leader, 01,79')
  const password = /Password \(shown only now\): (\S+)/.exec(out)?.[1] ?? ''
  const state = admin.state()
  const account = findAccount(state.db, 'lan')
  expect(account?.provinces).toEqual(['01', '79'])
  expect(await verifyPassword(account?.password_hash ?? '', password)).toBe(true)
  expect(JSON.stringify(readAudit(state.db))).not.toContain(password)
  expect(readAudit(state.db)[0]).toMatchObject({
    action: 'account_created',
    subject: 'lan',
    origin: 'command',
  })
  state.close()
  expect((await admin.run('user', 'list')).out).not.toContain(password)
})

test('roles that lead the country see it all, the others nothing until they are given provinces', async () => {
  const admin = shell()
  for (const role of ['minister', 'leader', 'provincial_leader', 'analyst', 'administrator', 'service']) {
    expect((await admin.run('user', 'add', `x-${role}`, '--role', role)).code).toBe(0)
  }
  const listed = JSON.parse((await admin.run('user', 'list', '--json')).out) as {
    role: string
    provinces: unknown
  }[]
  expect(Object.fromEntries(listed.map(({ role, provinces }) => [role, provinces]))).toEqual({
    minister: 'all',
    leader: 'all',
    analyst: 'all',
    administrator: 'all',
    provincial_leader: [],
    service: [],
  })
  expect((await admin.run('user', 'set', 'x-service', '--provinces', 'all')).out).toContain('nationwide')
  const made = await admin.run('user', 'add', 'all', '--role', 'service', '--provinces', 'all', '--json')
  expect(JSON.parse(made.out)).toMatchObject({ name: 'all', role: 'service', provinces: 'all' })
})

test.each([
  [['user', 'add', 'lan'], '--role'],
  [
    ['user', 'add', 'lan', '--role', 'king'],
    'minister, leader, provincial_leader, analyst, administrator, service',
  ],
  [['user', 'add', 'lan', '--role', 'analyst', '--provinces', '02'], 'give 08'],
  [['user', 'add', 'lan', '--role', 'analyst', '--provinces', '00'], '79  Hồ Chí Minh'],
  [['user', 'add', 'l', '--role', 'analyst'], '2 to 64'],
  [['user', 'add', 'lân', '--role', 'analyst'], '2 to 64'],
  [['user', 'disable', 'nobody'], 'no account nobody'],
  [['user', 'password', 'nobody'], 'no account nobody'],
  [['user', 'set', 'nobody'], 'nothing to change'],
  [['user', 'frob'], 'unknown command'],
  [['frob'], 'unknown command'],
  [[], 'Usage'],
  [['token'], '--user'],
  [['token', '--user', 'nobody'], 'no account nobody'],
  [['token', '--user', 'nobody', '--expires', 'soon'], '12h, 30d or 4w'],
  [['token', '--user', 'nobody', '--expires', '9999d'], '366'],
  [['token', 'revoke'], 'id of a token'],
  [['token', 'revoke', 'none'], 'no token none'],
])('%j is wrong use and says what is right', async (args, words) => {
  const { code, out, err } = await shell().run(...args)
  expect(code).toBe(2)
  expect(err).toContain(words)
  expect(out).toBe('')
})

test.each([
  [[]],
  [['user']],
  [['user', 'add']],
  [['user', 'list']],
  [['user', 'set']],
  [['user', 'disable']],
  [['user', 'enable']],
  [['user', 'password']],
  [['token']],
  [['token', 'list']],
  [['token', 'revoke']],
])('%j --help explains itself', async (args) => {
  const { code, out } = await shell().run(...args, '--help')
  expect(code).toBe(0)
  expect(out).toContain('Usage: admin')
})

test('a state that cannot be used is exit code 4', async () => {
  expect((await shell('/proc/none').run('user', 'list')).code).toBe(4)
})

test('the token is alone on standard output and opens a server that runs beside; disabling closes it', async () => {
  const app = await startApp()
  const dataDir = join(app.state.file, '..')
  const admin = shell(dataDir)
  await admin.run('user', 'add', 'feed', '--role', 'service', '--provinces', 'all')
  const made = await admin.run('token', '--user', 'feed', '--expires', '4w')
  expect(made.out).toMatch(/^tc_[\w-]{43}$/)
  expect(made.err).toContain('of feed')
  const status = async (): Promise<number> =>
    (await app.ask('/api/session', { headers: { authorization: made.out } })).status

  app.clock.now = new Date()
  expect(await status()).toBe(200)
  await admin.run('user', 'disable', 'feed')
  expect(await status()).toBe(401)
  await admin.run('user', 'enable', 'feed')
  expect(await status()).toBe(200)
  const [listed] = JSON.parse((await admin.run('token', 'list', '--json')).out) as {
    id: string
    state: string
  }[]
  expect(listed?.state).toBe('live')
  expect((await admin.run('token', 'revoke', listed?.id ?? '')).out).toBe('1 token revoked')
  expect(await status()).toBe(401)
  expect((await admin.run('token', 'list')).out).toMatch(/feed +read,sql +revoked/)
  expect((await admin.run('token', 'revoke', '--user', 'feed')).out).toBe('0 tokens revoked')
})

test('the command itself, in a process of its own, takes a password from standard input', async () => {
  const dataDir = temporaryFolder()
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'cli.ts'), 'user', 'add', 'mai', '--role', 'leader', '--password-stdin'],
    { env: { ...process.env, TOANCANH_DATA: dataDir } },
  )
  child.stdin.end('năm mươi bốn dân tộc\n')
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number]>])
  expect(code).toBe(0)
  expect(out).toBe('Created mai: leader, nationwide\n')
  const state = openState({ dataDir })
  expect(statSync(state.file).mode & 0o777).toBe(0o600)
  const account = findAccount(state.db, 'mai')
  expect(await verifyPassword(account?.password_hash ?? '', 'năm mươi bốn dân tộc')).toBe(true)
  state.close()
})

test('the first administrator is made once, even by two starts at the same moment', async () => {
  const dataDir = temporaryFolder()
  const [one, two] = [openState({ dataDir }), openState({ dataDir })]
  const made = await Promise.all([createFirstAdministrator(one), createFirstAdministrator(two)])
  const [first] = made.filter((account) => account !== null)
  expect(made.filter((account) => account !== null)).toHaveLength(1)
  expect(first?.name).toBe('admin')
  const stored = findAccount(one.db, 'admin')
  expect(stored).toMatchObject({ role: 'administrator', provinces: 'all' })
  expect(await verifyPassword(stored?.password_hash ?? '', first?.password ?? '')).toBe(true)
  expect(await createFirstAdministrator(one)).toBeNull()
  expect(readAudit(one.db)).toMatchObject([{ action: 'account_created', origin: 'start' }])
  one.close()
  two.close()
})

test('durations', () => {
  expect(parseDuration('30d')).toBe(30 * 86_400_000)
  expect(parseDuration('12H')).toBe(12 * 3_600_000)
  expect(parseDuration('4w')).toBe(28 * 86_400_000)
  for (const wrong of ['', '0d', '30', 'd', '-1d', '1.5d', '30 d', '1y']) {
    expect(parseDuration(wrong), wrong).toHaveProperty('problem')
  }
})
