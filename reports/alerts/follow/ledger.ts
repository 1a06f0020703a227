import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { inTransaction } from '../../../server/state/transaction.ts'
import type { Judgement } from '../evaluate/judgement.ts'
import { CALM, CHANGES, PHASES, step, type Patience, type Standing } from './state.ts'

const sentence = z
  .string()
  .transform((text) => z.object({ vi: z.string(), en: z.string() }).parse(JSON.parse(text)))

const alert = z.object({
  rule: z.string(),
  /** A province's code, '00' the whole country, or a dataset. */
  subject: z.string(),
  phase: z.enum(PHASES),
  streak: z.number().int(),
  missing: z.number().int(),
  value: z.number().nullable(),
  sentence,
  evaluated_at: z.string(),
  /** When it last began or ended. */
  changed_at: z.string().nullable(),
  acknowledged_at: z.string().nullable(),
  acknowledged_by: z.string().nullable(),
  note: z.string().nullable(),
})

/** An alert as of its last evaluation. Times are UTC, ISO 8601. */
export type Alert = z.output<typeof alert>

const changed = z.object({
  id: z.number().int(),
  rule: z.string(),
  subject: z.string(),
  kind: z.enum([...CHANGES, 'acknowledged', 'reopened']),
  at: z.string(),
  value: z.number().nullable(),
  sentence: sentence.nullable(),
  account: z.string().nullable(),
  note: z.string().nullable(),
})

/** Something that came of an alert, found by the product or done by a person. */
export type AlertChange = z.output<typeof changed>

export const alertsOf = (db: DatabaseSync, rule: string | null = null): Alert[] =>
  db
    .prepare('SELECT * FROM alerts WHERE ?1 IS NULL OR rule = ?1 ORDER BY rule, subject')
    .all(rule)
    .map((row) => alert.parse(row))

export function findAlert(db: DatabaseSync, rule: string, subject: string): Alert | null {
  const row = db.prepare('SELECT * FROM alerts WHERE rule = ? AND subject = ?').get(rule, subject)
  return row === undefined ? null : alert.parse(row)
}

export interface ChangesAsked {
  /** Of these rules; null: of all. */
  rules?: readonly string[] | null
  subject?: string | null
  /** Of provinces only of these; null: of all. What is of no province is always among them. */
  provinces?: readonly string[] | null
  limit: number
}

/** The newest first. */
export function listChanges(
  db: DatabaseSync,
  { rules = null, subject = null, provinces = null, limit }: ChangesAsked,
): AlertChange[] {
  return db
    .prepare(
      `SELECT * FROM alert_changes
       WHERE (:rules IS NULL OR rule IN (SELECT value FROM json_each(:rules)))
         AND (:subject IS NULL OR subject = :subject)
         AND (:provinces IS NULL OR subject = '00' OR subject NOT GLOB '[0-9][0-9]'
           OR subject IN (SELECT value FROM json_each(:provinces)))
       ORDER BY id DESC LIMIT :limit`,
    )
    .all({
      rules: rules === null ? null : JSON.stringify(rules),
      provinces: provinces === null ? null : JSON.stringify(provinces),
      subject,
      limit,
    })
    .map((row) => changed.parse(row))
}

export const changeById = (db: DatabaseSync, id: number): AlertChange | null => {
  const row = db.prepare('SELECT * FROM alert_changes WHERE id = ?').get(id)
  return row === undefined ? null : changed.parse(row)
}

/** When an alert changed before that change by what the product found; null: never. */
export function changeBefore(db: DatabaseSync, { id, rule, subject }: AlertChange): AlertChange | null {
  const row = db
    .prepare(
      `SELECT * FROM alert_changes
       WHERE rule = ? AND subject = ? AND id < ? AND kind IN ('fired', 'recovered', 'no_data')
       ORDER BY id DESC LIMIT 1`,
    )
    .get(rule, subject, id)
  return row === undefined ? null : changed.parse(row)
}

