import type { DatabaseSync } from 'node:sqlite'
import type { Actor } from '../../server/audit/audit.ts'
import { findAccount } from '../../server/sign-in/accounts.ts'
import { openingOf } from '../../server/views/audience.ts'
import { findView } from '../../server/views/store.ts'
import type { Message, SendResult } from '../deliver/mail.ts'
import type { DeliveryEnd } from '../schedule/deliveries.ts'
import type { SendSubscribed } from '../schedule/run.ts'
import { definitionOf } from './definition.ts'
import type { MakeSubscribed } from './make.ts'
import { figuresMessage, stoppedMessage } from './message.ts'
import { endSubscription, findSubscription, noteName, type EndReason } from './store.ts'

/** The product itself. */
const ITSELF: Actor = { name: null, origin: 'start', address: null }

/**
 * Sends subscriptions: made at the moment of sending, with what the account may see then, and kept nowhere. Where the view is gone
 * or no longer shared with the account, that is said instead, once, and the subscription ends; so it does with its account.
 */
export function createSendSubscribed(db: DatabaseSync, make: MakeSubscribed): SendSubscribed {
  return async ({ mailer, publicUrl, clock }, { id }, slot, period) => {
    const subscription = findSubscription(db, id)
    if (subscription === null || subscription.ended_at !== null)
      return { state: 'skipped', reason: 'unsubscribed' }
    const stop = (reason: EndReason) => endSubscription(db, subscription, reason, clock(), ITSELF)
    const account = findAccount(db, subscription.account)
    if (account === null || account.disabled_at !== null) {
      stop('disabled')
      return { state: 'skipped', reason: 'disabled' }
    }
    const view = findView(db, subscription.view)
    const opening = openingOf(view, account)
    const open = opening === 'open' ? view : null
    if (open !== null) noteName(db, id, open.name)
    const name = open?.name ?? subscription.name
    const lost = opening === 'not_shared' ? 'not_shared' : open === null ? 'view_gone' : null
    const addressing =
      mailer === null || account.email === null
        ? null
        : {
            ...{ subscription, name, publicUrl, email: account.email, plannedAt: slot.planned_at },
            ...{ from: mailer.from, mostBytes: mailer.mostBytes },
          }
    const send = async (message: Message): Promise<DeliveryEnd> =>
      ended(await mailer?.send(message), message.messageId)
    /** Ends it once that has been said, or cannot be. */
    const stopped = async (reason: EndReason): Promise<DeliveryEnd> => {
      const end =
        addressing === null ? nowhere(mailer === null) : await send(stoppedMessage(addressing, reason))
      if (end.state !== 'waiting') stop(reason)
      return { reason, ...end }
    }
    if (lost !== null || open === null) return stopped(lost ?? 'view_gone')
    if (addressing === null) return nowhere(mailer === null)
    try {
      const { formats } = subscription
      const definition = definitionOf({ ...subscription, name })
      const made = await make({ definition, address: open.address, account, period, formats, now: clock() })
      if (typeof made === 'string') return await stopped('not_possible')
      return await send(figuresMessage(addressing, period, made))
    } catch (error) {
      return { state: 'waiting', reason: 'not_made', detail: (error as Error).message }
    }
  }
}

const nowhere = (off: boolean): DeliveryEnd => ({ state: 'skipped', reason: off ? 'mail_off' : 'no_address' })

function ended(result: SendResult | undefined, messageId: string): DeliveryEnd {
  if (result === undefined) return nowhere(true)
  if (result.kind === 'sent') return { state: 'sent', detail: result.response, messageId }
  const state = result.kind === 'refused' ? 'failed' : 'waiting'
  return { state, reason: result.kind, detail: result.detail, messageId }
}
