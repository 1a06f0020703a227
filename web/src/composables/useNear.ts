import { onMounted, onScopeDispose, ref } from 'vue'
import type { Ref } from 'vue'

/** What a reader does first, wherever on the page. */
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'scroll', 'beforeprint'] as const
/** Below the screen by as much as this is near. */
const MARGIN = '300px'

/** Safari has no idle callback. */
const whenIdle = (work: () => void): void => {
  if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: 2000 })
  else setTimeout(work, 1000)
}

let reader: Promise<void> | null = null
/** Resolves once somebody is at the page, and it has nothing better to do. */
const readerThere = (): Promise<void> =>
  (reader ??= new Promise((resolve) => {
    const seen = (): void => {
      for (const sign of SIGNS) removeEventListener(sign, seen)
      whenIdle(resolve)
    }
    for (const sign of SIGNS) addEventListener(sign, seen, { passive: true })
  }))

/**
 * Whether an element has come near the screen. Once there is a reader, who may print the page, everything is near: until
 * then what lies further down is neither fetched nor drawn.
 */
export const useNear = (element: Ref<HTMLElement | null>): Ref<boolean> => {
  const near = ref(false)
  const sight = new IntersectionObserver(
    (entries) => entries.some((entry) => entry.isIntersecting) && approach(),
    { rootMargin: MARGIN },
  )
  const approach = (): void => {
    sight.disconnect()
    near.value = true
  }
  onMounted(() => {
    if (element.value) sight.observe(element.value)
    void readerThere().then(approach)
  })
  onScopeDispose(() => sight.disconnect())
  return near
}
