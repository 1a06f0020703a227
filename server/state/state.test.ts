import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { actor, temporaryFolder } from '../testing/start-app.ts'
import { readAudit, recordAudit } from '../audit/audit.ts'
import { openState, stateFile } from './state.ts'
import { inTransaction } from './transaction.ts'

const now = new Date('2026-11-20T03:00:00Z')

test('only the owner can read the state, its companions included', () => {
  const folder = temporaryFolder()
  const first = openState({ dataDir: join(folder, 'deep', 'data') })
  recordAudit(first.db, now, actor, 'sign_in', 'lan')
  const files = readdirSync(join(folder, 'deep', 'data'))
  expect(files.sort()).toEqual(['state.sqlite', 'state.sqlite-shm', 'state.sqlite-wal'])
  for (const file of files)
    expect(statSync(join(folder, 'deep', 'data', file)).mode & 0o777, file).toBe(0o600)
  first.close()
  chmodSync(first.file, 0o644)
  openState({ dataDir: join(folder, 'deep', 'data') }).close()
  expect(statSync(first.file).mode & 0o777).toBe(0o600)
})

test('migrations are applied once and a newer file is refused', () => {
  const dataDir = temporaryFolder()
  const first = openState({ dataDir })
  const numbers = first.db.prepare('SELECT number FROM migrations ORDER BY number').all()
  const files = readdirSync(join(import.meta.dirname, 'migrations')).sort()
  expect(numbers.map((row) => row['number'])).toEqual(files.map((name) => Number(name.slice(0, 3))))
  first.close()
  const second = openState({ dataDir })
  expect(second.db.prepare('SELECT count(*) AS n FROM migrations').get()).toEqual({ n: numbers.length })
  second.db.prepare('INSERT INTO migrations VALUES (?, ?, ?)').run(999, '999_later.sql', now.toISOString())
  second.close()
  expect(() => openState({ dataDir })).toThrow(/newer version/)
})

test('processes that start at the same moment all find a migrated state', async () => {
  const dataDir = temporaryFolder()
  const script = `
    import { openState } from ${JSON.stringify(join(import.meta.dirname, 'state.ts'))}
    const { db } = openState({ dataDir: ${JSON.stringify(dataDir)} })
    const add = db.prepare("INSERT INTO audit (at, action, origin) VALUES ('t', 'sign_in', 'command')")
    for (let i = 0; i < 50; i++) add.run()`
  const codes = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      const [code] = (await once(child, 'exit')) as [number]
      return code
    }),
  )
  expect(codes).toEqual([0, 0, 0, 0, 0])
  const state = openState({ dataDir })
  expect(state.db.prepare('SELECT count(*) AS n FROM audit').get()).toEqual({ n: 250 })
  state.close()
})

test('audit lines can be added and nothing else', () => {
  const { db, close } = openState({ dataDir: temporaryFolder() })
  recordAudit(db, now, actor, 'account_created', 'lan', { role: 'analyst' })
  expect(() => db.exec("UPDATE audit SET actor = 'x'")).toThrow('never changed')
  expect(() => db.exec('DELETE FROM audit')).toThrow('never deleted')
  expect(() => db.exec("REPLACE INTO audit (id, at, action, origin) VALUES (1, 't', 'x', 'web')")).toThrow(
    'never replaced',
  )
  expect(() =>
    db.exec(
      "INSERT INTO audit (id, at, action, origin) VALUES (1, 't', 'x', 'web') ON CONFLICT DO UPDATE SET at = 'u'",
    ),
  ).toThrow('never')
  expect(readAudit(db)).toEqual([
    {
      id: 1,
      at: now.toISOString(),
      actor: 'test',
      action: 'account_created',
      subject: 'lan',
      detail: { role: 'analyst' },
      origin: 'command',
      address: null,
    },
  ])
  close()
})

test('a transaction that throws leaves nothing, an inner one takes part in the outer', () => {
  const { db, close } = openState({ dataDir: temporaryFolder() })
  const attempt = (): void =>
    inTransaction(db, () => {
      recordAudit(db, now, actor, 'sign_in', 'lan')
      inTransaction(db, () => recordAudit(db, now, actor, 'sign_out', 'lan'))
      throw new Error('no')
    })
  expect(attempt).toThrow('no')
  expect(readAudit(db)).toEqual([])
  close()
})

test('STATE_URL is a path in one of three spellings', () => {
  expect(stateFile({ dataDir: '/data' })).toBe('/data/state.sqlite')
  expect(stateFile({ dataDir: '/data', url: '' })).toBe('/data/state.sqlite')
  expect(stateFile({ dataDir: '/data', url: '/var/a.db' })).toBe('/var/a.db')
  expect(stateFile({ dataDir: '/data', url: 'sqlite:/var/a.db' })).toBe('/var/a.db')
  expect(stateFile({ dataDir: '/data', url: 'sqlite:///var/a.db' })).toBe('/var/a.db')
  expect(stateFile({ dataDir: '/data', url: 'file:///var/a%20b.db' })).toBe('/var/a b.db')
  expect(() => stateFile({ dataDir: '/data', url: 'postgres://u:secret@h/d' })).toThrow(
    /^STATE_URL starts with postgres:[^@]*$/,
  )
})
