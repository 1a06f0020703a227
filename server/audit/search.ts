import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { auditLine, type AuditLine } from './audit.ts'

/** What to look for in the audit log; what is left out does not narrow it. */
export const auditSearch = z.strictObject({
  /** Part of the actor's or the subject's name. */
  who: z.string().trim().max(100).optional(),
  /** An action, exactly. */
  what: z.string().trim().max(50).optional(),
  /** First and last day, of Asia/Ho_Chi_Minh. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  /** Part of the detail, the address, a name or the action. */
  text: z.string().trim().max(200).optional(),
})

export type AuditSearch = z.output<typeof auditSearch>

/**
 * Lines of the audit log that match, newest first.
 * @param before only lines older than the one with this id, to go on where a page ended.
 */
export function searchAudit(
  db: DatabaseSync,
  search: AuditSearch,
  { before, limit }: { before?: number | undefined; limit: number },
): AuditLine[] {
  const { sql, values } = condition(search)
  return db
    .prepare(`SELECT * FROM audit WHERE ${sql} AND (? IS NULL OR id < ?) ORDER BY id DESC LIMIT ?`)
    .all(...values, before ?? null, before ?? null, limit)
    .map((row) => auditLine.parse(row))
}

export function countAudit(db: DatabaseSync, search: AuditSearch): number {
  const { sql, values } = condition(search)
  const row = db.prepare(`SELECT count(*) AS n FROM audit WHERE ${sql}`).get(...values)
  return z.object({ n: z.number() }).parse(row).n
}

/** The actions that have been written down, for a list to choose from. */
export function auditActions(db: DatabaseSync): string[] {
  return db
    .prepare('SELECT DISTINCT action FROM audit ORDER BY action')
    .all()
    .map((row) => z.object({ action: z.string() }).parse(row).action)
}

function condition({ who, what, from, to, text }: AuditSearch): { sql: string; values: string[] } {
  const parts: { sql: string; values: string[] }[] = [{ sql: '1', values: [] }]
  if (who) {
    parts.push({
      sql: "(actor LIKE ? ESCAPE '\\' OR subject LIKE ? ESCAPE '\\')",
      values: [like(who), like(who)],
    })
  }
  if (what) parts.push({ sql: 'action = ?', values: [what] })
  if (from) parts.push({ sql: 'at >= ?', values: [startOf(from, 0)] })
  if (to) parts.push({ sql: 'at < ?', values: [startOf(to, 1)] })
  if (text) {
    parts.push({
      sql: "concat_ws(' ', actor, action, subject, detail, address) LIKE ? ESCAPE '\\'",
      values: [like(text)],
    })
  }
  return { sql: parts.map(({ sql }) => sql).join(' AND '), values: parts.flatMap(({ values }) => values) }
}

const like = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (letter) => `\\${letter}`)}%`

/** The moment a day begins in Asia/Ho_Chi_Minh (UTC+7), `days` later. */
const startOf = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + (days * 24 - 7) * 3_600_000).toISOString()
