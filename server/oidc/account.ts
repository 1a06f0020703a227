import type { DatabaseSync } from 'node:sqlite'
import { recordAudit, type Actor } from '../audit/audit.ts'
import {
  createAccount,
  endAccess,
  findAccount,
  findProviderAccount,
  listAccounts,
  nameProblem,
  normaliseName,
  setGrants,
  setGroups,
  type StoredAccount,
} from '../sign-in/accounts.ts'
import { startSession, type SessionLimits, type SessionOrigin } from '../sign-in/sessions.ts'
import { inTransaction } from '../state/transaction.ts'
import { grantsOfGroups, type GroupGrants } from './groups.ts'
import type { Identity } from './provider.ts'

export type ProviderSignIn =
  { ok: true; session: string } | { ok: false; reason: 'no_access' | 'name_missing' | 'name_taken' }

/**
 * Signs in whom the provider names, with what the groups give now. An account is made at the first sign-in. It is known
 * by issuer and subject: a local account of the same name is somebody else, and is never taken over.
 * Where the groups give nothing, sessions end and tokens are revoked.
 */
export function signInIdentity(
  db: DatabaseSync,
  identity: Identity,
  mapping: readonly GroupGrants[],
  origin: SessionOrigin,
  now: Date,
  limits: SessionLimits,
): ProviderSignIn {
  const { issuer, subject, groups } = identity
  return inTransaction(db, () => {
    const known = findProviderAccount(db, issuer, subject)
    const actor: Actor = { name: known?.name ?? null, origin: 'web', address: origin.address }
    const refuse = (reason: 'no_access' | 'name_missing' | 'name_taken', why: string): ProviderSignIn => {
      recordAudit(db, now, actor, 'sign_in_failed', known?.name ?? null, { by: issuer, subject, reason: why })
      return { ok: false, reason }
    }
    const grants = grantsOfGroups(mapping, groups)
    if (known?.disabled_at) return refuse('no_access', 'account disabled')
    if (grants === null) {
      if (known !== null) applyGrants(db, known, null, groups, now, actor)
      return refuse('no_access', 'no group gives access')
    }
    let account = known
    if (account === null) {
      const name = normaliseName(identity.name ?? '')
      const problem = nameProblem(name)
      if (problem !== null) return refuse('name_missing', problem)
      if (findAccount(db, name) !== null) return refuse('name_taken', `there is a local account ${name}`)
      createAccount(
        db,
        { name, ...grants, passwordHash: '', provider: { issuer, subject, groups } },
        now,
        actor,
      )
      account = findProviderAccount(db, issuer, subject)
      if (account === null) throw new Error('the account just made is not there')
    } else applyGrants(db, account, grants, groups, now, actor)
    const session = startSession(db, account.id, { ...origin, idToken: identity.idToken }, now, limits)
    recordAudit(db, now, { ...actor, name: account.name }, 'sign_in', account.name, { by: issuer })
    return { ok: true, session }
  })
}

/**
 * At start: gives every account of the provider what the mapping says now of its groups at the last sign-in, and ends
 * sessions of accounts of a provider that is no longer set up.
 */
export function applyMapping(
  db: DatabaseSync,
  provider: { issuer: URL; groups: readonly GroupGrants[] } | null,
  now: Date,
): void {
  const actor: Actor = { name: null, origin: 'start', address: null }
  inTransaction(db, () => {
    for (const account of listAccounts(db)) {
      if (account.issuer === null) continue
      const current = provider !== null && sameIssuer(account.issuer, provider.issuer)
      if (!current) db.prepare('DELETE FROM sessions WHERE account_id = ?').run(account.id)
      else {
        const groups = account.groups ?? []
        applyGrants(db, account, grantsOfGroups(provider.groups, groups), groups, now, actor)
      }
    }
  })
}

/** Issuers are compared as they are, but for the slash that a bare host gets in a URL. */
function sameIssuer(stored: string, configured: URL): boolean {
  return stored === configured.href || `${stored}/` === configured.href
}

function applyGrants(
  db: DatabaseSync,
  account: StoredAccount,
  grants: ReturnType<typeof grantsOfGroups>,
  groups: readonly string[],
  now: Date,
  actor: Actor,
): void {
  setGroups(db, account.id, groups)
  const after = grants ?? { role: account.role, provinces: [] }
  const before = { role: account.role, provinces: account.provinces }
  if (JSON.stringify(before) !== JSON.stringify(after)) setGrants(db, account, after, now, actor)
  if (grants === null) endAccess(db, account, now, actor)
}
