import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

export const SLOT_STATES = ['waiting', 'running', 'sent', 'partly', 'failed', 'skipped'] as const
export type SlotState = (typeof SLOT_STATES)[number]

const slot = z.object({
  id: z.number().int(),
  report: z.string(),
  planned_at: z.string(),
  /** Word of the period it is about. */
  period: z.string(),
  cause: z.enum(['schedule', 'hand']),
  state: z.enum(SLOT_STATES),
  /** Why it is not sent, as a word; `detail` in the words of who said so. */
  reason: z.string().nullable(),
  detail: z.string().nullable(),
  attempts: z.number().int(),
  next_try_at: z.string().nullable(),
  owner: z.string().nullable(),
  leased_until: z.string().nullable(),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
})

/** A run of a report for one planned time. Times are UTC, ISO 8601. */
export type Slot = z.output<typeof slot>

/** How long a process may be silent before another takes its slot. */
const LEASE_MS = 10 * 60_000
/** No lease and no wait ends so far ahead: the clock was moved. */
const NEVER_AHEAD_MS = 24 * 3_600_000

export function slotById(db: DatabaseSync, id: number): Slot | null {
  const row = db.prepare('SELECT * FROM report_slots WHERE id = ?').get(id)
  return row === undefined ? null : slot.parse(row)
}

/** The newest first; of all reports, those that are an account's own left out. */
export function listSlots(db: DatabaseSync, report: string | null, limit: number): Slot[] {
  return db
    .prepare(
      `SELECT * FROM report_slots
       WHERE report = ?1 OR ?1 IS NULL AND report NOT LIKE 'subscription:%'
       ORDER BY planned_at DESC, id DESC LIMIT ?2`,
    )
    .all(report, limit)
    .map((row) => slot.parse(row))
}

/** Slots that wait, or whose process fell silent, and may be tried now; the longest planned first. */
export function openSlots(db: DatabaseSync, now: Date): Slot[] {
  return db
    .prepare(
      `SELECT * FROM report_slots
       WHERE state IN ('waiting', 'running')
         AND (next_try_at IS NULL OR next_try_at <= :now OR next_try_at > :ahead)
         AND (leased_until IS NULL OR leased_until <= :now OR leased_until > :ahead)
       ORDER BY planned_at, id`,
    )
    .all(instants(now))
    .map((row) => slot.parse(row))
}

/** Takes a slot for one process. @returns false where another has it. */
export function takeSlot(db: DatabaseSync, id: number, owner: string, now: Date): boolean {
  const { changes } = db
    .prepare(
      `UPDATE report_slots
       SET state = 'running', owner = :owner, leased_until = :until, attempts = attempts + 1, next_try_at = NULL,
           started_at = :now
       WHERE id = :id AND state IN ('waiting', 'running')
         AND (next_try_at IS NULL OR next_try_at <= :now OR next_try_at > :ahead)
         AND (leased_until IS NULL OR leased_until <= :now OR leased_until > :ahead)`,
    )
    .run({ ...instants(now), id, owner, until: leaseEnd(now) })
  return changes === 1
}

/** Another process has taken the slot meanwhile, or someone has ended it: this one must stop. */
export class LostSlotError extends Error {
  override name = 'LostSlotError'
}

/** Goes on with a slot. @throws LostSlotError where it is no longer this process's. */
export function keepSlot(db: DatabaseSync, id: number, owner: string, now: Date): void {
  const { changes } = db
    .prepare("UPDATE report_slots SET leased_until = ? WHERE id = ? AND owner = ? AND state = 'running'")
    .run(leaseEnd(now), id, owner)
  if (changes !== 1) throw new LostSlotError(`slot ${id} is no longer run by ${owner}`)
}

export interface SlotEnd {
  state: SlotState
  reason?: string | null
  detail?: string | null
  /** Of a slot that waits again. */
  nextTryAt?: Date
}

export function endSlot(db: DatabaseSync, id: number, owner: string, end: SlotEnd, now: Date): void {
  db.prepare(
    `UPDATE report_slots
     SET state = ?, reason = ?, detail = ?, next_try_at = ?, owner = NULL, leased_until = NULL, ended_at = ?
     WHERE id = ? AND owner = ?`,
  ).run(
    end.state,
    end.reason ?? null,
    end.detail ?? null,
    end.nextTryAt?.toISOString() ?? null,
    end.state === 'waiting' ? null : now.toISOString(),
    id,
    owner,
  )
}

/** Makes an ended slot wait again, as if it had not been tried. @returns false where it has not ended. */
export function reopenSlot(db: DatabaseSync, id: number): boolean {
  const { changes } = db
    .prepare(
      `UPDATE report_slots SET state = 'waiting', reason = NULL, detail = NULL, attempts = 0, next_try_at = NULL,
         ended_at = NULL
       WHERE id = ? AND state NOT IN ('waiting', 'running')`,
    )
    .run(id)
  return changes === 1
}

const leaseEnd = (now: Date): string => new Date(now.getTime() + LEASE_MS).toISOString()

const instants = (now: Date) => ({
  now: now.toISOString(),
  ahead: new Date(now.getTime() + NEVER_AHEAD_MS).toISOString(),
})
