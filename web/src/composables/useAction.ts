import { ref } from 'vue'
import type { Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { ApiError } from '../api/http.ts'

export interface Action {
  busy: Ref<boolean>
  /** What went wrong last, in the reader's words; empty where nothing did. */
  problem: Ref<string>
  /** Runs one thing at a time. @returns whether it was done. */
  run: (work: () => Promise<unknown>) => Promise<boolean>
}

/** Something the reader does that the server may refuse: the refusal is shown, never lost. */
export const useAction = (): Action => {
  const { t, te } = useI18n()
  const busy = ref(false)
  const problem = ref('')
  const told = (error: unknown): string => {
    if (!(error instanceof ApiError) || error.status === 0 || error.status >= 500)
      return t('action.failed.other')
    const known = te(`action.failed.${error.code}`)
    return `${t(`action.failed.${known ? error.code : 'other'}`)} (${error.message})`
  }
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    if (busy.value) return false
    busy.value = true
    problem.value = ''
    try {
      await work()
      return true
    } catch (error) {
      problem.value = told(error)
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, run }
}
