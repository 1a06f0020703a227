import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { recordAudit, type Actor } from '../audit/audit.ts'
import { inTransaction } from '../state/transaction.ts'
import { roles, type Provinces, type Role } from './roles.ts'

const provincesText = z
  .string()
  .transform((text): Provinces => (text === 'all' ? 'all' : z.array(z.string()).parse(JSON.parse(text))))

const stored = z.object({
  id: z.number().int(),
  name: z.string(),
  role: z.enum(roles),
  provinces: provincesText,
  password_hash: z.string(),
  password_changed_at: z.string(),
  created_at: z.string(),
  disabled_at: z.string().nullable(),
  /** Where its reports are sent; null: nowhere. */
  email: z.string().nullable(),
  /** Of accounts of an OpenID Connect provider; null for local ones. */
  issuer: z.string().nullable(),
  subject: z.string().nullable(),
  groups: z
    .string()
    .nullable()
    .transform((text) => (text === null ? null : z.array(z.string()).parse(JSON.parse(text)))),
})

/** An account as it is stored; `password_hash` leaves this folder never. */
export type StoredAccount = z.output<typeof stored>

/** An account command that cannot be done as asked: the message says why and what would be right. */
export class AccountError extends Error {
  override name = 'AccountError'
  readonly code: 'not_found' | 'not_possible'
  constructor(message: string, code: 'not_found' | 'not_possible' = 'not_possible') {
    super(message)
    this.code = code
  }
}

/** Account names are compared and stored in lower case. */
export function normaliseName(name: string): string {
  return name.normalize('NFC').trim().toLowerCase()
}

/** @returns what is wrong with a name for a new account, or null. */
export function nameProblem(name: string): string | null {
  return /^[a-z0-9][a-z0-9._@-]{1,63}$/.test(name)
    ? null
    : 'an account name has 2 to 64 of a-z, 0-9, ".", "_", "-", "@" and starts with a letter or digit'
}

/**
 * Creates an account.
 * @throws AccountError when the name is taken or cannot be one.
 */
