import type { DatabaseSync } from 'node:sqlite'
import { findAccount, type StoredAccount } from '../../../server/sign-in/accounts.ts'
import { inTransaction } from '../../../server/state/transaction.ts'
import type { Mailer, Message } from '../../deliver/mail.ts'
import { alertsOf, type AlertChange } from '../follow/ledger.ts'
import { changesMail, digestMail, type Addressing } from './mail.ts'
import {
  changesOf,
  dueMessages,
  endMessage,
  takeMessage,
  type AlertMessage,
  type MessageEnd,
} from './messages.ts'
import { subjectTitle } from '../evaluate/names.ts'
import { hasLater, holdNotice } from './notices.ts'
import type { AlertRule } from '../rules/schema.ts'
import { isOpen } from '../follow/state.ts'
import { isRecipient } from './visible.ts'

export interface SendParts {
  db: DatabaseSync
  rules: () => readonly AlertRule[]
  /** code → name of the provinces. */
  provinces: ReadonlyMap<string, string>
  mailer: Mailer | null
  publicUrl: string | null
  clock: () => Date
  /** Names this process among others. */
  owner: string
  signal: AbortSignal
}

/** Sends what is due, one message after another. */
export async function sendDue(parts: SendParts): Promise<void> {
  const { db, owner, clock, signal } = parts
  for (const message of dueMessages(db, clock())) {
    if (signal.aborted) return
    if (!takeMessage(db, message.id, owner, clock())) continue
    endMessage(db, message, owner, await attempt(parts, message), clock())
  }
}

async function attempt(parts: SendParts, message: AlertMessage): Promise<MessageEnd> {
  const { db, mailer } = parts
  const account = findAccount(db, message.account)
  if (account === null || account.disabled_at !== null) return { state: 'skipped', reason: 'disabled' }
  if (mailer === null) return { state: 'skipped', reason: 'mail_off' }
  if (account.email === null) return { state: 'skipped', reason: 'no_address' }
  const mail = mailFor(parts, message, account, { email: account.email, from: mailer.from })
  if (mail === null) return { state: 'skipped', reason: 'overtaken' }
  const result = await mailer.send(mail)
  if (result.kind === 'sent') return { state: 'sent', detail: result.response }
  return {
    state: result.kind === 'refused' ? 'failed' : 'waiting',
    reason: result.kind,
    detail: result.detail,
  }
}

/** The mail as the account's grants of this moment allow; null: there is nothing left to say. */
function mailFor(
  { db, rules, provinces, publicUrl }: SendParts,
  message: AlertMessage,
  account: StoredAccount,
  { email, from }: { email: string; from: string },
): Message | null {
  const known = new Map(rules().map((rule) => [rule.id, rule]))
  const named = <T extends { rule: string; subject: string }>(one: T) => {
    const rule = known.get(one.rule)
    if (rule === undefined || !isRecipient(rule, one.subject, account)) return []
    return [{ one, rule, place: subjectTitle(one.subject, provinces).vi }]
  }
  const changes = stillNews(db, message)
    .flatMap(named)
    .map(({ one, ...rest }) => ({ change: one, ...rest }))
  if (changes.length === 0) return null
  const addressing: Addressing = { message, account: { name: account.name, email }, from, publicUrl }
  if (message.kind === 'changes') return changesMail(addressing, changes)
  const open = alertsOf(db)
    .filter(({ phase }) => isOpen(phase))
    .flatMap(named)
    .map(({ one, ...rest }) => ({ alert: one, ...rest }))
  return digestMail(addressing, changes, open)
}

/** Of a first attempt only what has not been overtaken; a later one says the same again, for it may have arrived. */
function stillNews(db: DatabaseSync, message: AlertMessage): AlertChange[] {
  if (message.kind === 'digest' || message.attempts > 0) return changesOf(db, message.id)
  return inTransaction(db, () =>
    changesOf(db, message.id).filter((change) => {
      const overtaken = hasLater(db, change)
      if (overtaken) holdNotice(db, change.id, message.account)
      return !overtaken
    }),
  )
}
