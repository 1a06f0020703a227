import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { recordAudit, type Actor } from '../../server/audit/audit.ts'
import { inTransaction } from '../../server/state/transaction.ts'
import { newViewId } from '../../server/views/store.ts'
import { SYSTEMS } from '../definitions/period.ts'
import { RHYTHMS, SUBSCRIBED_FORMATS } from '../../server/openapi/subscription-operations.ts'

export const END_REASONS = [
  'unsubscribed',
  'replaced',
  'view_gone',
  'not_shared',
  'not_possible',
  'disabled',
] as const
export type EndReason = (typeof END_REASONS)[number]

const stored = z.object({
  id: z.string(),
  view: z.string(),
  /** Of the view, as it was last called. */
  name: z.string(),
  account: z.string(),
  rhythm: z.enum(RHYTHMS),
  /** Of the day in Asia/Ho_Chi_Minh. */
  hour: z.number().int(),
  system: z.enum(SYSTEMS),
  formats: z.string().transform((text) => z.array(z.enum(SUBSCRIBED_FORMATS)).parse(JSON.parse(text))),
  created_at: z.string(),
  ended_at: z.string().nullable(),
  end_reason: z.enum(END_REASONS).nullable(),
})

/** A saved view that arrives by mail; times are UTC, ISO 8601. */
export type Subscription = z.output<typeof stored>
export type Subscribing = Pick<
  Subscription,
  'view' | 'name' | 'account' | 'rhythm' | 'hour' | 'system' | 'formats'
>

/** What has ended is told for so long. */
const TOLD_DAYS = 90

export function findSubscription(db: DatabaseSync, id: string): Subscription | null {
  const row = db.prepare('SELECT * FROM subscriptions WHERE id = ?').get(id)
  return row === undefined ? null : stored.parse(row)
}

export function liveSubscriptions(db: DatabaseSync): Subscription[] {
  return db
    .prepare('SELECT * FROM subscriptions WHERE ended_at IS NULL ORDER BY id')
    .all()
    .map((row) => stored.parse(row))
}

/** An account's, with those that ended lately other than by its own doing; the newest first. */
export function subscriptionsOf(db: DatabaseSync, account: string, now: Date): Subscription[] {
  return db
    .prepare(
      `SELECT * FROM subscriptions
       WHERE account = ? AND (ended_at IS NULL OR ended_at > ? AND end_reason NOT IN ('unsubscribed', 'replaced'))
       ORDER BY created_at DESC, id`,
    )
    .all(account, new Date(now.getTime() - TOLD_DAYS * 86_400_000).toISOString())
    .map((row) => stored.parse(row))
}

/** Subscribes; what the account had of the same view ends. */
export function subscribe(db: DatabaseSync, asked: Subscribing, now: Date, actor: Actor): Subscription {
  return inTransaction(db, () => {
    const at = now.toISOString()
    const { view, name, account, rhythm, hour, system, formats } = asked
    db.prepare(
      `UPDATE subscriptions SET ended_at = ?, end_reason = 'replaced'
       WHERE account = ? AND view = ? AND ended_at IS NULL`,
    ).run(at, account, view)
    const id = newViewId()
    db.prepare(
      `INSERT INTO subscriptions (id, view, name, account, rhythm, hour, system, formats, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(id, view, name, account, rhythm, hour, system, JSON.stringify(formats), at)
    recordAudit(db, now, actor, 'subscribed', view, { rhythm, hour, formats })
    return { id, ...asked, created_at: at, ended_at: null, end_reason: null }
  })
}

/** Ends a subscription, by its account or by what became of the view. @returns false where it had ended. */
export function endSubscription(
  db: DatabaseSync,
  { id, view, account }: Pick<Subscription, 'id' | 'view' | 'account'>,
  reason: EndReason,
  now: Date,
  actor: Actor,
): boolean {
  return inTransaction(db, () => {
    const { changes } = db
      .prepare('UPDATE subscriptions SET ended_at = ?, end_reason = ? WHERE id = ? AND ended_at IS NULL')
      .run(now.toISOString(), reason, id)
    if (changes === 1) recordAudit(db, now, actor, 'subscription_ended', view, { account, reason })
    return changes === 1
  })
}

/** The view's present name, for when it is gone. */
export function noteName(db: DatabaseSync, id: string, name: string): void {
  db.prepare('UPDATE subscriptions SET name = ? WHERE id = ? AND name <> ?').run(name, id, name)
}
