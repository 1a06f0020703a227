import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { recordAudit, type Actor } from '../audit/audit.ts'
import { inTransaction } from '../state/transaction.ts'
import { AccountError } from './accounts.ts'
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

const stored = z.object({
  account_id: z.number().int(),
  last_seen_at: z.string(),
  expires_at: z.string(),
  seen_as: z.number().int().nullable(),
})

const listed = z.object({
  id: z.string(),
  user: z.string(),
  created_at: z.string(),
  last_seen_at: z.string(),
  expires_at: z.string(),
  address: z.string().nullable(),
  agent: z.string().nullable(),
  /** Whom an administrator looks as, in this session. */
  seen_as: z.string().nullable(),
})

/** A session in a list; times are UTC. */
export type ListedSession = z.output<typeof listed>

/** Where a session was started from. */
export interface SessionOrigin {
  address: string | null
  agent: string | null
  /** The provider's ID token, for its sign-out. */
  idToken?: string | undefined
}

/** Starts a session. @returns its secret, for the cookie; only its hash is stored. */
export function startSession(
  db: DatabaseSync,
  accountId: number,
  origin: SessionOrigin,
  now: Date,
  limits: SessionLimits,
): string {
  const secret = randomSecret()
  const at = now.toISOString()
  const end = new Date(now.getTime() + limits.absoluteHours * 3_600_000).toISOString()
  const idle = new Date(now.getTime() - limits.idleMinutes * 60_000).toISOString()
  db.prepare('DELETE FROM sessions WHERE expires_at <= ? OR last_seen_at <= ?').run(at, idle)
  db.prepare(
    `INSERT INTO sessions (hash, id, account_id, created_at, last_seen_at, expires_at, address, agent, id_token)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    hashSecret(secret),
    randomBytes(6).toString('hex'),
    accountId,
    at,
    at,
    end,
    origin.address,
    origin.agent?.slice(0, 300) ?? null,
    origin.idToken ?? null,
  )
  return secret
}

/**
 * @returns the account's id when the session lives, and the id of the account it looks as, if any; else null.
 * A dead session is removed.
 */
export function useSession(
  db: DatabaseSync,
  secret: string,
  now: Date,
  limits: SessionLimits,
): { accountId: number; seenAs: number | null } | null {
  const hash = hashSecret(secret)
  const row = db
    .prepare('SELECT account_id, last_seen_at, expires_at, seen_as FROM sessions WHERE hash = ?')
    .get(hash)
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
  return { accountId: session.account_id, seenAs: session.seen_as }
}

export function endSession(db: DatabaseSync, secret: string): void {
  db.prepare('DELETE FROM sessions WHERE hash = ?').run(hashSecret(secret))
}

/** Sessions that live, the latest used first; of one account, or of all. */
export function listSessions(
  db: DatabaseSync,
  user: string | null,
  now: Date,
  limits: SessionLimits,
): ListedSession[] {
  const idle = new Date(now.getTime() - limits.idleMinutes * 60_000).toISOString()
  return db
    .prepare(
      `SELECT sessions.id, owner.name AS user, sessions.created_at, last_seen_at, expires_at, address, agent,
         seen.name AS seen_as
       FROM sessions JOIN accounts AS owner ON owner.id = account_id LEFT JOIN accounts AS seen ON seen.id = seen_as
       WHERE expires_at > ? AND last_seen_at > ? AND (? IS NULL OR owner.name = ?)
       ORDER BY last_seen_at DESC, sessions.id`,
    )
    .all(now.toISOString(), idle, user, user)
    .map((row) => listed.parse(row))
}

/** The public id of the session with a secret. */
export function sessionId(db: DatabaseSync, secret: string): string | null {
  const row = db.prepare('SELECT id FROM sessions WHERE hash = ?').get(hashSecret(secret))
  return row === undefined ? null : z.object({ id: z.string() }).parse(row).id
}

/** The provider's ID token of the session with a secret, null where it began with a password. */
export function idTokenOf(db: DatabaseSync, secret: string): string | null {
  const row = db.prepare('SELECT id_token FROM sessions WHERE hash = ?').get(hashSecret(secret))
  return row === undefined ? null : z.object({ id_token: z.string().nullable() }).parse(row).id_token
}

/**
 * Ends a session by its public id.
 * @param user whose it must be, or null for anyone's.
 * @throws AccountError when there is none such.
 */
export function revokeSession(
  db: DatabaseSync,
  id: string,
  user: string | null,
  now: Date,
  actor: Actor,
): void {
  inTransaction(db, () => {
    const row = db
      .prepare(
        'SELECT accounts.name FROM sessions JOIN accounts ON accounts.id = account_id WHERE sessions.id = ?',
      )
      .get(id)
    const owner = row === undefined ? null : z.object({ name: z.string() }).parse(row).name
    if (owner === null || (user !== null && owner !== user))
      throw new AccountError(`there is no session ${id}`, 'not_found')
    db.prepare('DELETE FROM sessions WHERE id = ?').run(id)
    recordAudit(db, now, actor, 'session_revoked', owner, { session: id })
  })
}

/** The token a page sends back with what it changes: it proves that the sender could read an answer of this session. */
export function csrfToken(secret: string): string {
  return deriveSecret(secret, 'csrf')
}
