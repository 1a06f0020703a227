import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { recordAudit, type Actor } from '../audit/audit.ts'
import { roles } from '../sign-in/roles.ts'
import { inTransaction } from '../state/transaction.ts'
import type { SharedWith } from './audience.ts'

const stored = z.object({
  id: z.string(),
  owner: z.string(),
  name: z.string(),
  address: z.string(),
  /** Text of a statement that does not stand in the address. */
  sql: z.string().nullable(),
  shared_with: z
    .string()
    .transform((text): SharedWith =>
      text === 'all' ? 'all' : z.array(z.enum(roles)).parse(JSON.parse(text)),
    ),
  created_at: z.string(),
  changed_at: z.string(),
  deleted_at: z.string().nullable(),
})

/** A page saved under a name; times are UTC, ISO 8601. */
export type SavedView = z.output<typeof stored>

/** What of a view its owner chooses. */
export type ViewContent = Pick<SavedView, 'name' | 'address' | 'sql' | 'shared_with'>

/** Views of one account. */
export const MOST_VIEWS = 300

/** Deleted views can be taken back for so long; then they are gone. */
const KEPT_DAYS = 30

/** 60 random bits in letters and digits that are not mistaken for one another. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789'
export const newViewId = (): string =>
  [...randomBytes(12)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')

export function findView(db: DatabaseSync, id: string): SavedView | null {
  const row = db.prepare('SELECT * FROM saved_views WHERE id = ?').get(id)
  return row === undefined ? null : stored.parse(row)
}

/** All views that are not deleted, the latest changed first. */
export function listViews(db: DatabaseSync): SavedView[] {
  return db
    .prepare('SELECT * FROM saved_views WHERE deleted_at IS NULL ORDER BY changed_at DESC, id')
    .all()
    .map((row) => stored.parse(row))
}

/** @returns null where the account has as many as it may have. */
export function addView(
  db: DatabaseSync,
  owner: string,
  content: ViewContent,
  now: Date,
  actor: Actor,
): SavedView | null {
  return inTransaction(db, () => {
    const own = db.prepare('SELECT count(*) AS n FROM saved_views WHERE owner = ? AND deleted_at IS NULL')
    if (Number(own.get(owner)?.['n']) >= MOST_VIEWS) return null
    const id = newViewId()
    const at = now.toISOString()
    const { name, address, sql, shared_with } = content
    db.prepare(
      `INSERT INTO saved_views (id, owner, name, address, sql, shared_with, created_at, changed_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(id, owner, name, address, sql, sharedText(shared_with), at, at)
    recordAudit(db, now, actor, 'view_saved', id, { name, address, shared_with })
    return { id, owner, ...content, created_at: at, changed_at: at, deleted_at: null }
  })
}

export function changeView(
  db: DatabaseSync,
  before: SavedView,
  change: Partial<ViewContent>,
  now: Date,
  actor: Actor,
): SavedView {
  const after = { ...before, ...change, changed_at: now.toISOString() }
  inTransaction(db, () => {
    db.prepare(
      'UPDATE saved_views SET name = ?, address = ?, sql = ?, shared_with = ?, changed_at = ? WHERE id = ?',
    ).run(after.name, after.address, after.sql, sharedText(after.shared_with), after.changed_at, after.id)
    const { sql: _, ...told } = change
    recordAudit(db, now, actor, 'view_changed', before.id, told)
  })
  return after
}

/** Deletes a view, so that it can still be restored; what was deleted long ago goes for good. */
export function deleteView(db: DatabaseSync, { id, name }: SavedView, now: Date, actor: Actor): void {
  inTransaction(db, () => {
    db.prepare('UPDATE saved_views SET deleted_at = ? WHERE id = ?').run(now.toISOString(), id)
    const gone = new Date(now.getTime() - KEPT_DAYS * 86_400_000).toISOString()
    db.prepare('DELETE FROM saved_views WHERE deleted_at < ?').run(gone)
    recordAudit(db, now, actor, 'view_deleted', id, { name })
  })
}

export function restoreView(db: DatabaseSync, { id, name }: SavedView, now: Date, actor: Actor): void {
  inTransaction(db, () => {
    db.prepare('UPDATE saved_views SET deleted_at = NULL WHERE id = ?').run(id)
    recordAudit(db, now, actor, 'view_restored', id, { name })
  })
}

const sharedText = (shared: SharedWith): string => (shared === 'all' ? 'all' : JSON.stringify(shared))
