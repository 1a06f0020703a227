import type { DatabaseSync } from 'node:sqlite'
import { recordAudit } from '../audit/audit.ts'
import { findAccount, normaliseName, replaceHash, type StoredAccount } from './accounts.ts'
import { forgiveTry, takeTry } from './lockout.ts'
import { generatePassword, hashPassword, needsRehash, verifyPassword } from './password.ts'
import { createQueue } from './queue.ts'
import { startSession, type SessionLimits } from './sessions.ts'

export type SignInResult =
  | { ok: true; session: string }
  | { ok: false; reason: 'credentials' }
  | { ok: false; reason: 'locked'; waitSeconds: number }
  | { ok: false; reason: 'busy' }

export type SignIn = (attempt: {
  name: string
  password: string
  address: string
  agent: string | null
}) => Promise<SignInResult>

/**
 * The sign-in with a local account. A name nobody has is answered as a wrong password is, after the same work (a hash is
 * verified for it too), and is slowed down in the same way, so that nobody learns which accounts exist.
 */
export function createSignIn(db: DatabaseSync, limits: SessionLimits, clock: () => Date): SignIn {
  const decoy = hashPassword(generatePassword())
  // Each verification takes 19 MiB and a thread of the pool that files and compression need too.
  const queue = createQueue({ atOnce: 2, waiting: 64 })

  return async ({ name: typed, password, address, agent }) => {
    const name = normaliseName(typed)
    // An account of a provider has no password: it is to this sign-in as a name nobody has.
    const local = (): StoredAccount | null => {
      const found = findAccount(db, name)
      return found?.issuer === null ? found : null
    }
    const known = local()
    const actor = { name: known?.name ?? null, origin: 'web', address } as const
    const place = queue.enter()
    if (place === null) return { ok: false, reason: 'busy' }
    try {
      const { waitSeconds, lockSeconds } = takeTry(db, name, address, clock())
      // Not audited: the failure that began the wait is, and refused tries cost a flooder nothing.
      if (waitSeconds > 0) return { ok: false, reason: 'locked', waitSeconds }
      await place.turn
      const right = await verifyPassword(known?.password_hash ?? (await decoy), password)
      // Read again: the account may have been disabled, or its password changed, while the hash was computed.
      const account = local()
      if (
        !right ||
        account === null ||
        account.password_hash !== known?.password_hash ||
        account.disabled_at !== null
      ) {
        // A name nobody has is not written down: it may be a password typed into the wrong field.
        recordAudit(db, clock(), actor, 'sign_in_failed', actor.name, {
          reason:
            known === null ? 'unknown name' : account?.disabled_at ? 'account disabled' : 'wrong password',
          ...(lockSeconds > 0 ? { locked_seconds: lockSeconds } : {}),
        })
        return { ok: false, reason: 'credentials' }
      }
      forgiveTry(db, name, address)
      const session = startSession(db, account.id, { address, agent }, clock(), limits)
      recordAudit(db, clock(), actor, 'sign_in', account.name)
      if (needsRehash(account.password_hash)) {
        replaceHash(db, account.id, account.password_hash, await hashPassword(password))
      }
      return { ok: true, session }
    } finally {
      place.leave()
    }
  }
}