/** Enters what an evaluation found. Alerts of places that are not watched any more go. @returns what is news. */
export const enterJudgements = (
  db: DatabaseSync,
  rule: { id: string } & Patience,
  judgements: ReadonlyMap<string, Judgement>,
  now: Date,
): AlertChange[] =>
  inTransaction(db, () => {
    for (const { subject } of alertsOf(db, rule.id)) {
      if (!judgements.has(subject))
        db.prepare('DELETE FROM alerts WHERE rule = ? AND subject = ?').run(rule.id, subject)
    }
    return [...judgements].flatMap(([subject, judgement]) => enter(db, rule, subject, judgement, now) ?? [])
  })

function enter(
  db: DatabaseSync,
  rule: { id: string } & Patience,
  subject: string,
  { zone, value, sentence: said }: Judgement,
  now: Date,
): AlertChange | null {
  const before: Standing = findAlert(db, rule.id, subject) ?? CALM
  const { standing, change } = step(before, zone, rule)
  const { phase, streak, missing } = standing
  const told = JSON.stringify(said)
  const at = now.toISOString()
  db.prepare(
    `INSERT INTO alerts (rule, subject, phase, streak, missing, value, sentence, evaluated_at, changed_at)
     VALUES (:rule, :subject, :phase, :streak, :missing, :value, :told, :at, :changed_at)
     ON CONFLICT (rule, subject) DO UPDATE SET
       phase = :phase, streak = :streak, missing = :missing, value = :value, sentence = :told, evaluated_at = :at,
       changed_at = coalesce(:changed_at, changed_at)`,
  ).run({
    ...{ rule: rule.id, subject, phase, streak, missing, value, told, at },
    changed_at: change === null ? null : at,
  })
  if (change === null) return null
  // Whoever has taken it in hand has taken that one, not the next.
  db.prepare(
    'UPDATE alerts SET acknowledged_at = NULL, acknowledged_by = NULL, note = NULL WHERE rule = ? AND subject = ?',
  ).run(rule.id, subject)
  const { lastInsertRowid } = db
    .prepare('INSERT INTO alert_changes (rule, subject, kind, at, value, sentence) VALUES (?, ?, ?, ?, ?, ?)')
    .run(rule.id, subject, change, at, value, told)
  return changeById(db, Number(lastInsertRowid))
}

/** Notes that someone has taken an alert in hand, or, with null, has not after all. @returns false where it is not open. */
export const setAcknowledged = (
  db: DatabaseSync,
  { rule, subject }: Pick<Alert, 'rule' | 'subject'>,
  account: string,
  acknowledged: { note: string | null } | null,
  now: Date,
): boolean =>
  inTransaction(db, () => {
    const at = now.toISOString()
    const { changes } = db
      .prepare(
        `UPDATE alerts SET acknowledged_at = :at, acknowledged_by = :account, note = :note
         WHERE rule = :rule AND subject = :subject AND phase IN ('firing', 'recovering', 'no_data')
           AND (acknowledged_at IS NULL) = :fresh`,
      )
      .run({
        ...{ rule, subject },
        at: acknowledged === null ? null : at,
        account: acknowledged === null ? null : account,
        note: acknowledged?.note ?? null,
        fresh: acknowledged === null ? 0 : 1,
      })
    if (changes !== 1) return false
    db.prepare(
      'INSERT INTO alert_changes (rule, subject, kind, at, account, note) VALUES (?, ?, ?, ?, ?, ?)',
    ).run(
      rule,
      subject,
      acknowledged === null ? 'reopened' : 'acknowledged',
      at,
      account,
      acknowledged?.note ?? null,
    )
    return true
  })

/** As long as the audit log is kept. */
const KEPT_MONTHS = 24

/** Lets go of what is older than is kept; notices go with their changes. */
export function forgetOld(db: DatabaseSync, now: Date): void {
  const until = new Date(now)
  until.setUTCMonth(until.getUTCMonth() - KEPT_MONTHS)
  const at = until.toISOString()
  db.prepare('DELETE FROM alert_changes WHERE at < ?').run(at)
  db.prepare('DELETE FROM alert_messages WHERE planned_at < ?').run(at)
  db.prepare('DELETE FROM alert_digests WHERE planned_at < ?').run(at)
}
