import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowRef } from 'vue'
import { createAlerts } from '../api/alerts.ts'
import type { Alerts } from '../api/alerts.ts'
import { useBase } from './base.ts'

/** Rules are evaluated soon after a publication; after a start, they have all to be evaluated first. */
const POLL_MS = 30_000
const FIRST_MS = 3_000

/** Open alerts and their rules, for the pages that show them. Pages do without them where they cannot be had. */
export const useAlerts = defineStore('alerts', () => {
  const base = useBase()
  const api = createAlerts(base.client)
  const answer = shallowRef<Alerts | null>(null)
  const load = async (): Promise<void> => {
    answer.value = await api.list()
  }
  /** Open ones that nobody has in hand, the most pressing first. */
  const open = computed(() => answer.value?.alerts.filter((alert) => !alert.acknowledged) ?? [])
  const inHand = computed(() => answer.value?.alerts.filter((alert) => alert.acknowledged) ?? [])
  const watched = computed(() => answer.value?.rules.reduce((sum, rule) => sum + rule.watched, 0) ?? 0)
  /** Who sees as another changes nothing. */
  const acts = computed(() => base.session?.seen_by == null)
  return { api, answer, open, inHand, watched, acts, load }
})

/** Keeps the alerts fresh for as long as a page shows them. */
export const useFreshAlerts = (): ReturnType<typeof useAlerts> => {
  const alerts = useAlerts()
  let timer: ReturnType<typeof setTimeout> | undefined
  let over = false
  const look = async (): Promise<void> => {
    if (document.visibilityState === 'visible') await alerts.load().catch(() => undefined)
    const waiting = alerts.answer?.rules.some(({ evaluated_at }) => evaluated_at === null)
    if (!over) timer = setTimeout(() => void look(), waiting ? FIRST_MS : POLL_MS)
  }
  void look()
  onScopeDispose(() => {
    over = true
    clearTimeout(timer)
  })
  return alerts
}
