import { onScopeDispose, ref } from 'vue'
import type { Ref } from 'vue'

export interface Rotation {
  index: Ref<number>
  paused: Ref<boolean>
  /** Goes so many scenes on, or back; the scene gone to gets its whole time. */
  go: (steps: number) => void
  toggle: () => void
}

/** Shows one of `count` scenes after the other, each for `ms` milliseconds, until paused. */
export const useRotation = (count: number, ms: number): Rotation => {
  const index = ref(0)
  const paused = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  const plan = (): void => {
    clearTimeout(timer)
    if (!paused.value) timer = setTimeout(() => go(1), ms)
  }
  const go = (steps: number): void => {
    index.value = (((index.value + steps) % count) + count) % count
    plan()
  }
  const toggle = (): void => {
    paused.value = !paused.value
    plan()
  }
  plan()
  onScopeDispose(() => clearTimeout(timer))
  return { index, paused, go, toggle }
}
