import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { inTransaction } from './transaction.ts'

const applied = z.object({ newest: z.number().int().nullable() })

/**
 * Applies the numbered migrations (`001_name.sql`, …) the file does not have yet, all or none of them.
 * Two processes may do this at once: the second waits for the first and finds nothing left to do.
 * @throws when the file was migrated by a newer version of the product than this one.
 */
export function migrate(db: DatabaseSync, folder: string): void {
  enableWal(db)
  inTransaction(db, () => {
    db.exec(
      'CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT',
    )
    const newest = applied.parse(db.prepare('SELECT max(number) AS newest FROM migrations').get()).newest ?? 0
    const steps = migrationsIn(folder)
    const known = steps.at(-1)?.number ?? 0
    if (newest > known) {
      throw new Error(
        `it was written by a newer version (migration ${newest}, this version knows ${known}); update the product`,
      )
    }
    const note = db.prepare('INSERT INTO migrations (number, name, applied_at) VALUES (?, ?, ?)')
    for (const step of steps.filter(({ number }) => number > newest)) {
      db.exec(readFileSync(join(folder, step.name), 'utf8'))
      note.run(step.number, step.name, new Date().toISOString())
    }
  })
}

/** Readers go on while another process writes. SQLite does not wait for locks at this one statement, so we do. */
function enableWal(db: DatabaseSync): void {
  for (let attempt = 1; ; attempt++) {
    try {
      db.exec('PRAGMA journal_mode = WAL')
      db.exec('PRAGMA synchronous = FULL')
      return
    } catch (error) {
      if (attempt === 100 || !/locked|busy/i.test((error as Error).message)) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    }
  }
}

function migrationsIn(folder: string): { number: number; name: string }[] {
  return readdirSync(folder)
    .filter((name) => /^\d{3}_\w+\.sql$/.test(name))
    .map((name) => ({ number: Number(name.slice(0, 3)), name }))
    .sort((a, b) => a.number - b.number)
}
