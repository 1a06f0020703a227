import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { inTransaction } from '../../server/state/transaction.ts'
import type { ReportFormat } from '../definitions/schema.ts'
import { saveFile } from '../deliver/store.ts'
import type { Slot } from './slots.ts'

/** A file of a report as it was made. */
export interface MadeFile {
  /** A province's code, '00' the whole country. */
  place: string
  format: ReportFormat
  /** With its ending. */
  name: string
  content: Buffer
}

const stored = z.object({
  place: z.string(),
  format: z.string(),
  path: z.string(),
  bytes: z.number().int(),
  made_at: z.string(),
})

/** A file of a slot; `path` is within the reports folder. */
export type StoredFile = z.output<typeof stored>

export function filesOf(db: DatabaseSync, slotId: number): StoredFile[] {
  return db
    .prepare(
      'SELECT place, format, path, bytes, made_at FROM report_files WHERE slot_id = ? ORDER BY place, format',
    )
    .all(slotId)
    .map((row) => stored.parse(row))
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
  const rows: StoredFile[] = []
  for await (const { place, format, name, content } of made) {
    const path = `${slot.report}/${day}-${slot.id}/${name}`
    await saveFile(folder, path, content)
    rows.push({ place, format, path, bytes: content.length, made_at: clock().toISOString() })
  }
  inTransaction(db, () => {
    const add = db.prepare(
      'INSERT OR REPLACE INTO report_files (slot_id, place, format, path, bytes, made_at) VALUES (?, ?, ?, ?, ?, ?)',
    )
    for (const { place, format, path, bytes, made_at } of rows)
      add.run(slot.id, place, format, path, bytes, made_at)
  })
}
