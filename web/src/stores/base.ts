import { defineStore } from 'pinia'
import { computed, inject, ref, shallowRef } from 'vue'
import type { InjectionKey } from 'vue'
import type { Client, Reference, Session, Status } from '../api/client.ts'
import type { Definitions } from '../api/definitions.ts'
import { createRetry, isPassing } from '../api/retry.ts'
import { slugOf } from '../format/text.ts'
import type { Units } from '../view/address.ts'
import { addDays } from '../view/day.ts'
import type { Day } from '../view/day.ts'
import { useTroubles } from './troubles.ts'

export const CLIENT: InjectionKey<Client> = Symbol('client')
const POLL_MS = 60_000

/** What every page stands on: who is signed in, how fresh the data is, the places and the definitions. */
export const useBase = defineStore('base', () => {
  const client = inject(CLIENT)
  if (!client) throw new Error('the app has no API client')
  const troubles = useTroubles()
  const session = shallowRef<Session | null>(null)
  const status = shallowRef<Status | null>(null)
  const reference = shallowRef<Reference | null>(null)
  const definitions = shallowRef<Definitions>({})
  const failed = ref(false)
  const ready = computed(() => session.value !== null && status.value !== null && reference.value !== null)

  /**
   * Names what is published: another text as soon as any dataset has other rows. Null until it is known.
   */
  const edition = computed(() =>
    status.value
      ? [
          status.value.version,
          ...status.value.datasets.map((d) => `${d.dataset} ${d.rows} ${d.last_load_at} ${d.as_of}`),
        ].join()
      : null,
  )
  /** True once the server is of another version than the page: figures may then mean something else. */
  const outdated = computed(() => {
    const built = import.meta.env.VITE_VERSION
    return built !== undefined && status.value !== null && status.value.version !== built
  })
  const startAgain = createRetry(() => void start())

  /** Loads what pages need before they can ask for figures; where the service is not there sets `failed` and tries again. */
  const start = async (): Promise<void> => {
    startAgain.stop()
    try {
      const [who, fresh, places] = await Promise.all([client.session(), client.status(), client.reference()])
      session.value = who
      status.value = fresh
      reference.value = places
      failed.value = false
    } catch (cause) {
      failed.value = true
      if (isPassing(cause)) startAgain.later()
    }
  }
  let language: 'vi' | 'en' = 'vi'
  const explainAgain = createRetry(() => void explain(language))
  /** Asks for definitions in a language, until they are there; the dashboard works without them. */
  const explain = async (asked: 'vi' | 'en'): Promise<void> => {
    language = asked
    explainAgain.stop()
    try {
      const found = await client.definitions(asked)
      if (asked === language) definitions.value = found
      explainAgain.reset()
    } catch (cause) {
      if (isPassing(cause)) explainAgain.later()
    }
  }
  /** Asks again and again how fresh the data is; where that fails, the page says so and what else failed waits for it. */
  const poll = (): void => {
    const source = Symbol('status')
    let heard = Date.now()
    let asking = false
    const again = createRetry(() => look())
    const look = (): void => {
      if (asking || document.visibilityState !== 'visible' || !status.value) return
      asking = true
      client
        .status()
        .then(
          (fresh) => {
            heard = Date.now()
            status.value = fresh
            again.reset()
            troubles.report(source, null)
            troubles.retry()
          },
          () => {
            troubles.report(source, { at: heard, retry: look })
            again.later()
          },
        )
        .finally(() => (asking = false))
    }
    setInterval(look, POLL_MS)
    for (const event of ['online', 'visibilitychange']) addEventListener(event, look)
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
    edition,
    outdated,
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
