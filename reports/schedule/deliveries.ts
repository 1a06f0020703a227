import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

export const CHANNELS = ['mail', 'folder', 's3'] as const
export type Channel = (typeof CHANNELS)[number]

const delivery = z.object({
  slot_id: z.number().int(),
  channel: z.enum(CHANNELS),
  /** '' for a folder or store. */
  account: z.string(),
  state: z.enum(['waiting', 'sending', 'sent', 'failed', 'skipped']),
  places: z
    .string()
    .nullable()
    .transform((text) => (text === null ? null : z.array(z.string()).parse(JSON.parse(text)))),
  reason: z.string().nullable(),
  detail: z.string().nullable(),
  attempts: z.number().int(),
  message_id: z.string().nullable(),
  tried_at: z.string().nullable(),
})

/** What one recipient was sent, or why not. */
export type Delivery = z.output<typeof delivery>

export function deliveriesOf(db: DatabaseSync, slotId: number): Delivery[] {
  return db
    .prepare('SELECT * FROM report_deliveries WHERE slot_id = ? ORDER BY channel, account')
    .all(slotId)
    .map((row) => delivery.parse(row))
}

/** A row for each recipient that has none yet. */
export function addDelivery(db: DatabaseSync, slotId: number, channel: Channel, account: string): void {
  db.prepare(
    "INSERT OR IGNORE INTO report_deliveries (slot_id, channel, account, state) VALUES (?, ?, ?, 'waiting')",
  ).run(slotId, channel, account)
}

/** Noted before a message leaves: a process that dies then is known to have been at it. */
export function startDelivery(db: DatabaseSync, { slot_id, channel, account }: Delivery, now: Date): void {
  db.prepare(
    `UPDATE report_deliveries SET state = 'sending', attempts = attempts + 1, tried_at = ?
     WHERE slot_id = ? AND channel = ? AND account = ?`,
  ).run(now.toISOString(), slot_id, channel, account)
}

export interface DeliveryEnd {
  state: 'waiting' | 'sent' | 'failed' | 'skipped'
  places?: readonly string[]
  reason?: string
  detail?: string
  messageId?: string
}

export function endDelivery(
  db: DatabaseSync,
  { slot_id, channel, account }: Pick<Delivery, 'slot_id' | 'channel' | 'account'>,
  end: DeliveryEnd,
): void {
  db.prepare(
    `UPDATE report_deliveries SET state = ?, places = coalesce(?, places), reason = ?, detail = ?,
       message_id = coalesce(?, message_id)
     WHERE slot_id = ? AND channel = ? AND account = ?`,
  ).run(
    end.state,
    end.places === undefined ? null : JSON.stringify(end.places),
    end.reason ?? null,
    end.detail ?? null,
    end.messageId ?? null,
    slot_id,
    channel,
    account,
  )
}

/** Those that did not go out wait again; what was sent is left alone. */
export function reopenDeliveries(db: DatabaseSync, slotId: number): void {
  db.prepare(
    `UPDATE report_deliveries SET state = 'waiting', reason = NULL, detail = NULL
     WHERE slot_id = ? AND state IN ('failed', 'skipped')`,
  ).run(slotId)
}
