import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useView } from '../../stores/view.ts'

/** What is chosen on the page, held by the address; empty is not chosen. */
export interface Chosen {
  dataset: string
  batch: string
  part: string
}

/** A link to a part of the page keeps the view of the figures, for the way back to them. */
export const useChosen = (): {
  chosen: ComputedRef<Chosen>
  linkTo: (tab: string, to?: Partial<Chosen>) => { name: string; query: Record<string, string> }
  choose: (tab: string, to?: Partial<Chosen>) => void
} => {
  const route = useRoute()
  const router = useRouter()
  const view = useView()
  const said = (key: string): string => {
    const value = route.query[key]
    return typeof value === 'string' ? value : ''
  }
  const chosen = computed(() => ({ dataset: said('dataset'), batch: said('batch'), part: said('part') }))
  const linkTo = (tab: string, to: Partial<Chosen> = {}) => ({
    name: 'data',
    query: {
      ...view.query,
      tab,
      ...Object.fromEntries(Object.entries(to).filter(([, value]) => value !== '')),
    },
  })
  return { chosen, linkTo, choose: (tab, to) => void router.push(linkTo(tab, to)) }
}
