import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { LocationQuery } from 'vue-router'
import { DEFAULT_STATE, formatState, parseState } from '../view/address.ts'
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
  /** What else the page has in its address; `lang` is only for coming in. */
  const others = (): LocationQuery =>
    Object.fromEntries(
      Object.entries(route.query).filter(([key]) => !(key in DEFAULT_STATE) && key !== 'lang'),
    )
  /** Changes part of the state; `push` leaves a step to go back to. */
  const change = (patch: Partial<ViewState>, how: 'push' | 'replace' = 'push'): void => {
    // A commune lies in its province: who goes elsewhere leaves it.
    const elsewhere = patch.place || patch.units ? { commune: '' } : {}
    const changed = formatState({ ...state.value, ...elsewhere, ...patch })
    void router[how]({ path: route.path, query: { ...others(), ...changed } })
  }
  /** Writes the period a bare address stands for into it, so that a copied link stays true tomorrow. */
  const settle = (): void => {
    if (state.value.period || !initial.value) return
    const settled = formatState({ ...state.value, period: initial.value })
    void router.replace({ path: route.path, query: { ...others(), ...settled } })
  }
  /** The query that keeps the state on the way to another page, but not what only this one is narrowed by. */
  const query = computed(() => formatState({ ...state.value, procedure: '', commune: '' }))
  return { state, query, change, settle }
})
