import { z } from 'zod'
import type { Operation } from './operations.ts'

export const askedHistory = z.strictObject({
  rule: z.string().optional(),
  /** A province's code, `00` the country, or a dataset. */
  subject: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export const saidAcknowledged = z.strictObject({ note: z.string().trim().max(500).optional() })

const SEEN = { tag: 'alerts', who: 'everyone, within what the account may see' } as const
const TOLD = {
  tag: 'alerts',
  who: 'who is told of the alert, and administrators; signed in, not by token',
  status: 204,
  content: [],
} as const

export const ALERT_OPERATIONS: readonly Operation[] = [
  { method: 'get', path: '/api/alerts', ...SEEN, summary: 'Open alerts, and the rules in words' },
  {
    ...{ method: 'get', path: '/api/alerts/history', ...SEEN, query: askedHistory },
    summary: 'What came of alerts, newest first',
  },
  {
    ...{ method: 'post', path: '/api/alerts/{id}/acknowledge', ...TOLD, body: saidAcknowledged },
    summary: 'Takes an open alert in hand, with a note; audited',
  },
  {
    ...{ method: 'delete', path: '/api/alerts/{id}/acknowledge', ...TOLD },
    summary: 'Takes that back; audited',
  },
]
