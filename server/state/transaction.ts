import type { DatabaseSync } from 'node:sqlite'

/**
 * Runs `work` in one transaction that takes the write lock at its start, so that what is read in it is still so when
 * it writes, whichever process else is there. Inside another transaction it simply takes part in that one.
 */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  if (db.isTransaction) return work()
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
