import { computed, ref, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Query } from '../../view/address.ts'
import { useBase } from '../../stores/base.ts'
import { useView } from '../../stores/view.ts'
import { EMPTY, formatQuestion, parseQuestion } from './question.ts'
import type { Question } from './question.ts'
import { subjectsOf } from './subjects.ts'
import type { Meta, Subject } from './subjects.ts'

export interface Asking {
  subjects: Ref<Subject[]>
  /** True where the description of the metrics could not be had. */
  failed: Ref<boolean>
  subject: ComputedRef<Subject | null>
  /** Only what the subject has: an old link may name more. */
  question: ComputedRef<Question>
  change: (patch: Partial<Question>, view?: Query) => void
  load: () => Promise<void>
}

/** What of a question a subject can answer. */
const within = (question: Question, subject: Subject): Question => {
  const dimensions = new Set(subject.dimensions.map(({ name }) => name))
  const measures = new Set(subject.measures.map(({ name }) => name))
  return {
    ...question,
    subject: subject.key,
    measures: question.measures.filter((name) => measures.has(name)),
    dimensions: question.dimensions.filter((name) => dimensions.has(name)),
    conditions: question.conditions.filter(({ dimension }) => dimensions.has(dimension)),
  }
}

/** The question in the address, with the metrics it can be asked of. */
export const useQuestion = (): Asking => {
  const route = useRoute()
  const router = useRouter()
  const base = useBase()
  const view = useView()
  const subjects = shallowRef<Subject[]>([])
  const failed = ref(false)

  const load = async (): Promise<void> => {
    failed.value = false
    try {
      subjects.value = subjectsOf(await base.client.get<Meta>('/cubejs-api/v1/meta'))
    } catch {
      failed.value = true
    }
  }
  const asked = computed(() => parseQuestion(route.query))
  const subject = computed(
    () => subjects.value.find(({ key }) => key === asked.value.subject) ?? subjects.value[0] ?? null,
  )
  const question = computed(() => (subject.value ? within(asked.value, subject.value) : EMPTY))
  const change = (patch: Partial<Question>, own: Query = {}): void => {
    const next = { ...question.value, ...patch }
    const at = subjects.value.find(({ key }) => key === next.subject)
    const kept = at ? within(next, at) : next
    void router.push({ path: route.path, query: { ...view.query, ...own, ...formatQuestion(kept) } })
  }
  void load()
  return { subjects, failed, subject, question, change, load }
}

export interface Steps {
  canUndo: ComputedRef<boolean>
  canRedo: ComputedRef<boolean>
  undo: () => void
  redo: () => void
}

/** Steps back and forth among the page's addresses since it was opened. */
export const useSteps = (): Steps => {
  const route = useRoute()
  const router = useRouter()
  const past = ref<string[]>([])
  const future = ref<string[]>([])
  let stepping = false
  watch(
    () => route.fullPath,
    (_now, was) => {
      // A bare address is completed with its period at once; there is nothing to go back to.
      if (!stepping && /[?&]period=/.test(was)) {
        past.value.push(was)
        future.value = []
      }
      stepping = false
    },
  )
  const step = (from: Ref<string[]>, to: Ref<string[]>): void => {
    const address = from.value.pop()
    if (address === undefined) return
    to.value.push(route.fullPath)
    stepping = true
    void router.push(address)
  }
  return {
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    undo: () => step(past, future),
    redo: () => step(future, past),
  }
}
