import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { useBase } from '../../stores/base.ts'
import { useView } from '../../stores/view.ts'
import { periodAt } from '../../view/period.ts'
import { scopeOf } from '../../view/scope.ts'
import type { Scope } from '../../view/scope.ts'
import type { OverviewScopes } from '../overview/queries.ts'

/**
 * The scopes of the big screen: by the 34 units, of the address's place and period, and where it names no period of the month
 * of the newest dossiers, which moves on with the data. Null until that is known.
 */
export const useWallScopes = (): ComputedRef<OverviewScopes | null> => {
  const base = useBase()
  const view = useView()
  return computed(() => {
    const newest = base.asOf('dossiers')
    const period = view.state.period ?? (newest ? periodAt('month', newest) : null)
    const { place } = view.state
    const region = place.kind === 'region' ? base.regionOf(place.slug) : null
    const state = { ...view.state, units: '34' as const, period }
    const of = (dataset: string): Scope | null =>
      scopeOf(state, base.asOf(dataset), region, place.kind === 'province' ? place.code : null)
    const [dossiers, identity, rollout, tasks] = [
      of('dossiers'),
      of('identity'),
      of('indicators'),
      of('tasks'),
    ]
    return dossiers && identity && rollout && tasks ? { dossiers, identity, rollout, tasks } : null
  })
}
