import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rows, warehouseClient } from './client.ts'
import { startEmbedded, type Embedded } from './embedded.ts'
import type { User } from './engine-config.ts'
import { FilesInUseError } from './errors.ts'

let dir: string
let engine: Embedded
const said: string[] = []

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'toancanh-engine-'))
  engine = await startEmbedded({ dir, database: 'toancanh', log: (message) => said.push(message) })
  const client = as('loader')
  await client.command({ query: 'CREATE DATABASE toancanh' })
  await client.command({ query: 'CREATE DATABASE toancanh_staging' })
  await client.command({
    query: 'CREATE TABLE toancanh_staging.dossiers (n UInt8) ENGINE = MergeTree ORDER BY n',
  })
  await client.close()
})

afterAll(async () => {
  await engine.stop()
  rmSync(dir, { recursive: true, force: true })
})

const as = (user: User | 'default', password?: string) =>
  warehouseClient(
    `http://${user}:${password ?? engine.credentials[user as User]}@127.0.0.1:${engine.port}/default`,
  )

async function refusal(user: User | 'default', query: string, password?: string): Promise<string> {
  const client = as(user, password)
  try {
    await client.command({ query })
    return 'allowed'
  } catch (error) {
    return (error as { type?: string }).type ?? String(error)
  } finally {
    await client.close()
  }
}

test('serves ClickHouse on loopback to its own users only', async () => {
  const client = as('loader')
  expect(await rows(client, 'SELECT currentUser() AS name')).toEqual([{ name: 'loader' }])
  await client.close()
  expect(await refusal('loader', 'SELECT 1', 'wrong')).toBe('AUTHENTICATION_FAILED')
})

test.each<[User | 'default', string]>([
  // What is loaded is read by the loader, and nobody else; nobody writes.
  ...(['cube', 'reader', 'stopper'] as const).map((user): [typeof user, string] => [
    user,
    "SELECT * FROM file('/etc/passwd', 'LineAsString')",
  ]),
  ['loader', "INSERT INTO FUNCTION file('/tmp/written.csv', 'CSV', 'a String') SELECT 'a'"],
  ['loader', "SELECT * FROM url('http://127.0.0.1:1/', 'CSV', 'a String')"],
  ['loader', "SELECT * FROM remote('127.0.0.1', 'system.one')"],
  ['loader', "CREATE TABLE toancanh.f (a String) ENGINE = File('CSV', '/etc/passwd')"],
  ['cube', 'CREATE TABLE toancanh.t (a String) ENGINE = Memory'],
  ['reader', 'DROP DATABASE toancanh'],
  ['reader', 'SELECT * FROM toancanh_staging.dossiers'],
  ['stopper', 'CREATE DATABASE other'],
])('%s may not: %s', async (user, query) => {
  expect(await refusal(user, query)).toBe('ACCESS_DENIED')
})

test("the engine's own user, which has no password, can read nothing of ours", async () => {
  for (const query of [
    "SELECT * FROM file('/etc/passwd', 'LineAsString')",
    'CREATE TABLE default.t (a String) ENGINE = Memory',
    'SELECT name FROM system.users',
  ]) {
    expect(await refusal('default', query, '')).toBe('ACCESS_DENIED')
  }
})

test('passwords are in files that only their owner can read', () => {
  const settings = readdirSync(dir).find((name) => name.startsWith('settings-')) ?? ''
  for (const file of ['users.xml', 'config.xml']) {
    expect(statSync(join(dir, settings, file)).mode & 0o077).toBe(0)
  }
})

test('a second process on the same files is refused and harms nothing', async () => {
  await expect(startEmbedded({ dir, database: 'toancanh', log: () => undefined })).rejects.toThrow(
    FilesInUseError,
  )
  const client = as('loader')
  expect(await rows(client, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  await client.close()
})

test('killed, it is started again with the same address, passwords and data', async () => {
  const client = as('loader')
  await client.command({ query: 'CREATE TABLE toancanh.kept (n UInt8) ENGINE = MergeTree ORDER BY n' })
  await client.command({ query: 'INSERT INTO toancanh.kept VALUES (7)' })
  const before = engine.pid()
  process.kill(before ?? 0, 'SIGKILL')
  const kept = async (): Promise<unknown> => {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const found = await rows(client, 'SELECT n FROM toancanh.kept').catch(() => undefined)
      if (found !== undefined) return found
      await sleep(50)
    }
    return 'not back'
  }
  expect(await kept()).toEqual([{ n: 7 }])
  expect(engine.pid()).not.toBe(before)
  expect(said.join()).toContain('started again')
  await client.close()
})
