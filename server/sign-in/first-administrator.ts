import { inTransaction } from '../state/transaction.ts'
import type { State } from '../state/state.ts'
import { createAccount, findAccount } from './accounts.ts'
import { generatePassword, hashPassword } from './password.ts'

/**
 * Creates the first administrator where there has never been one.
 * @returns the name and the generated password, which is stored nowhere and can be had only now; null when there is
 * an administrator already. A lost password is replaced by `npm run admin -- user password NAME`.
 */
export async function createFirstAdministrator(
  state: State,
  now: Date = new Date(),
): Promise<{ name: string; password: string } | null> {
  if (hasAdministrator(state)) return null
  const password = generatePassword()
  const passwordHash = await hashPassword(password)
  return inTransaction(state.db, () => {
    // Another process may have been first while the password was being hashed.
    if (hasAdministrator(state)) return null
    const name = findAccount(state.db, 'admin') === null ? 'admin' : 'administrator'
    createAccount(state.db, { name, role: 'administrator', provinces: 'all', passwordHash }, now, {
      name: null,
      origin: 'start',
      address: null,
    })
    return { name, password }
  })
}

function hasAdministrator({ db }: State): boolean {
  return db.prepare("SELECT 1 FROM accounts WHERE role = 'administrator' LIMIT 1").get() !== undefined
}
