import { onBeforeUnmount, onMounted, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'

/**
 * Nobody loses what is not saved by going elsewhere: that waits until `asking` has been answered. When the window is closed, the
 * browser itself asks.
 * @param unsaved whether something would be lost
 * @returns what takes the answer; null while nothing is asked
 */
export const useLeaveGuard = (
  unsaved: () => boolean,
): { asking: ShallowRef<((leave: boolean) => void) | null> } => {
  const asking = shallowRef<((leave: boolean) => void) | null>(null)
  const ask = (): boolean | Promise<boolean> =>
    unsaved()
      ? new Promise((answer) => {
          asking.value = (leave) => {
            asking.value = null
            answer(leave)
          }
        })
      : true
  onBeforeRouteLeave(ask)
  onBeforeRouteUpdate(ask)
  const closing = (event: BeforeUnloadEvent): void => {
    if (unsaved()) event.preventDefault()
  }
  onMounted(() => addEventListener('beforeunload', closing))
  onBeforeUnmount(() => removeEventListener('beforeunload', closing))
  return { asking }
}
