import type { ReportDefinition } from '../definitions/schema.ts'
import type { Subscription } from './store.ts'

/** What its slots are called by: no file's report can be. */
export const reportIdOf = ({ id }: Pick<Subscription, 'id'>): string => `subscription:${id}`

/** A reporting month ends on the 14th, so it is sent on the 15th. */
const cronOf = ({ rhythm, hour, system }: Pick<Subscription, 'rhythm' | 'hour' | 'system'>): string =>
  rhythm === 'day'
    ? `0 ${hour} * * *`
    : rhythm === 'week'
      ? `0 ${hour} * * 1`
      : `0 ${hour} ${system === 'reporting' ? 15 : 1} * *`

/**
 * A subscription as a report of the last whole day, week or month, for one account. What is in it is worked out when it is
 * sent, of what the view is then.
 */
export const definitionOf = (subscription: Subscription): ReportDefinition => ({
  id: reportIdOf(subscription),
  title: subscription.name,
  title_en: subscription.name,
  // Whose it is decides what is in it, not a place.
  scope: 'national',
  period: { system: subscription.system, kind: subscription.rhythm },
  compare: 'previous',
  schedule: { cron: cronOf(subscription), missed: subscription.rhythm === 'day' ? 'skip' : 'catch_up' },
  recipients: { roles: [] },
  formats: [...subscription.formats],
  deliver: ['mail'],
  issuer: { parent: 'Bộ Công an', name: 'Toàn Cảnh', place: 'Hà Nội' },
  landscape: false,
  explained: true,
  sections: [],
  subscribed: { id: subscription.id, account: subscription.account },
})
