import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { deriveSecret, hashSecret, randomSecret } from './secrets.ts'

export interface SessionLimits {
  /** Minutes without a request after which a session ends. @default 120 */
  idleMinutes: number
  /** Hours after sign-in at which a session ends, however busy it is. @default 12 */
  absoluteHours: number
}

export const defaultSessionLimits: SessionLimits = { idleMinutes: 120, absoluteHours: 12 }

/** How stale `last_seen_at` may be: not every request needs a write. */
const seenPrecisionMs = 60_000

const stored = z.object({ account_id: z.number().int(), last_seen_at: z.string(), expires_at: z.string() })

/** Starts a session. @returns its secret, for the cookie; only its hash is stored. */
export function startSession(
  db: DatabaseSync,
  accountId: number,
  address: string | null,
  now: Date,
  limits: SessionLimits,
): string {
  const secret = randomSecret()
  const at = now.toISOString()
  const end = new Date(now.getTime() + limits.absoluteHours * 3_600_000).toISOString()
  const idle = new Date(now.getTime() - limits.idleMinutes * 60_000).toISOString()
  db.prepare('DELETE FROM sessions WHERE expires_at <= ? OR last_seen_at <= ?').run(at, idle)
  db.prepare(
    `INSERT INTO sessions (hash, account_id, created_at, last_seen_at, expires_at, address)
     VALUES (?, ?, ?, ?, ?, ?)`,
  ).run(hashSecret(secret), accountId, at, at, end, address)
  return secret
}

/** @returns the account's id when the session lives, else null. A dead session is removed. */
export function useSession(
  db: DatabaseSync,
  secret: string,
  now: Date,
  limits: SessionLimits,
): number | null {
  const hash = hashSecret(secret)
  const row = db.prepare('SELECT account_id, last_seen_at, expires_at FROM sessions WHERE hash = ?').get(hash)
  if (row === undefined) return null
  const session = stored.parse(row)
  const seen = Date.parse(session.last_seen_at)
  const idleEnd = seen + limits.idleMinutes * 60_000
  if (now.getTime() >= Math.min(Date.parse(session.expires_at), idleEnd)) {
    endSession(db, secret)
    return null
  }
  if (now.getTime() - seen >= seenPrecisionMs) {
    db.prepare('UPDATE sessions SET last_seen_at = ? WHERE hash = ?').run(now.toISOString(), hash)
  }
  return session.account_id
}

export function endSession(db: DatabaseSync, secret: string): void {
  db.prepare('DELETE FROM sessions WHERE hash = ?').run(hashSecret(secret))
}

/** The token a page sends back with what it changes: it proves that the sender could read an answer of this session. */
export function csrfToken(secret: string): string {
  return deriveSecret(secret, 'csrf')
}
