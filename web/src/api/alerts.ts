/** Alerts as the server tells of them. Sentences come in both languages, with the figures they were judged by. */
import type { Client } from './client.ts'

export interface Words {
  vi: string
  en: string
}
export interface AlertPlace {
  kind: 'country' | 'province' | 'dataset'
  code: string
  title: Words
}
export interface Alert {
  /** `rule.subject` */
  id: string
  rule: string
  title: Words
  place: AlertPlace
  level: 'urgent' | 'normal'
  phase: 'firing' | 'recovering' | 'no_data'
  since: string | null
  sentence: Words
  /** The page on which its figures are. */
  page: 'overview' | 'on-time' | 'identity' | 'rollout' | 'scores' | 'province' | 'data'
  measure: string | null
  product: string | null
  acknowledged: { at: string; by: string; note: string | null } | null
  may_acknowledge: boolean
}
export interface AlertRule {
  id: string
  title: Words
  level: 'urgent' | 'normal'
  scope: 'national' | 'province' | 'dataset'
  words: Words[]
  roles: string[]
  evaluated_at: string | null
  watched: number
  open: number
}
export interface Alerts {
  alerts: Alert[]
  rules: AlertRule[]
  evaluated_at: string | null
  mail: boolean
  problems: string[]
  undelivered: { account: string; planned_at: string; detail: string }[]
}
export interface AlertChange {
  id: number
  rule: string
  title: Words
  place: AlertPlace
  kind: 'fired' | 'recovered' | 'no_data' | 'acknowledged' | 'reopened'
  at: string
  sentence: Words | null
  account: string | null
  note: string | null
}

export interface AlertsApi {
  list: () => Promise<Alerts>
  /** Of one rule, or of all; the newest first. */
  history: (rule: string) => Promise<AlertChange[]>
  acknowledge: (id: string, note: string) => Promise<unknown>
  reopen: (id: string) => Promise<unknown>
}

export const createAlerts = ({ get, change }: Pick<Client, 'get' | 'change'>): AlertsApi => ({
  list: () => get('/api/alerts'),
  history: async (rule) => {
    const of = rule === '' ? '' : `&rule=${encodeURIComponent(rule)}`
    return (await get<{ changes: AlertChange[] }>(`/api/alerts/history?limit=50${of}`)).changes
  },
  acknowledge: (id, note) => change('POST', `/api/alerts/${id}/acknowledge`, note === '' ? {} : { note }),
  reopen: (id) => change('DELETE', `/api/alerts/${id}/acknowledge`),
})
