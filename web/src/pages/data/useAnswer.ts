import { shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'

/**
 * The server's answer to a question that changes. The last question's is kept, whichever comes last; until it comes, and where it
 * cannot be had, the one before stays.
 */
export const useAnswer = <Question, Answer>(
  question: () => Question,
  ask: (question: Question) => Promise<Answer>,
): { answer: ShallowRef<Answer | null>; busy: ShallowRef<boolean>; problem: ShallowRef<string> } => {
  const { t } = useI18n()
  const answer = shallowRef<Answer | null>(null)
  const busy = shallowRef(false)
  const problem = shallowRef('')
  let asked = 0
  watch(
    question,
    (now) => {
      const own = ++asked
      busy.value = true
      ask(now)
        .then(
          (found) => {
            if (own !== asked) return
            answer.value = found
            problem.value = ''
          },
          () => {
            if (own === asked) problem.value = t('common.failed')
          },
        )
        .finally(() => {
          if (own === asked) busy.value = false
        })
    },
    { immediate: true },
  )
  return { answer, busy, problem }
}
