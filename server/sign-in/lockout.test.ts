import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openState } from '../state/state.ts'
import { temporaryFolder } from '../testing/start-app.ts'
import { addressGroup, forgiveTry, takeTry, waitSeconds } from './lockout.ts'

const start = Date.parse('2026-11-20T03:00:00Z')

function counter() {
  const { db, close } = openState({ dataDir: temporaryFolder() })
  let seconds = 0
  return {
    pass: (by: number) => (seconds += by),
    wait: (name: string, address = '10.0.0.1') =>
      takeTry(db, name, address, new Date(start + seconds * 1000)).waitSeconds,
    forgive: (name: string, address = '10.0.0.1') => forgiveTry(db, name, address),
    rows: () => db.prepare('SELECT key FROM sign_in_failures').all().length,
    keys: () => JSON.stringify(db.prepare('SELECT * FROM sign_in_failures').all()),
    close,
  }
}

test('the fifth failure of a name from an address makes it wait, each further one twice as long, to a quarter of an hour', () => {
  const c = counter()
  for (let i = 0; i < 5; i++) expect(c.wait('lan')).toBe(0)
  const waits: number[] = []
  for (let i = 0; i < 7; i++) {
    const wait = c.wait('lan')
    waits.push(wait)
    c.pass(wait - 1)
    expect(c.wait('lan')).toBe(1)
    c.pass(1)
    expect(c.wait('lan')).toBe(0)
  }
  expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900])
  c.close()
})

test('one who waits holds up neither another name nor the same name from elsewhere', () => {
  const c = counter()
  for (let i = 0; i < 6; i++) c.wait('lan')
  expect(c.wait('lan')).toBe(30)
  expect(c.wait('mai')).toBe(0)
  expect(c.wait('lan', '10.0.0.2')).toBe(0)
  c.close()
})

test('an address with many names is slowed down, and success of its own account does not reset that', () => {
  const c = counter()
  for (let i = 0; i < 30; i++) {
    expect(c.wait(`name${i}`)).toBe(0)
    expect(c.wait('own')).toBe(i >= 29 ? 30 : 0)
    if (i < 29) c.forgive('own')
  }
  expect(c.wait('anybody')).toBe(30)
  expect(c.wait('anybody', '10.0.0.2')).toBe(0)
  c.close()
})

test('a name tried from many addresses is slowed down for all', () => {
  const c = counter()
  for (let i = 0; i < 50; i++) expect(c.wait('lan', `10.0.${i}.1`)).toBe(0)
  expect(c.wait('lan', '10.9.9.9')).toBe(30)
  c.close()
})

test('success and a quiet day both begin the count anew; names are not kept readable', () => {
  const c = counter()
  for (let i = 0; i < 4; i++) c.wait('lan')
  c.forgive('lan')
  for (let i = 0; i < 5; i++) expect(c.wait('lan')).toBe(0)
  expect(c.wait('lan')).toBe(30)
  expect(c.keys()).not.toContain('lan')
  c.pass(24 * 3600 + 1)
  expect(c.wait('lan')).toBe(0)
  expect(c.rows()).toBe(3)
  c.close()
})

test('waits never shrink with failures nor pass their bound', () => {
  const rule = { free: 5, firstSeconds: 30, longestSeconds: 900 }
  fc.assert(
    fc.property(fc.nat(5000), (failures) => {
      expect(waitSeconds(rule, failures + 1)).toBeGreaterThanOrEqual(waitSeconds(rule, failures))
      expect(waitSeconds(rule, failures)).toBeLessThanOrEqual(900)
    }),
  )
})

test.each([
  ['10.1.2.3', '10.1.2.3'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s counts as %s', (address, group) => {
  expect(addressGroup(address)).toBe(group)
})
