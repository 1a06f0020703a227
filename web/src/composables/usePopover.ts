import { nextTick, onScopeDispose, ref, watch } from 'vue'
import type { Ref } from 'vue'

export interface Popover {
  open: Ref<boolean>
  root: Ref<HTMLElement | null>
  toggle: () => void
  close: (refocus?: boolean) => void
}

/**
 * A panel that opens from a button: Escape and a press outside close it, focus goes to the panel's first control and comes
 * back to the button. The root element holds both the button (its first one) and the panel.
 */
export const usePopover = (): Popover => {
  const open = ref(false)
  const root = ref<HTMLElement | null>(null)

  const close = (refocus = true): void => {
    if (!open.value) return
    open.value = false
    if (refocus) root.value?.querySelector<HTMLElement>('button')?.focus()
  }
  const onPointer = (event: PointerEvent): void => {
    if (event.target instanceof Node && !root.value?.contains(event.target)) close(false)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    close()
  }
  const onFocus = (event: FocusEvent): void => {
    if (event.target instanceof Node && !root.value?.contains(event.target)) close(false)
  }
  const stop = (): void => {
    document.removeEventListener('pointerdown', onPointer)
    document.removeEventListener('keydown', onKey)
    document.removeEventListener('focusin', onFocus)
  }
  watch(open, (now) => {
    stop()
    if (!now) return
    document.addEventListener('pointerdown', onPointer)
    document.addEventListener('keydown', onKey)
    document.addEventListener('focusin', onFocus)
    void nextTick(() => {
      const panel = root.value?.querySelector('[data-panel]')
      const first = panel?.querySelector<HTMLElement>(
        '[data-first], input, select, button, a, [tabindex="0"]',
      )
      first?.focus()
    })
  })
  onScopeDispose(stop)
  return { open, root, close, toggle: () => (open.value ? close() : (open.value = true)) }
}
