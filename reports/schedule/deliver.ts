import { findAccount } from '../../server/sign-in/accounts.ts'
import type { ReportPeriod } from '../definitions/period.ts'
import type { ReportDefinition } from '../definitions/schema.ts'
import { reportMessage, TooLargeError } from '../deliver/message.ts'
import { readStored } from '../deliver/store.ts'
import { endDelivery, startDelivery, type Delivery, type DeliveryEnd } from './deliveries.ts'
import { filesOf, summariesOf, type StoredFile } from './files.ts'
import { placesOf } from './recipients.ts'
import type { RunParts } from './run.ts'
import type { Slot } from './slots.ts'

interface Delivering {
  definition: ReportDefinition
  period: ReportPeriod
  slot: Slot
  delivery: Delivery
}

/** Sends one recipient what it may see now, and notes what came of it. */
export async function deliver(parts: RunParts, delivering: Delivering): Promise<void> {
  const { delivery } = delivering
  startDelivery(parts.db, delivery, parts.clock())
  const end = await attempt(parts, delivering)
  endDelivery(parts.db, delivery, end)
}

async function attempt(parts: RunParts, delivering: Delivering): Promise<DeliveryEnd> {
  const { subscribed } = delivering.definition
  if (subscribed !== undefined)
    return parts.sendSubscribed(parts, subscribed, delivering.slot, delivering.period)
  const files = filesOf(parts.db, delivering.slot.id)
  switch (delivering.delivery.channel) {
    case 'mail':
      return byMail(parts, delivering, files)
    case 'folder':
      // Files are kept there before anything is sent.
      return { state: 'sent', places: placesIn(files) }
    case 's3':
      return intoStore(parts, files)
  }
}

/** Of more places than this a mail has the files alone. */
const MOST_IN_MESSAGE = 3

async function byMail(
  { db, mailer, provinces, folder, links, publicUrl, clock }: RunParts,
  { definition, period, slot, delivery }: Delivering,
  files: readonly StoredFile[],
): Promise<DeliveryEnd> {
  const account = findAccount(db, delivery.account)
  if (account === null || account.disabled_at !== null) return { state: 'skipped', reason: 'disabled' }
  // Grants of this moment, not of when the report was planned or made.
  const granted = definition.recipients.roles.includes(account.role)
    ? placesOf(definition, account, provinces)
    : []
  const own = files.filter(({ place }) => granted.includes(place))
  if (own.length === 0) return { state: 'skipped', reason: 'not_granted' }
  if (mailer === null) return { state: 'skipped', reason: 'mail_off' }
  if (account.email === null) return { state: 'skipped', reason: 'no_address' }
  const places = placesIn(own)
  try {
    const message = await reportMessage({
      definition,
      period,
      plannedAt: slot.planned_at,
      account: { name: account.name, email: account.email },
      from: mailer.from,
      mostBytes: mailer.mostBytes,
      summaries: places.length > MOST_IN_MESSAGE ? [] : summariesOf(db, slot.id, places),
      files: own.map(({ place, format, path, bytes }) => ({
        filename: path.split('/').at(-1) ?? path,
        bytes,
        link: publicUrl === null ? null : publicUrl + links.path({ slot: slot.id, place, format }, clock()),
        content: () => readStored(folder, path),
      })),
    })
    const { messageId } = message
    const result = await mailer.send(message)
    if (result.kind === 'sent') return { state: 'sent', places, detail: result.response, messageId }
    const state = result.kind === 'refused' ? 'failed' : 'waiting'
    return { state, reason: result.kind, detail: result.detail, messageId }
  } catch (error) {
    if (error instanceof TooLargeError) return { state: 'failed', reason: 'too_large' }
    return { state: 'waiting', reason: 'later', detail: (error as Error).message }
  }
}

async function intoStore({ put, folder }: RunParts, files: readonly StoredFile[]): Promise<DeliveryEnd> {
  if (put === null) return { state: 'skipped', reason: 's3_off' }
  try {
    for (const { path } of files) await put(path, await readStored(folder, path))
    return { state: 'sent', places: placesIn(files) }
  } catch (error) {
    return { state: 'waiting', reason: 'later', detail: (error as Error).message }
  }
}

const placesIn = (files: readonly StoredFile[]): string[] => [...new Set(files.map(({ place }) => place))]
