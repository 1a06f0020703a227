import { z } from 'zod'
import type { Operation } from './operations.ts'

export const RHYTHMS = ['day', 'week', 'month'] as const
export const SUBSCRIBED_FORMATS = ['xlsx', 'pdf'] as const

export const askedSubscription = z.strictObject({
  /** Id of a saved view. */
  view: z.string().max(40),
  rhythm: z.enum(RHYTHMS),
  /** Of the day in Asia/Ho_Chi_Minh. */
  hour: z.number().int().min(0).max(23),
  /** Attached; the message itself always has the figures. */
  formats: z.array(z.enum(SUBSCRIBED_FORMATS)).max(SUBSCRIBED_FORMATS.length).default([]),
})

const OWN = { tag: 'views', who: 'people who have signed in, of their own' } as const

export const SUBSCRIPTION_OPERATIONS: readonly Operation[] = [
  {
    ...{ method: 'get', path: '/api/subscriptions', ...OWN },
    summary: 'Saved views that arrive by mail, what came of the last time, and those that were stopped',
  },
  {
    ...{ method: 'post', path: '/api/subscriptions', ...OWN, body: askedSubscription, status: 201 },
    summary: 'Has a saved view arrive by mail, with the rights the account has then',
  },
  {
    ...{ method: 'get', path: '/api/subscriptions/{id}', ...OWN },
    summary: 'One of them, also where it has ended',
  },
  {
    ...{ method: 'delete', path: '/api/subscriptions/{id}', ...OWN, status: 204, content: [] },
    summary: 'Stops one',
  },
]
