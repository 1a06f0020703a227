/** What the page Báo cáo asks of the server. */
import type { Client } from './client.ts'

export interface Report {
  id: string
  title: string
  title_en: string
  scope: 'national' | 'province'
  period: { system: 'calendar' | 'reporting'; kind: string }
  formats: string[]
  deliver: string[]
  missed: 'catch_up' | 'skip'
  roles: string[]
  next_at: string | null
  places: string[]
  recipients: { name: string; places: string[]; address: boolean }[] | null
}
export interface Reports {
  reports: Report[]
  problems: string[]
  late: { report: string; planned_at: string; kind: 'missing' | 'late' }[]
  mail: boolean
  may_run: boolean
}
export type SlotState = 'waiting' | 'running' | 'sent' | 'partly' | 'failed' | 'skipped'
export type DeliveryState = 'waiting' | 'sending' | 'sent' | 'failed' | 'skipped'
export interface Slot {
  id: number
  report: string
  planned_at: string
  period: string
  cause: 'schedule' | 'hand'
  state: SlotState
  reason: string | null
  detail: string | null
  attempts: number
  next_try_at: string | null
  ended_at: string | null
  /** `removed`: it was kept for as long as files are. */
  files: { place: string; format: string; bytes: number; removed: boolean }[]
  counts: Record<DeliveryState, number>
}
export interface Delivery {
  channel: 'mail' | 'folder' | 's3'
  account: string
  state: DeliveryState
  places: string[] | null
  reason: string | null
  detail: string | null
  attempts: number
  tried_at: string | null
}

export interface ReportsApi {
  reports: () => Promise<Reports>
  slots: () => Promise<Slot[]>
  deliveries: (slot: number) => Promise<Delivery[]>
  run: (report: string) => Promise<unknown>
  send: (slot: number) => Promise<unknown>
}

export const createReports = ({ get, change }: Pick<Client, 'get' | 'change'>): ReportsApi => ({
  reports: () => get('/api/reports'),
  slots: async () => (await get<{ slots: Slot[] }>('/api/reports/slots')).slots,
  deliveries: async (slot) =>
    (await get<{ deliveries: Delivery[] }>(`/api/reports/slots/${slot}`)).deliveries,
  run: (report) => change('POST', `/api/reports/${report}/run`, {}),
  send: (slot) => change('POST', `/api/reports/slots/${slot}/send`, {}),
})

export const filePath = (slot: number, place: string, format: string): string =>
  `/api/reports/slots/${slot}/files/${place}/${format}`

/** @param period as `2022-03`; empty: the last whole one */
export const previewPath = (report: string, format: string, place: string, period = ''): string => {
  const asked = new URLSearchParams({
    format,
    ...(place === '00' ? {} : { province: place }),
    ...(period === '' ? {} : { period }),
  })
  return `/api/reports/${report}/preview?${asked.toString()}`
}
