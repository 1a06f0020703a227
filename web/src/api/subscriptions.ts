/** Saved views that arrive by mail, as the server keeps them. */
import type { Client } from './client.ts'
import type { SlotState } from './reports.ts'

export const RHYTHMS = ['day', 'week', 'month'] as const
export type Rhythm = (typeof RHYTHMS)[number]
export const SUBSCRIBED_FORMATS = ['xlsx', 'pdf'] as const
export type SubscribedFormat = (typeof SUBSCRIBED_FORMATS)[number]

export interface Subscription {
  id: string
  view: string
  name: string
  rhythm: Rhythm
  hour: number
  system: 'calendar' | 'reporting'
  formats: SubscribedFormat[]
  created_at: string
  ended_at: string | null
  end_reason: string | null
  next_at: string | null
  last: { planned_at: string; period: string; state: SlotState; reason: string | null } | null
}
export interface Subscriptions {
  subscriptions: Subscription[]
  /** Whether mail is sent at all, and the account has an address for it. */
  mail: boolean
  address: boolean
}
export type Subscribing = Pick<Subscription, 'view' | 'rhythm' | 'hour' | 'formats'>

export interface SubscriptionsApi {
  list: () => Promise<Subscriptions>
  get: (id: string) => Promise<Subscription>
  subscribe: (asked: Subscribing) => Promise<Subscription>
  stop: (id: string) => Promise<unknown>
}

const at = (id: string): string => `/api/subscriptions/${encodeURIComponent(id)}`

export const createSubscriptions = ({ get, change }: Pick<Client, 'get' | 'change'>): SubscriptionsApi => ({
  list: () => get('/api/subscriptions'),
  get: (id) => get(at(id)),
  subscribe: (asked) => change('POST', '/api/subscriptions', asked),
  stop: (id) => change('DELETE', at(id)),
})
