import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { inTransaction } from '../state/transaction.ts'
import { hashSecret } from './secrets.ts'

/** After how many failures a key has to wait, for how long at first and at most; each further failure doubles it. */
interface Rule {
  free: number
  firstSeconds: number
  longestSeconds: number
}

/**
 * Three counts, so that neither one guesser with many names, nor many guessers of one name, nor somebody who wants to
 * lock a minister out gets far: a name from one address is slowed early; the address and the name alone later and less.
 */
const rules = {
  pair: { free: 5, firstSeconds: 30, longestSeconds: 900 },
  address: { free: 30, firstSeconds: 30, longestSeconds: 300 },
  name: { free: 50, firstSeconds: 30, longestSeconds: 300 },
} satisfies Record<string, Rule>

/** A day without failure and a count begins anew. */
const forgetMs = 24 * 3_600_000

const stored = z.object({
  failures: z.number().int(),
  last_at: z.string(),
  locked_until: z.string().nullable(),
})

/**
 * Takes one try at a sign-in and counts it as failed until `forgiveTry` says otherwise: counted before the password is
 * looked at, so that a thousand tries at once are not all let through before the first is counted.
 * It never asks whether the account exists, so that its answer cannot tell.
 * @returns `waitSeconds` above 0 when the try is refused (it is then not counted); else `lockSeconds`, the wait that
 * follows this try if it fails.
 */
export function takeTry(
  db: DatabaseSync,
  name: string,
  address: string,
  now: Date,
): { waitSeconds: number; lockSeconds: number } {
  return inTransaction(db, () => {
    const counts = keysOf(name, address).map(({ key, rule }) => ({ key, rule, ...readCount(db, key, now) }))
    const until = Math.max(...counts.map((count) => count.lockedUntil))
    if (until > now.getTime()) {
      return { waitSeconds: Math.ceil((until - now.getTime()) / 1000), lockSeconds: 0 }
    }
    db.prepare('DELETE FROM sign_in_failures WHERE last_at < ?').run(
      new Date(now.getTime() - forgetMs).toISOString(),
    )
    const write = db.prepare(
      'INSERT OR REPLACE INTO sign_in_failures (key, failures, last_at, locked_until) VALUES (?, ?, ?, ?)',
    )
    let lockSeconds = 0
    for (const { key, rule, failures } of counts) {
      const wait = waitSeconds(rule, failures + 1)
      const lockedUntil = wait === 0 ? null : new Date(now.getTime() + wait * 1000).toISOString()
      write.run(key, failures + 1, now.toISOString(), lockedUntil)
      lockSeconds = Math.max(lockSeconds, wait)
    }
    return { waitSeconds: 0, lockSeconds }
  })
}

/**
 * A try that succeeded: the name's counts begin anew. The address only gets this one try back, else a guesser with an
 * account of his own could reset it as often as he likes.
 */
export function forgiveTry(db: DatabaseSync, name: string, address: string): void {
  inTransaction(db, () => {
    for (const { key, kind, rule } of keysOf(name, address)) {
      if (kind !== 'address') db.prepare('DELETE FROM sign_in_failures WHERE key = ?').run(key)
      else {
        db.prepare(
          `UPDATE sign_in_failures SET failures = max(failures - 1, 0),
             locked_until = CASE WHEN failures - 1 < ? THEN NULL ELSE locked_until END WHERE key = ?`,
        ).run(rule.free, key)
      }
    }
  })
}

/** Seconds to wait after the given number of failures. */
export function waitSeconds(rule: Rule, failures: number): number {
  if (failures < rule.free) return 0
  return Math.min(rule.firstSeconds * 2 ** Math.min(failures - rule.free, 20), rule.longestSeconds)
}

/** An IPv6 user has a whole /64 to choose addresses from; IPv4 written as IPv6 is IPv4. */
export function addressGroup(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`
}

function keysOf(name: string, address: string) {
  const from = addressGroup(address)
  const who = hashSecret(name)
  return [
    { kind: 'pair', key: `pair ${who} ${from}`, rule: rules.pair },
    { kind: 'address', key: `address ${from}`, rule: rules.address },
    { kind: 'name', key: `name ${who}`, rule: rules.name },
  ] as const
}

function readCount(db: DatabaseSync, key: string, now: Date): { failures: number; lockedUntil: number } {
  const row = db
    .prepare('SELECT failures, last_at, locked_until FROM sign_in_failures WHERE key = ?')
    .get(key)
  if (row === undefined) return { failures: 0, lockedUntil: 0 }
  const { failures, last_at, locked_until } = stored.parse(row)
  if (Date.parse(last_at) < now.getTime() - forgetMs) return { failures: 0, lockedUntil: 0 }
  return { failures, lockedUntil: locked_until === null ? 0 : Date.parse(locked_until) }
}
