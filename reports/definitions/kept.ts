import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { recordAudit, type Actor } from '../../server/audit/audit.ts'
import { inTransaction } from '../../server/state/transaction.ts'

const content = z.discriminatedUnion('kind', [
  /** This text is in force. */
  z.object({ kind: z.literal('text'), text: z.string() }),
  /** The product's own file is in force again. */
  z.object({ kind: z.literal('file'), text: z.null() }),
  /** Nothing is: no times of it are planned. */
  z.object({ kind: z.literal('stopped'), text: z.null() }),
])
const stored = z
  .object({ report: z.string(), version: z.number().int(), at: z.string(), account: z.string() })
  .and(content)

/** What an administrator made of a report: `version` counts from 1, `at` is UTC, ISO 8601. */
export type KeptVersion = z.output<typeof stored>

/** What a new version is. */
export type KeptContent = z.output<typeof content>

/** Somebody else has kept a version since. */
export class ChangedError extends Error {
  override name = 'ChangedError'
}

/** The version of each report that decides, by id. */
export const newestVersions = (db: DatabaseSync): KeptVersion[] =>
  db
    .prepare(
      `SELECT * FROM report_definitions AS one
       WHERE version = (SELECT max(version) FROM report_definitions WHERE report = one.report)
       ORDER BY report`,
    )
    .all()
    .map((row) => stored.parse(row))

/** All versions of a report, the newest first. */
export const versionsOf = (db: DatabaseSync, report: string): KeptVersion[] =>
  db
    .prepare('SELECT * FROM report_definitions WHERE report = ? ORDER BY version DESC')
    .all(report)
    .map((row) => stored.parse(row))

/**
 * The text that people go on from, by versions with the newest first: the one in force or, of a stopped report, the one that
 * was. null: the file's.
 */
export const lastText = (versions: readonly KeptVersion[]): string | null =>
  versions.find(({ kind }) => kind !== 'stopped')?.text ?? null

/**
 * Keeps a further version, with its line in the audit log.
 * @param base the version it was made from; 0: there was none
 * @throws ChangedError where that is not the newest any more.
 */
export const keepVersion = (
  db: DatabaseSync,
  { report, base, content: { kind, text } }: { report: string; base: number; content: KeptContent },
  now: Date,
  actor: Actor,
): number =>
  inTransaction(db, () => {
    const newest = db.prepare('SELECT max(version) AS version FROM report_definitions WHERE report = ?')
    if (Number(newest.get(report)?.['version'] ?? 0) !== base)
      throw new ChangedError(`"${report}" has been changed since version ${base}`)
    const version = base + 1
    db.prepare(
      'INSERT INTO report_definitions (report, version, kind, text, at, account) VALUES (?, ?, ?, ?, ?, ?)',
    ).run(report, version, kind, text, now.toISOString(), actor.name ?? '')
    recordAudit(db, now, actor, 'report_changed', report, { kind, version })
    return version
  })
