import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import type { Province } from '../api/client.ts'
import { byName } from '../format/text.ts'
import { useBase } from '../stores/base.ts'
import { useView } from '../stores/view.ts'
import type { Place, Units } from '../view/address.ts'
import { useFormat } from './useFormat.ts'

export interface Places {
  /** Provinces of the chosen units by the Vietnamese alphabet, types left out of the name. */
  provinces: ComputedRef<Province[]>
  nameOf: (code: string) => string
  label: (place: Place) => string
  /** The place that best corresponds in the other units; the whole country where none does. */
  translate: (place: Place, to: Units) => Place
}

export const usePlaces = (): Places => {
  const base = useBase()
  const view = useView()
  const format = useFormat()
  const provinces = computed(() => {
    const list = view.state.units === '63' ? base.reference?.provinces63 : base.reference?.provinces34
    return [...(list ?? [])].sort((a, b) => byName(a.name, b.name))
  })
  const names = computed(() => new Map(provinces.value.map((p) => [p.code, p.name])))
  const nameOf = (code: string): string => names.value.get(code) ?? code
  const label = (place: Place): string => {
    if (place.kind === 'country') return format.value.t('place.country')
    if (place.kind === 'region') return base.regionOf(place.slug) ?? place.slug
    return nameOf(place.code)
  }
  const translate = (place: Place, to: Units): Place => {
    if (place.kind !== 'province') return place
    const old = base.reference?.provinces63 ?? []
    if (to === '34') {
      const code = old.find((p) => p.code === place.code)?.province34
      return code ? { kind: 'province', code } : { kind: 'country' }
    }
    const parts = old.filter((p) => p.province34 === place.code)
    const code = parts.length === 1 ? parts[0]?.code : undefined
    return code ? { kind: 'province', code } : { kind: 'country' }
  }
  return { provinces, nameOf, label, translate }
}
