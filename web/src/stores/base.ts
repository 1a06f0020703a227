import { defineStore } from 'pinia'
import { computed, inject, ref, shallowRef } from 'vue'
import type { InjectionKey } from 'vue'
import type { Client, Definitions, Reference, Session, Status } from '../api/client.ts'
import { slugOf } from '../format/text.ts'
import type { Units } from '../view/address.ts'
import { addDays } from '../view/day.ts'
import type { Day } from '../view/day.ts'

export const CLIENT: InjectionKey<Client> = Symbol('client')
const POLL_MS = 60_000

/** What every page stands on: who is signed in, how fresh the data is, the places and the definitions. */
export const useBase = defineStore('base', () => {
  const client = inject(CLIENT)
  if (!client) throw new Error('the app has no API client')
  const session = shallowRef<Session | null>(null)
  const status = shallowRef<Status | null>(null)
  const reference = shallowRef<Reference | null>(null)
  const definitions = shallowRef<Definitions>({})
  const failed = ref(false)
  const ready = computed(() => session.value !== null && status.value !== null && reference.value !== null)

  /** Loads what pages need before they can ask for figures; sets `failed` where the service is not there. */
  const start = async (): Promise<void> => {
    failed.value = false
    try {
      const [who, fresh, places] = await Promise.all([client.session(), client.status(), client.reference()])
      session.value = who
      status.value = fresh
      reference.value = places
    } catch {
      failed.value = true
    }
  }
  /** Asks for definitions in a language; the dashboard works without them. */
  const explain = async (language: 'vi' | 'en'): Promise<void> => {
    definitions.value = await client.definitions(language).catch(() => definitions.value)
  }
  const poll = (): void => {
    setInterval(() => {
      if (document.visibilityState !== 'visible') return
      client.status().then(
        (fresh) => (status.value = fresh),
        () => undefined,
      )
    }, POLL_MS)
  }
  /** The last day a dataset can say something about; null where it is not known. */
  const asOf = (dataset: string): Day | null => {
    const found = status.value?.datasets.find((d) => d.dataset === dataset)
    return (found?.as_of ?? found?.newest_business_date)?.slice(0, 10) ?? null
  }
  /** The last day figures by the units of an era are there for; null where they go on. */
  const lastDayOf = (units: Units): Day | null =>
    units === '63' && reference.value ? addDays(reference.value.mergeDate, -1) : null
  const regions = computed(() => [...new Set(reference.value?.provinces34.map((p) => p.region) ?? [])])
  const regionOf = (slug: string): string | null =>
    regions.value.find((name) => slugOf(name) === slug) ?? null

  return {
    client,
    session,
    status,
    reference,
    definitions,
    failed,
    ready,
    regions,
    start,
    explain,
    poll,
    asOf,
    lastDayOf,
    regionOf,
  }
})
