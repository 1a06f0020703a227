import type { DatabaseSync } from 'node:sqlite'
import { recordAudit, type Actor } from '../audit/audit.ts'
import { inTransaction } from '../state/transaction.ts'
import { AccountError, accountNamed } from './accounts.ts'
import { hashSecret } from './secrets.ts'

/**
 * Lets an administrator's session look with another account's grants. The guard then knows the session as that
 * account, and lets it change nothing.
 * @throws AccountError for accounts that are disabled or administrators: there is nothing to see that is not one's own.
 */
export function startSeeingAs(db: DatabaseSync, secret: string, name: string, now: Date, actor: Actor): void {
  inTransaction(db, () => {
    const seen = accountNamed(db, name)
    if (seen.disabled_at !== null) throw new AccountError(`${seen.name} is disabled and sees nothing`)
    if (seen.role === 'administrator') throw new AccountError(`${seen.name} is an administrator, as you are`)
    db.prepare('UPDATE sessions SET seen_as = ? WHERE hash = ?').run(seen.id, hashSecret(secret))
    recordAudit(db, now, actor, 'see_as_started', seen.name, {
      role: seen.role,
      provinces: seen.provinces,
    })
  })
}

export function stopSeeingAs(db: DatabaseSync, secret: string, seen: string, now: Date, actor: Actor): void {
  inTransaction(db, () => {
    db.prepare('UPDATE sessions SET seen_as = NULL WHERE hash = ?').run(hashSecret(secret))
    recordAudit(db, now, actor, 'see_as_ended', seen)
  })
}
