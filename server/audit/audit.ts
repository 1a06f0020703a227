import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

export type AuditAction =
  | 'sign_in'
  | 'sign_in_failed'
  | 'sign_out'
  | 'account_created'
  | 'account_changed'
  | 'account_disabled'
  | 'account_enabled'
  | 'password_changed'
  | 'email_changed'
  | 'report_run'
  | 'report_resent'
  | 'report_downloaded'
  | 'report_changed'
  | 'alert_acknowledged'
  | 'alert_reopened'
  | 'access_ended'
  | 'token_created'
  | 'token_revoked'
  | 'session_revoked'
  | 'see_as_started'
  | 'see_as_ended'
  | 'audit_exported'
  | 'audit_expired'
  | 'quarantine_exported'
  | 'view_saved'
  | 'view_changed'
  | 'view_deleted'
  | 'view_restored'
  | 'note_written'
  | 'note_changed'
  | 'note_deleted'
  | 'note_restored'
  | 'subscribed'
  | 'subscription_ended'

/** Who acts, and from where: someone at the web, a command on the server's machine, or the product itself (`start`). */
export interface Actor {
  name: string | null
  origin: 'web' | 'command' | 'start'
  address: string | null
}

/** A row of the table `audit`. */
export const auditLine = z.object({
  id: z.number(),
  at: z.string(),
  actor: z.string().nullable(),
  action: z.string(),
  subject: z.string().nullable(),
  detail: z
    .string()
    .nullable()
    .transform((text) => (text === null ? null : (JSON.parse(text) as Record<string, unknown>))),
  origin: z.string(),
  address: z.string().nullable(),
})

/** A line of the audit log; `at` is UTC, ISO 8601. */
export type AuditLine = z.output<typeof auditLine>

/** Adds a line to the audit log. `detail` must hold no secret. */
export function recordAudit(
  db: DatabaseSync,
  now: Date,
  actor: Actor,
  action: AuditAction,
  subject: string | null,
  detail: Record<string, unknown> | null = null,
): void {
  db.prepare(
    'INSERT INTO audit (at, actor, action, subject, detail, origin, address) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(
    now.toISOString(),
    actor.name,
    action,
    subject,
    detail === null ? null : JSON.stringify(detail),
    actor.origin,
    actor.address,
  )
}

/** The newest lines of the audit log, newest first. */
export function readAudit(db: DatabaseSync, limit = 100): AuditLine[] {
  return db
    .prepare('SELECT * FROM audit ORDER BY id DESC LIMIT ?')
    .all(limit)
    .map((row) => auditLine.parse(row))
}
