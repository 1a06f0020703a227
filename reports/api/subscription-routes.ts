import { Router, type Request } from 'express'
import type { DatabaseSync } from 'node:sqlite'
import { actorOf, asked, jsonBody, sessionOf } from '../../server/api/asked.ts'
import { accountOf } from '../../server/http/account-of.ts'
import { HttpError, route } from '../../server/http/errors.ts'
import { askedSubscription } from '../../server/openapi/subscription-operations.ts'
import { findAccount } from '../../server/sign-in/accounts.ts'
import type { Account } from '../../server/sign-in/roles.ts'
import { openingOf } from '../../server/views/audience.ts'
import { findView } from '../../server/views/store.ts'
import { UnknownMemberError } from '../compose/composing.ts'
import { dayAt, lastComplete } from '../definitions/period.ts'
import { listSlots, type Slot } from '../schedule/slots.ts'
import { deliveriesOf } from '../schedule/deliveries.ts'
import { nextTime } from '../schedule/times.ts'
import type { NoContent } from '../subscriptions/content.ts'
import { systemOf } from '../subscriptions/content.ts'
import { definitionOf, reportIdOf } from '../subscriptions/definition.ts'
import type { MakeSubscribed } from '../subscriptions/make.ts'
import {
  endSubscription,
  findSubscription,
  subscribe,
  subscriptionsOf,
  type Subscription,
} from '../subscriptions/store.ts'

/** A subscription in `GET /api/subscriptions`. */
export type ListedSubscription = Omit<Subscription, 'account'> & {
  next_at: string | null
  /** What came of the last time; null: there was none. */
  last: Pick<Slot, 'planned_at' | 'period' | 'state' | 'reason'> | null
}

/** `GET /api/subscriptions` */
export interface SubscriptionsAnswer {
  subscriptions: ListedSubscription[]
  /** Whether mail is sent at all, and the account has an address for it. */
  mail: boolean
  address: boolean
}

export interface SubscriptionRouteParts {
  db: DatabaseSync
  mail: boolean
  /** Whether a view can be sent is tried before it is promised. */
  make: MakeSubscribed
  clock: () => Date
}

const IMPOSSIBLE: Record<NoContent, string> = {
  page: 'This page does not arrive by mail; views of the leaders’ pages and of Khám phá do.',
  units: 'Figures by the 63 former provinces end on 30 June 2025: save the view with the 34 of today.',
  question: 'The question has no measures yet: choose some, and set the view to that page.',
}

/** `/api/subscriptions`: saved views that arrive by mail, each account’s own. */
export function subscriptionRoutes({ db, mail, make, clock }: SubscriptionRouteParts): Router {
  const router = Router({ caseSensitive: true, strict: true })
  const own = (req: Request): Subscription => {
    const found = findSubscription(db, req.params['id'] ?? '')
    // Of others nobody is told.
    if (found === null || found.account !== signedIn(req).name)
      throw new HttpError(404, 'not_found', 'There is no such subscription of yours.')
    return found
  }
  const listed = ({ account: _, ...told }: Subscription, now: Date): ListedSubscription => {
    const [slot] = listSlots(db, reportIdOf(told), 1)
    const reason = slot && (deliveriesOf(db, slot.id)[0]?.reason ?? slot.reason)
    const { cron } = definitionOf({ ...told, account: '' }).schedule
    return {
      ...told,
      next_at: told.ended_at === null ? (nextTime(cron, now)?.toISOString() ?? null) : null,
      last:
        slot === undefined
          ? null
          : { planned_at: slot.planned_at, period: slot.period, state: slot.state, reason: reason ?? null },
    }
  }

  router.get('/', (req, res) => {
    const { name } = signedIn(req)
    const now = clock()
    res.json({
      subscriptions: subscriptionsOf(db, name, now).map((one) => listed(one, now)),
      mail,
      address: (findAccount(db, name)?.email ?? null) !== null,
    } satisfies SubscriptionsAnswer)
  })

  router.get('/:id', (req, res) => {
    res.json(listed(own(req), clock()))
  })

  router.post(
    '/',
    jsonBody,
    route(async (req, res) => {
      sessionOf(req)
      const account = signedIn(req)
      const { view: id, ...chosen } = asked(askedSubscription, req.body)
      const view = findView(db, id)
      if (view === null || openingOf(view, account) !== 'open')
        throw new HttpError(404, 'not_found', 'There is no such view, or it is not shared with your account.')
      const now = clock()
      const asking = {
        ...{ ...chosen, formats: [...new Set(chosen.formats)] },
        ...{
          view: id,
          name: view.name,
          account: account.name,
          system: systemOf(view.address, chosen.rhythm),
        },
      }
      const definition = definitionOf({ ...asking, id: '', created_at: '', ended_at: null, end_reason: null })
      const made = await make({
        ...{ definition, address: view.address, account, formats: [], now },
        period: lastComplete(dayAt(now), definition.period),
      }).catch((error: unknown) => {
        // What the metrics refuse they would refuse every time.
        const known = error instanceof UnknownMemberError || (error as { type?: string }).type === 'UserError'
        if (!known) throw error
        throw new HttpError(400, 'not_possible', (error as Error).message)
      })
      if (typeof made === 'string') throw new HttpError(400, 'not_sendable', IMPOSSIBLE[made])
      res.status(201).json(listed(subscribe(db, asking, now, actorOf(req)), now))
    }),
  )

  router.delete('/:id', (req, res) => {
    sessionOf(req)
    endSubscription(db, own(req), 'unsubscribed', clock(), actorOf(req))
    res.status(204).end()
  })
  return router
}

function signedIn(req: Request): Account {
  const account = accountOf(req)
  if (account === null) throw new HttpError(401, 'unauthorized', 'Sign in first.')
  return account
}
