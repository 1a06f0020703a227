import type { DatabaseSync } from 'node:sqlite'
import { listAccounts } from '../../server/sign-in/accounts.ts'
import { readPeriod, type ReportPeriod } from '../definitions/period.ts'
import type { ReportDefinition, Subscribed } from '../definitions/schema.ts'
import type { Links } from '../deliver/link.ts'
import type { Mailer } from '../deliver/mail.ts'
import { deliver } from './deliver.ts'
import { addDelivery, deliveriesOf, endDelivery, type DeliveryEnd } from './deliveries.ts'
import { areKept, keepFiles, type MadeFile } from './files.ts'
import { recipientsOf } from './recipients.ts'
import { endSlot, keepSlot, LostSlotError, type Slot, type SlotEnd } from './slots.ts'

/** Makes every file of a report for one period. */
export type Make = (definition: ReportDefinition, period: ReportPeriod, now: Date) => AsyncIterable<MadeFile>

/** Makes and sends one subscription with the rights its account has now: nothing of it is kept. */
export type SendSubscribed = (
  parts: Pick<RunParts, 'mailer' | 'publicUrl' | 'clock'>,
  subscribed: Subscribed,
  slot: Slot,
  period: ReportPeriod,
) => Promise<DeliveryEnd>

export interface RunParts {
  db: DatabaseSync
  definitions: () => readonly ReportDefinition[]
  /** Codes of the provinces. */
  provinces: readonly string[]
  make: Make
  /** Makes what an account subscribed to, and sends it. */
  sendSubscribed: SendSubscribed
  folder: string
  /** So many days after they were made files are removed. */
  keepDays: number
  mailer: Mailer | null
  /** Puts a file into the store; null: there is none. */
  put: ((path: string, content: Buffer) => Promise<void>) | null
  links: Links
  publicUrl: string | null
  clock: () => Date
  /** Names this process among others. */
  owner: string
  signal: AbortSignal
}

/** Minutes until the next attempt; after the last one, what did not go out has failed. */
const BACK_OFF = [1, 5, 15, 60, 180, 360, 720]

/** Runs a slot that this process has taken: makes its files once, sends what has not gone out, and says what came of it. */
export async function runSlot(parts: RunParts, slot: Slot): Promise<void> {
  const { db, clock, owner } = parts
  const end = (result: SlotEnd) => endSlot(db, slot.id, owner, result, clock())
  const definition = parts.definitions().find(({ id }) => id === slot.report)
  if (definition === undefined) return end({ state: 'failed', reason: 'no_definition' })
  try {
    const period = readPeriod(slot.period, definition.period)
    if (definition.subscribed === undefined && !areKept(db, slot.id)) {
      await keepFiles(db, parts.folder, slot, parts.make(definition, period, clock()), clock)
    }
    addRecipients(parts, definition, slot)
    for (const delivery of deliveriesOf(db, slot.id)) {
      if (delivery.state !== 'waiting' && delivery.state !== 'sending') continue
      if (parts.signal.aborted) return end({ state: 'waiting' })
      keepSlot(db, slot.id, owner, clock())
      await deliver(parts, { definition, period, slot, delivery })
    }
    end(concluded(parts, slot))
  } catch (error) {
    if (error instanceof LostSlotError) return
    const failed = { state: 'failed', reason: 'not_made', detail: (error as Error).message } as const
    end({ ...failed, ...again(slot, clock()) })
  }
}

function addRecipients({ db, provinces }: RunParts, definition: ReportDefinition, slot: Slot): void {
  for (const channel of definition.deliver) {
    if (channel !== 'mail') addDelivery(db, slot.id, channel, '')
    else {
      for (const { account } of recipientsOf(definition, listAccounts(db), provinces))
        addDelivery(db, slot.id, channel, account.name)
    }
  }
}

function concluded({ db, clock }: RunParts, slot: Slot): SlotEnd {
  const waiting = deliveriesOf(db, slot.id).filter(({ state }) => state === 'waiting')
  if (waiting.length > 0) {
    const [{ reason = null, detail = null } = {}] = waiting
    const later = again(slot, clock())
    if (later !== null) return { ...later, reason, detail }
    for (const delivery of waiting) {
      endDelivery(db, delivery, {
        state: 'failed',
        reason: delivery.reason ?? 'later',
        ...(delivery.detail === null ? {} : { detail: delivery.detail }),
      })
    }
  }
  const ended = deliveriesOf(db, slot.id)
  const failed = ended.filter(({ state }) => state === 'failed')
  const sent = ended.some(({ state }) => state === 'sent')
  const [first] = failed
  if (first !== undefined)
    return { state: sent ? 'partly' : 'failed', reason: first.reason, detail: first.detail }
  return sent ? { state: 'sent' } : { state: 'failed', reason: 'no_recipients' }
}

/** null: it was the last attempt. */
function again({ attempts }: Slot, now: Date): SlotEnd | null {
  // `attempts` is as of before this one.
  const minutes = BACK_OFF[attempts]
  return minutes === undefined
    ? null
    : { state: 'waiting', nextTryAt: new Date(now.getTime() + minutes * 60_000) }
}