export function createAccount(
  db: DatabaseSync,
  account: {
    name: string
    role: Role
    provinces: Provinces
    /** Empty for an account of a provider. */
    passwordHash: string
    provider?: { issuer: string; subject: string; groups: readonly string[] }
  },
  now: Date,
  actor: Actor,
): void {
  const problem = nameProblem(account.name)
  if (problem !== null) throw new AccountError(problem)
  inTransaction(db, () => {
    if (findAccount(db, account.name)) throw new AccountError(`there is already an account ${account.name}`)
    const at = now.toISOString()
    db.prepare(
      `INSERT INTO accounts
         (name, role, provinces, password_hash, password_changed_at, created_at, issuer, subject, groups)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      account.name,
      account.role,
      provincesToText(account.provinces),
      account.passwordHash,
      at,
      at,
      account.provider?.issuer ?? null,
      account.provider?.subject ?? null,
      account.provider === undefined ? null : JSON.stringify(account.provider.groups),
    )
    recordAudit(db, now, actor, 'account_created', account.name, {
      role: account.role,
      provinces: account.provinces,
      ...(account.provider === undefined ? {} : { by: account.provider.issuer }),
    })
  })
}

export function findAccount(db: DatabaseSync, name: string): StoredAccount | null {
  const row = db.prepare('SELECT * FROM accounts WHERE name = ?').get(name)
  return row === undefined ? null : stored.parse(row)
}

export function findAccountById(db: DatabaseSync, id: number): StoredAccount | null {
  const row = db.prepare('SELECT * FROM accounts WHERE id = ?').get(id)
  return row === undefined ? null : stored.parse(row)
}

/** The account of a provider's subject. */
export function findProviderAccount(db: DatabaseSync, issuer: string, subject: string): StoredAccount | null {
  const row = db.prepare('SELECT * FROM accounts WHERE issuer = ? AND subject = ?').get(issuer, subject)
  return row === undefined ? null : stored.parse(row)
}

/** @throws AccountError when there is none. */
export function accountNamed(db: DatabaseSync, name: string): StoredAccount {
  const account = findAccount(db, normaliseName(name))
  if (account === null) throw new AccountError(`there is no account ${name}`, 'not_found')
  return account
}

export function listAccounts(db: DatabaseSync): StoredAccount[] {
  return db
    .prepare('SELECT * FROM accounts ORDER BY name')
    .all()
    .map((row) => stored.parse(row))
}

/**
 * Changes role or provinces. It holds from the account's next request on.
 * @throws AccountError for an account of a provider: its groups say what it may see.
 */
export function changeGrants(
  db: DatabaseSync,
  name: string,
  grants: { role: Role; provinces: Provinces },
  now: Date,
  actor: Actor,
): void {
  inTransaction(db, () => {
    const account = accountNamed(db, name)
    if (account.issuer !== null) {
      throw new AccountError(`what ${account.name} may see follows from its groups at ${account.issuer}`)
    }
    setGrants(db, account, grants, now, actor)
  })
}

/** Stores what an account may see, whoever says so. */
export function setGrants(
  db: DatabaseSync,
  before: StoredAccount,
  grants: { role: Role; provinces: Provinces },
  now: Date,
  actor: Actor,
): void {
  db.prepare('UPDATE accounts SET role = ?, provinces = ? WHERE id = ?').run(
    grants.role,
    provincesToText(grants.provinces),
    before.id,
  )
  recordAudit(db, now, actor, 'account_changed', before.name, {
    from: { role: before.role, provinces: before.provinces },
    to: grants,
  })
}

/** @returns what is wrong with an address, or null. */
export const emailProblem = (email: string): string | null =>
  z.email().max(254).safeParse(email).success ? null : `"${email}" is not an e-mail address`

/**
 * Sets where an account's reports are sent; null: nowhere. The audit log says that it changed, not the address.
 * @throws AccountError when it is no address.
 */
export function setEmail(
  db: DatabaseSync,
  name: string,
  email: string | null,
  now: Date,
  actor: Actor,
): void {
  const problem = email === null ? null : emailProblem(email)
  if (problem !== null) throw new AccountError(problem)
  inTransaction(db, () => {
    const account = accountNamed(db, name)
    if (account.email === email) return
    db.prepare('UPDATE accounts SET email = ? WHERE id = ?').run(email, account.id)
    recordAudit(db, now, actor, 'email_changed', account.name, { set: email !== null })
  })
}

/** Notes the provider's groups of an account, as of its last sign-in. */
export function setGroups(db: DatabaseSync, id: number, groups: readonly string[]): void {
  db.prepare('UPDATE accounts SET groups = ? WHERE id = ?').run(JSON.stringify(groups), id)
}

/** Ends sessions and revokes tokens of an account that is to see nothing any more. */
export function endAccess(db: DatabaseSync, account: StoredAccount, now: Date, actor: Actor): void {
  const at = now.toISOString()
  const ended = db
    .prepare('DELETE FROM sessions WHERE account_id = ? OR seen_as = ?')
    .run(account.id, account.id)
  const revoked = db
    .prepare('UPDATE tokens SET revoked_at = ? WHERE account_id = ? AND revoked_at IS NULL')
    .run(at, account.id)
  if (Number(ended.changes) + Number(revoked.changes) === 0) return
  recordAudit(db, now, actor, 'access_ended', account.name, {
    sessions: Number(ended.changes),
    tokens: Number(revoked.changes),
  })
}

/**
 * Ends the account's sessions at once, and those that look as it does; its tokens are refused for as long as it is
 * disabled.
 */
export function disableAccount(db: DatabaseSync, name: string, now: Date, actor: Actor): void {
  inTransaction(db, () => {
    const account = accountNamed(db, name)
    if (account.disabled_at !== null) return
    db.prepare('UPDATE accounts SET disabled_at = ? WHERE id = ?').run(now.toISOString(), account.id)
    db.prepare('DELETE FROM sessions WHERE account_id = ? OR seen_as = ?').run(account.id, account.id)
    recordAudit(db, now, actor, 'account_disabled', account.name)
  })
}

export function enableAccount(db: DatabaseSync, name: string, now: Date, actor: Actor): void {
  inTransaction(db, () => {
    const account = accountNamed(db, name)
    if (account.disabled_at === null) return
    db.prepare('UPDATE accounts SET disabled_at = NULL WHERE id = ?').run(account.id)
    recordAudit(db, now, actor, 'account_enabled', account.name)
  })
}

/** Ends the account's sessions: whoever knew the old password is out. */
export function setPasswordHash(db: DatabaseSync, name: string, hash: string, now: Date, actor: Actor): void {
  inTransaction(db, () => {
    const account = accountNamed(db, name)
    if (account.issuer !== null) {
      throw new AccountError(`${account.name} signs in at ${account.issuer} and has no password here`)
    }
    db.prepare('UPDATE accounts SET password_hash = ?, password_changed_at = ? WHERE id = ?').run(
      hash,
      now.toISOString(),
      account.id,
    )
    db.prepare('DELETE FROM sessions WHERE account_id = ?').run(account.id)
    recordAudit(db, now, actor, 'password_changed', account.name)
  })
}

/** Stores the same password under today's hashing parameters. */
export function replaceHash(db: DatabaseSync, id: number, before: string, after: string): void {
  db.prepare('UPDATE accounts SET password_hash = ? WHERE id = ? AND password_hash = ?').run(
    after,
    id,
    before,
  )
}

function provincesToText(provinces: Provinces): string {
  return provinces === 'all' ? 'all' : JSON.stringify([...new Set(provinces)].sort())
}
