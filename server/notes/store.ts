import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { recordAudit, type Actor } from '../audit/audit.ts'
import { inTransaction } from '../state/transaction.ts'

const stored = z.object({
  id: z.number().int(),
  /** `YYYY-MM-DD` */
  day: z.string(),
  topic: z.string(),
  province: z.string().nullable(),
  text: z.string(),
  author: z.string(),
  created_at: z.string(),
  changed_at: z.string(),
  deleted_at: z.string().nullable(),
})

/** A dated note; times are UTC, ISO 8601. */
export type Note = z.output<typeof stored>
export type NoteContent = Pick<Note, 'day' | 'topic' | 'province' | 'text'>

/** Notes that are told at once: more than years of them. */
const MOST = 5000
/** Deleted notes can be taken back for so long; then they are gone. */
const KEPT_DAYS = 30

export function findNote(db: DatabaseSync, id: number): Note | null {
  const row = db.prepare('SELECT * FROM notes WHERE id = ?').get(id)
  return row === undefined ? null : stored.parse(row)
}

/** Notes that are not deleted, by day. */
export function listNotes(db: DatabaseSync): Note[] {
  return db
    .prepare('SELECT * FROM notes WHERE deleted_at IS NULL ORDER BY day DESC, id DESC LIMIT ?')
    .all(MOST)
    .map((row) => stored.parse(row))
    .reverse()
}

export function addNote(
  db: DatabaseSync,
  author: string,
  content: NoteContent,
  now: Date,
  actor: Actor,
): Note {
  return inTransaction(db, () => {
    const at = now.toISOString()
    const { day, topic, province, text } = content
    const { lastInsertRowid } = db
      .prepare(
        `INSERT INTO notes (day, topic, province, text, author, created_at, changed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(day, topic, province, text, author, at, at)
    const id = Number(lastInsertRowid)
    recordAudit(db, now, actor, 'note_written', String(id), { ...content })
    return { id, ...content, author, created_at: at, changed_at: at, deleted_at: null }
  })
}

export function changeNote(
  db: DatabaseSync,
  before: Note,
  change: Partial<NoteContent>,
  now: Date,
  actor: Actor,
): Note {
  const after = { ...before, ...change, changed_at: now.toISOString() }
  inTransaction(db, () => {
    db.prepare(
      'UPDATE notes SET day = ?, topic = ?, province = ?, text = ?, changed_at = ? WHERE id = ?',
    ).run(...[after.day, after.topic, after.province, after.text, after.changed_at, after.id])
    const { day, topic, province, text } = before
    recordAudit(db, now, actor, 'note_changed', String(before.id), {
      from: { day, topic, province, text },
      to: change,
    })
  })
  return after
}

/** Deletes a note, so that it can still be restored; what was deleted long ago goes for good. */
export function deleteNote(db: DatabaseSync, { id, text }: Note, now: Date, actor: Actor): void {
  inTransaction(db, () => {
    db.prepare('UPDATE notes SET deleted_at = ? WHERE id = ?').run(now.toISOString(), id)
    const gone = new Date(now.getTime() - KEPT_DAYS * 86_400_000).toISOString()
    db.prepare('DELETE FROM notes WHERE deleted_at < ?').run(gone)
    recordAudit(db, now, actor, 'note_deleted', String(id), { text })
  })
}

export function restoreNote(db: DatabaseSync, { id }: Note, now: Date, actor: Actor): void {
  inTransaction(db, () => {
    db.prepare('UPDATE notes SET deleted_at = NULL WHERE id = ?').run(id)
    recordAudit(db, now, actor, 'note_restored', String(id))
  })
}
