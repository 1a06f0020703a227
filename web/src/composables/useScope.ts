import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { useBase } from '../stores/base.ts'
import { useView } from '../stores/view.ts'
import { earlier, later } from '../view/day.ts'
import { scopeOf } from '../view/scope.ts'
import type { Scope } from '../view/scope.ts'

/**
 * The scope of one dataset: each is as old as its own newest data; of several that are shown as one, as the newest of them.
 * Null until the period is known.
 */
export const useScope = (...datasets: string[]): ComputedRef<Scope | null> => useScopeOf(() => datasets)

/** The same of datasets that change. */
export const useScopeOf = (datasets: () => string[]): ComputedRef<Scope | null> => {
  const base = useBase()
  const view = useView()
  return computed(() => {
    const place = view.state.place
    const region = place.kind === 'region' ? base.regionOf(place.slug) : null
    const old = base.reference?.provinces63.find((p) => place.kind === 'province' && p.code === place.code)
    const today =
      place.kind !== 'province' ? null : view.state.units === '34' ? place.code : (old?.province34 ?? null)
    const newest = datasets()
      .map(base.asOf)
      .reduce((a, b) => (a !== null && b !== null ? later(a, b) : (a ?? b)), null)
    const end = base.lastDayOf(view.state.units)
    return scopeOf(view.state, newest && end ? earlier(newest, end) : newest, region, today)
  })
}
