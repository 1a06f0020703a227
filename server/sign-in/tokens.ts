import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { recordAudit, type Actor } from '../audit/audit.ts'
import { inTransaction } from '../state/transaction.ts'
import { AccountError, accountNamed } from './accounts.ts'
import { scopesFromText, type Scope } from './scopes.ts'
import { hashSecret, randomSecret } from './secrets.ts'

const pattern = /^tc_[A-Za-z0-9_-]{43}$/
const usedPrecisionMs = 60_000

const listed = z.object({
  id: z.string(),
  user: z.string(),
  scopes: z.string().transform(scopesFromText),
  created_at: z.string(),
  expires_at: z.string(),
  last_used_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
})

/** A token in a list; the token itself cannot be had again. */
export type ListedToken = z.output<typeof listed>

const found = z.object({
  id: z.string(),
  account_id: z.number().int(),
  scopes: z.string().transform(scopesFromText),
  expires_at: z.string(),
  last_used_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
})

/**
 * Creates an API token for an account. @returns the token, which is shown once and stored only as a hash.
 * @throws AccountError when the account is disabled, or `admin` is asked for one that is no administrator's.
 */
export function createToken(
  db: DatabaseSync,
  name: string,
  scopes: readonly Scope[],
  expiresAt: Date,
  now: Date,
  actor: Actor,
): { id: string; token: string } {
  return inTransaction(db, () => {
    const account = accountNamed(db, name)
    if (account.disabled_at !== null) {
      throw new AccountError(`the account ${account.name} is disabled; enable it before giving it a token`)
    }
    if (scopes.includes('admin') && account.role !== 'administrator') {
      throw new AccountError(`the scope admin is for administrators; ${account.name} is ${account.role}`)
    }
    const id = randomBytes(4).toString('hex')
    const token = `tc_${randomSecret()}`
    db.prepare(
      'INSERT INTO tokens (id, hash, account_id, scopes, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
    ).run(id, hashSecret(token), account.id, scopes.join(' '), now.toISOString(), expiresAt.toISOString())
    recordAudit(db, now, actor, 'token_created', account.name, {
      token: id,
      scopes,
      expires_at: expiresAt.toISOString(),
    })
    return { id, token }
  })
}

/** The token in an `Authorization` header, bare or after `Bearer`; null when it is not one of ours by its form. */
export function tokenFromHeader(header: string): string | null {
  const text = header.trim().replace(/^bearer[ \t]+/i, '')
  return pattern.test(text) ? text : null
}

/** @returns the id of the account a token belongs to, its scopes, its id and its end, or null when it is unknown, expired or revoked. */
export function useToken(
  db: DatabaseSync,
  token: string,
  now: Date,
): { accountId: number; scopes: Scope[]; id: string; expiresAt: Date } | null {
  const row = db
    .prepare('SELECT id, account_id, scopes, expires_at, last_used_at, revoked_at FROM tokens WHERE hash = ?')
    .get(hashSecret(token))
  if (row === undefined) return null
  const { id, account_id, scopes, expires_at, last_used_at, revoked_at } = found.parse(row)
  if (revoked_at !== null || now.getTime() >= Date.parse(expires_at)) return null
  if (last_used_at === null || now.getTime() - Date.parse(last_used_at) >= usedPrecisionMs) {
    db.prepare('UPDATE tokens SET last_used_at = ? WHERE id = ?').run(now.toISOString(), id)
  }
  return { accountId: account_id, scopes, id, expiresAt: new Date(expires_at) }
}

export function listTokens(db: DatabaseSync): ListedToken[] {
  return db
    .prepare(
      `SELECT tokens.id, accounts.name AS user, scopes, tokens.created_at, expires_at, last_used_at, revoked_at
       FROM tokens JOIN accounts ON accounts.id = tokens.account_id
       ORDER BY accounts.name, tokens.created_at, tokens.id`,
    )
    .all()
    .map((row) => listed.parse(row))
}

/**
 * Revokes one token by its id, or every token of an account.
 * @returns how many were live until now.
 * @throws AccountError when there is no such token or account.
 */
export function revokeTokens(
  db: DatabaseSync,
  which: { id: string } | { user: string },
  now: Date,
  actor: Actor,
): number {
  return inTransaction(db, () => {
    const user = 'user' in which ? accountNamed(db, which.user).name : null
    const chosen = listTokens(db).filter((token) =>
      'id' in which ? token.id === which.id : token.user === user,
    )
    if ('id' in which && chosen.length === 0)
      throw new AccountError(`there is no token ${which.id}`, 'not_found')
    const live = chosen.filter((token) => token.revoked_at === null)
    for (const token of live) {
      db.prepare('UPDATE tokens SET revoked_at = ? WHERE id = ?').run(now.toISOString(), token.id)
      recordAudit(db, now, actor, 'token_revoked', token.user, { token: token.id })
    }
    return live.length
  })
}

/** Whether a token opens anything, its account being enabled. */
export function tokenState(token: ListedToken, now: Date): 'live' | 'revoked' | 'expired' {
  if (token.revoked_at !== null) return 'revoked'
  return Date.parse(token.expires_at) <= now.getTime() ? 'expired' : 'live'
}
