import { defineStore } from 'pinia'
import { computed, shallowReactive } from 'vue'

/** Something that could not be asked anew and is tried again. */
export interface Trouble {
  /** When what is still shown was answered, ms since 1970; null where nothing is shown. */
  at: number | null
  retry: () => void
}

/** What of the page is out of date because the service does not answer: one line above the page says it for all. */
export const useTroubles = defineStore('troubles', () => {
  const all = shallowReactive(new Map<symbol, Trouble>())
  const report = (source: symbol, trouble: Trouble | null): void => {
    if (trouble) all.set(source, trouble)
    else all.delete(source)
  }
  const any = computed(() => all.size > 0)
  /** The oldest answer still shown. */
  const since = computed(() => {
    const known = [...all.values()].flatMap((trouble) => trouble.at ?? [])
    return known.length > 0 ? Math.min(...known) : null
  })
  const retry = (): void => {
    for (const trouble of [...all.values()]) trouble.retry()
  }
  return { any, since, report, retry }
})
