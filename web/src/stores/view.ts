import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { formatState, parseState } from '../view/address.ts'
import type { ViewState } from '../view/address.ts'
import { periodAt } from '../view/period.ts'
import { useBase } from './base.ts'

/** The page's state. It lives in the address only; the store reads it from there and writes it back. */
export const useView = defineStore('view', () => {
  const route = useRoute()
  const router = useRouter()
  const base = useBase()

  const state = computed<ViewState>(() => {
    const query = Object.entries(route.query).flatMap(([k, v]) => (typeof v === 'string' ? [[k, v]] : []))
    return parseState(Object.fromEntries(query) as Record<string, string>)
  })
  /** The month of the newest dossiers: what a visitor without a period gets. */
  const initial = computed(() => {
    const day = base.asOf('dossiers') ?? base.status?.now.slice(0, 10)
    return day ? periodAt('month', day) : null
  })
  /** Changes part of the state; `push` leaves a step to go back to. */
  const change = (patch: Partial<ViewState>, how: 'push' | 'replace' = 'push'): void => {
    void router[how]({ path: route.path, query: formatState({ ...state.value, ...patch }) })
  }
  /** Writes the period a bare address stands for into it, so that a copied link stays true tomorrow. */
  const settle = (): void => {
    if (state.value.period || !initial.value) return
    void router.replace({ path: route.path, query: formatState({ ...state.value, period: initial.value }) })
  }
  /** The query that keeps the state on the way to another page. */
  const query = computed(() => formatState(state.value))
  return { state, query, change, settle }
})
