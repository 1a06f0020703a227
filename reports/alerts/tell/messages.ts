import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { changeById, type AlertChange } from '../follow/ledger.ts'

const message = z.object({
  id: z.number().int(),
  kind: z.enum(['changes', 'digest']),
  account: z.string(),
  planned_at: z.string(),
  state: z.enum(['waiting', 'sending', 'sent', 'failed', 'skipped']),
  reason: z.string().nullable(),
  detail: z.string().nullable(),
  attempts: z.number().int(),
  next_try_at: z.string().nullable(),
})

/** A message to one account, before or after it went. Times are UTC, ISO 8601. */
export type AlertMessage = z.output<typeof message>

/** How long a process may be silent before another takes its message. */
const LEASE_MS = 5 * 60_000
/** Minutes until the next attempt; after the last one it has failed. */
const BACK_OFF = [1, 5, 15, 60, 180, 360]
/** No lease and no wait ends so far ahead: the clock was moved. */
const NEVER_AHEAD_MS = 24 * 3_600_000

const OPEN = `state IN ('waiting', 'sending') AND planned_at <= :now
  AND (next_try_at IS NULL OR next_try_at <= :now OR next_try_at > :ahead)
  AND (leased_until IS NULL OR leased_until <= :now OR leased_until > :ahead)`

/** The newest first. */
export const listMessages = (db: DatabaseSync, limit: number): AlertMessage[] =>
  db
    .prepare('SELECT * FROM alert_messages ORDER BY id DESC LIMIT ?')
    .all(limit)
    .map((row) => message.parse(row))

/** How far back undelivered messages are still somebody's matter. */
const FAILED_MS = 7 * 86_400_000

/** Messages of the last days that did not arrive, the newest first. */
export const failedMessages = (db: DatabaseSync, now: Date): AlertMessage[] =>
  db
    .prepare(
      "SELECT * FROM alert_messages WHERE state = 'failed' AND planned_at > ? ORDER BY id DESC LIMIT 20",
    )
    .all(new Date(now.getTime() - FAILED_MS).toISOString())
    .map((row) => message.parse(row))

/** Messages that may be tried now, the longest planned first. */
export const dueMessages = (db: DatabaseSync, now: Date): AlertMessage[] =>
  db
    .prepare(`SELECT * FROM alert_messages WHERE ${OPEN} ORDER BY planned_at, id`)
    .all(instants(now))
    .map((row) => message.parse(row))

/** Takes a message for one process, and notes the attempt before anything leaves. @returns false where another has it. */
export function takeMessage(db: DatabaseSync, id: number, owner: string, now: Date): boolean {
  const { changes } = db
    .prepare(
      `UPDATE alert_messages
       SET state = 'sending', attempts = attempts + 1, owner = :owner, leased_until = :until
       WHERE id = :id AND ${OPEN}`,
    )
    .run({ ...instants(now), id, owner, until: new Date(now.getTime() + LEASE_MS).toISOString() })
  return changes === 1
}

export interface MessageEnd {
  state: 'waiting' | 'sent' | 'failed' | 'skipped'
  reason?: string
  detail?: string
}

/** Notes what came of an attempt; what did not go out waits longer each time, and in the end has failed. */
export function endMessage(
  db: DatabaseSync,
  { id, attempts }: AlertMessage,
  owner: string,
  end: MessageEnd,
  now: Date,
): void {
  // `attempts` is as of before this one.
  const minutes = BACK_OFF[attempts]
  const again = end.state === 'waiting' && minutes !== undefined
  db.prepare(
    `UPDATE alert_messages SET state = ?, reason = ?, detail = ?, next_try_at = ?, owner = NULL, leased_until = NULL,
       ended_at = ? WHERE id = ? AND owner = ?`,
  ).run(
    end.state === 'waiting' && !again ? 'failed' : end.state,
    end.reason ?? null,
    end.detail ?? null,
    again ? new Date(now.getTime() + minutes * 60_000).toISOString() : null,
    again ? null : now.toISOString(),
    id,
    owner,
  )
}

/** Notes that a message that was sent came back. @returns it, or null for a Message-ID that is none of an alert's. */
export function noteReturned(db: DatabaseSync, messageId: string, detail: string): AlertMessage | null {
  const [, id, planned] = /^<alert\.(\d+)\.(\d+)\.[0-9a-f]+@/.exec(messageId) ?? []
  if (id === undefined || planned === undefined) return null
  const row = db
    .prepare(
      `UPDATE alert_messages SET state = 'failed', reason = 'bounced', detail = ?
       WHERE id = ? AND planned_at = ? AND state = 'sent' RETURNING *`,
    )
    .get(detail, Number(id), new Date(Number(planned)).toISOString())
  return row === undefined ? null : message.parse(row)
}

/** What a message is about, in the order it came up. */
export const changesOf = (db: DatabaseSync, id: number): AlertChange[] =>
  db
    .prepare('SELECT change_id FROM alert_notices WHERE message_id = ? ORDER BY change_id')
    .all(id)
    .flatMap((row) => changeById(db, Number(row['change_id'])) ?? [])

const instants = (now: Date) => ({
  now: now.toISOString(),
  ahead: new Date(now.getTime() + NEVER_AHEAD_MS).toISOString(),
})
