import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { inTransaction } from '../../server/state/transaction.ts'
import type { ReportFormat } from '../definitions/schema.ts'
import { removeStored, saveFile } from '../deliver/store.ts'
import type { Slot } from './slots.ts'

/** A file of a report as it was made. */
export interface MadeFile {
  /** A province's code, '00' the whole country. */
  place: string
  format: ReportFormat
  /** With its ending. */
  name: string
  content: Buffer
  /** What a mail says of the place within itself, as HTML; beside one of the place's files. */
  summary?: string
}

const stored = z.object({
  place: z.string(),
  format: z.string(),
  path: z.string(),
  bytes: z.number().int(),
  made_at: z.string(),
  removed_at: z.string().nullable(),
})

/** A file of a slot; `path` is within the reports folder. */
export type StoredFile = z.output<typeof stored>

export function filesOf(db: DatabaseSync, slotId: number): StoredFile[] {
  return db
    .prepare(
      `SELECT place, format, path, bytes, made_at, removed_at FROM report_files
       WHERE slot_id = ? ORDER BY place, format`,
    )
    .all(slotId)
    .map((row) => stored.parse(row))
}

/** What a mail says of these places within itself. */
export const summariesOf = (db: DatabaseSync, slotId: number, places: readonly string[]): string[] =>
  db
    .prepare(
      'SELECT place, summary FROM report_files WHERE slot_id = ? AND summary IS NOT NULL ORDER BY place',
    )
    .all(slotId)
    .flatMap(({ place, summary }) => (places.includes(String(place)) ? [String(summary)] : []))

/** Whether a slot's files are all there to be sent. */
export function areKept(db: DatabaseSync, slotId: number): boolean {
  const files = filesOf(db, slotId)
  return files.length > 0 && files.every(({ removed_at }) => removed_at === null)
}

/** Keeps a slot's files; they are there for others once all are. */
export async function keepFiles(
  db: DatabaseSync,
  folder: string,
  slot: Slot,
  made: AsyncIterable<MadeFile>,
  clock: () => Date,
): Promise<void> {
  const day = slot.planned_at.replaceAll(/[-:]/g, '').slice(0, 13)
  const rows: (Omit<StoredFile, 'removed_at'> & { summary: string | null })[] = []
  for await (const { place, format, name, content, summary = null } of made) {
    const path = `${slot.report}/${day}-${slot.id}/${name}`
    await saveFile(folder, path, content)
    rows.push({ place, format, path, bytes: content.length, made_at: clock().toISOString(), summary })
  }
  inTransaction(db, () => {
    const add = db.prepare(
      `INSERT OR REPLACE INTO report_files (slot_id, place, format, path, bytes, made_at, summary)
       VALUES (:slot, :place, :format, :path, :bytes, :made_at, :summary)`,
    )
    for (const row of rows) add.run({ slot: slot.id, ...row })
  })
}

/** Files removed at one look; the next goes on. */
const MOST = 500

/** Removes files that are older than they are kept. The slot stays, and says that they are gone. */
export async function removeOldFiles(
  db: DatabaseSync,
  folder: string,
  keepDays: number,
  now: Date,
): Promise<void> {
  const until = new Date(now.getTime() - keepDays * 86_400_000).toISOString()
  const old = db
    .prepare(
      `SELECT slot_id, place, format, path FROM report_files
       WHERE removed_at IS NULL AND made_at < ?
         AND slot_id IN (SELECT id FROM report_slots WHERE state NOT IN ('waiting', 'running'))
       LIMIT ?`,
    )
    .all(until, MOST)
  for (const { slot_id = 0, place = '', format = '', path = '' } of old) {
    await removeStored(folder, String(path))
    db.prepare(
      'UPDATE report_files SET removed_at = ?, summary = NULL WHERE slot_id = ? AND place = ? AND format = ?',
    ).run(now.toISOString(), slot_id, place, format)
  }
}
