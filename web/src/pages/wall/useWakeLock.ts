import { onBeforeUnmount, onMounted } from 'vue'

/** Keeps the screen on while the page is shown, where the browser can. */
export const useWakeLock = (): void => {
  let lock: WakeLockSentinel | null = null
  const ask = (): void => {
    // Browsers offer it over TLS and on the machine itself only; they take it back when the page is hidden.
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
    navigator.wakeLock.request('screen').then(
      (given) => (lock = given),
      () => undefined,
    )
  }
  onMounted(() => {
    ask()
    document.addEventListener('visibilitychange', ask)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', ask)
    void lock?.release()
  })
}
