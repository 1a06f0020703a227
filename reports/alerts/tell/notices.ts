import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { listAccounts } from '../../../server/sign-in/accounts.ts'
import { inTransaction } from '../../../server/state/transaction.ts'
import { lastDigest, quietUntil, type Hours } from './hours.ts'
import { changeBefore, changeById, forgetOld, type AlertChange } from '../follow/ledger.ts'
import type { AlertRule } from '../rules/schema.ts'
import { CHANGES, type Change } from '../follow/state.ts'
import { isRecipient } from './visible.ts'
import { isSettled, whenTold } from './when.ts'

type Rule = Pick<AlertRule, 'id' | 'level' | 'recipients'>

/** Enters who is to be told of changes, and when: with a message, or held for the digest. */
export function addNotices(
  db: DatabaseSync,
  rule: Rule,
  changes: readonly AlertChange[],
  hours: Hours,
): void {
  if (changes.length === 0) return
  const accounts = listAccounts(db)
  const add = db.prepare(
    'INSERT OR IGNORE INTO alert_notices (change_id, account, message_id) VALUES (?, ?, ?)',
  )
  for (const change of changes) {
    const at = new Date(change.at)
    const before = changeBefore(db, change)
    const told = {
      kind: change.kind as Change,
      at,
      before: before === null ? null : new Date(before.at),
      urgent: rule.level === 'urgent',
    }
    const when = whenTold(told, hours)
    for (const account of accounts) {
      if (!isRecipient(rule, change.subject, account)) continue
      const message = when === 'digest' ? null : messageFor(db, account.name, when, at)
      add.run(change.id, account.name, message)
    }
  }
}

/** The account's message that leaves then and has not been tried: what comes up together is said together. */
function messageFor(db: DatabaseSync, account: string, when: Date, now: Date): number {
  const row = db
    .prepare(
      `SELECT id FROM alert_messages
       WHERE kind = 'changes' AND account = :account AND state = 'waiting' AND attempts = 0
         AND (planned_at = :when OR (planned_at <= :now AND :when <= :now)) LIMIT 1`,
    )
    .get({ account, when: when.toISOString(), now: now.toISOString() })
  return row === undefined ? addMessage(db, 'changes', account, when) : Number(row['id'])
}

function addMessage(db: DatabaseSync, kind: 'changes' | 'digest', account: string, when: Date): number {
  const { lastInsertRowid } = db
    .prepare("INSERT INTO alert_messages (kind, account, planned_at, state) VALUES (?, ?, ?, 'waiting')")
    .run(kind, account, when.toISOString())
  return Number(lastInsertRowid)
}

const held = z.object({ change_id: z.number().int(), account: z.string() })

const heldNotices = (db: DatabaseSync): z.output<typeof held>[] =>
  db
    .prepare('SELECT change_id, account FROM alert_notices WHERE message_id IS NULL ORDER BY change_id')
    .all()
    .map((row) => held.parse(row))

/** Plans what time alone brings: the digest of the day, and word of alerts that have settled. */
export function planMessages(db: DatabaseSync, rules: readonly Rule[], now: Date, hours: Hours): void {
  inTransaction(db, () => {
    planDigest(db, now, hours)
    planSettled(db, rules, now, hours)
  })
}

/** Once a day, by whichever process comes first; where nothing ran at the hour, as soon as something does. */
function planDigest(db: DatabaseSync, now: Date, hours: Hours): void {
  const moment = lastDigest(now, hours)
  // Days to come were planned while the clock was ahead.
  db.prepare('DELETE FROM alert_digests WHERE planned_at > ?').run(now.toISOString())
  const { changes } = db
    .prepare('INSERT OR IGNORE INTO alert_digests (planned_at) VALUES (?)')
    .run(moment.toISOString())
  if (changes !== 1) return
  forgetOld(db, now)
  const due = heldNotices(db).filter(
    ({ change_id }) => (changeById(db, change_id)?.at ?? '') < moment.toISOString(),
  )
  for (const [account, notices] of Map.groupBy(due, (notice) => notice.account)) {
    const message = addMessage(db, 'digest', account, moment)
    for (const { change_id } of notices) attach(db, change_id, account, message)
  }
}

function planSettled(db: DatabaseSync, rules: readonly Rule[], now: Date, hours: Hours): void {
  for (const { change_id, account } of heldNotices(db)) {
    const change = changeById(db, change_id)
    const rule = rules.find(({ id }) => id === change?.rule)
    if (change === null || rule === undefined || hasLater(db, change)) continue
    const settled = { kind: change.kind as Change, at: new Date(change.at) }
    if (!isSettled(settled, lastTold(db, change, account), now)) continue
    const when = rule.level === 'urgent' ? now : quietUntil(now, hours)
    attach(db, change_id, account, messageFor(db, account, when, now))
  }
}

const attach = (db: DatabaseSync, change: number, account: string, message: number | null): void =>
  void db
    .prepare('UPDATE alert_notices SET message_id = ? WHERE change_id = ? AND account = ?')
    .run(message, change, account)

/** What was overtaken before it could be said waits for the digest. */
export const holdNotice = (db: DatabaseSync, change: number, account: string): void =>
  attach(db, change, account, null)

/** Whether an alert has changed again since. */
export const hasLater = (db: DatabaseSync, { id, rule, subject }: AlertChange): boolean =>
  db
    .prepare(
      `SELECT 1 FROM alert_changes WHERE rule = ? AND subject = ? AND id > ?
         AND kind IN ('fired', 'recovered', 'no_data') LIMIT 1`,
    )
    .get(rule, subject, id) !== undefined

/** The last that an account has been told of an alert. */
function lastTold(db: DatabaseSync, { rule, subject }: AlertChange, account: string): Change | null {
  const row = db
    .prepare(
      `SELECT c.kind AS kind FROM alert_notices n
       JOIN alert_changes c ON c.id = n.change_id JOIN alert_messages m ON m.id = n.message_id
       WHERE c.rule = ? AND c.subject = ? AND n.account = ? AND m.state <> 'skipped'
       ORDER BY c.id DESC LIMIT 1`,
    )
    .get(rule, subject, account)
  return CHANGES.find((kind) => kind === row?.['kind']) ?? null
}
