import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import { ApiError } from '../../../api/http.ts'
import type { Checked, Definition, DefinitionsApi } from '../../../api/report-definitions.ts'
import { copyOf } from './copy.ts'

/** What is being written is checked when nothing has been typed for so long. */
const REST_MS = 350

export interface Draft {
  text: Ref<string>
  /** The report as it is kept; null: a new one. */
  kept: ShallowRef<Definition | null>
  /** Whether what is written differs from what is kept. */
  changed: ComputedRef<boolean>
  /** What was found of the text as it is; null: that is still being found out. */
  checked: ComputedRef<Checked | null>
  /** What the text was about when it last had no faults. */
  sound: ShallowRef<Checked | null>
  /** Goes on from a report, or from a copy of one. */
  open: (id: string, from: 'itself' | 'copy') => Promise<void>
  /** Takes the text of a version to go on from. */
  take: (version: number) => Promise<void>
  /** @returns the id it is kept by. @throws ApiError 409 where somebody else kept a version: the next save replaces that. */
  save: () => Promise<string | null>
  stop: () => Promise<void>
  toFile: () => Promise<void>
}

/** A definition while it is being changed. */
export const useDraft = (api: DefinitionsApi): Draft => {
  const text = ref('')
  const began = ref('')
  const kept = shallowRef<Definition | null>(null)
  const found = shallowRef<(Checked & { text: string }) | null>(null)
  const checked = computed(() => (found.value?.text === text.value ? found.value : null))
  const sound = shallowRef<Checked | null>(null)
  let waiting = 0

  const check = async (): Promise<Checked | null> => {
    clearTimeout(waiting)
    const written = text.value
    const answer = await api.check(written, kept.value?.id ?? null)
    if (written === text.value) found.value = { ...answer, text: written }
    if (answer.problems.length === 0) sound.value = answer
    return answer
  }
  watch(text, () => {
    clearTimeout(waiting)
    // What cannot be checked now is when it is saved.
    waiting = window.setTimeout(() => void check().catch(() => null), REST_MS)
  })
  onBeforeUnmount(() => clearTimeout(waiting))

  const begin = (definition: Definition): void => {
    kept.value = definition
    began.value = text.value = definition.text
  }
  /** Where another version was kept meanwhile, it is shown; what is written stays. */
  const refreshed = async <T>(id: string, work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      if (error instanceof ApiError && error.code === 'changed') {
        const now = await api.open(id)
        kept.value = now
        began.value = now.text
      }
      throw error
    }
  }

  return {
    text,
    kept,
    changed: computed(() => text.value !== began.value),
    checked,
    sound,
    open: async (id, from) => {
      const definition = await api.open(id)
      if (from === 'itself') begin(definition)
      else {
        kept.value = null
        const taken = (await api.list()).map((one) => one.id)
        began.value = text.value = copyOf(definition.text, taken)
      }
      await check()
    },
    take: async (version) => {
      if (kept.value) text.value = await api.textOf(kept.value.id, version)
    },
    save: async () => {
      const { id } = (await check()) ?? {}
      if (!id) return null
      begin(await refreshed(id, api.save(id, text.value, kept.value?.version ?? null)))
      await check()
      return id
    },
    stop: async () => {
      const { id, version } = kept.value ?? { id: '', version: 0 }
      kept.value = await refreshed(id, api.stop(id, version))
    },
    toFile: async () => {
      const { id, version } = kept.value ?? { id: '', version: 0 }
      begin(await refreshed(id, api.toFile(id, version)))
    },
  }
}
