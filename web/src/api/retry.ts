/** Asking again what could not be had: soon at first, then less and less often. */
import { ApiError } from './http.ts'

const FIRST_MS = 2_000
const LONGEST_MS = 60_000

/** Milliseconds before the next try, after so many that failed. */
export const delayOf = (failures: number): number => Math.min(FIRST_MS * 2 ** failures, LONGEST_MS)

/** Whether asking again can help: the service is away, too slow or too busy. A refusal stays a refusal. */
export const isPassing = (cause: unknown): boolean =>
  !(cause instanceof ApiError) ||
  cause.status === 0 ||
  cause.status === 408 ||
  cause.status === 429 ||
  cause.status >= 500

export interface Retry {
  /** Does the work again after a while; further calls before then change nothing. */
  later: () => void
  /** All is well: the next failure waits the shortest time again. */
  reset: () => void
  stop: () => void
}

export const createRetry = (work: () => void): Retry => {
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = (): void => {
    clearTimeout(timer)
    timer = undefined
  }
  return {
    later: () => {
      timer ??= setTimeout(() => {
        timer = undefined
        failures++
        work()
      }, delayOf(failures))
    },
    reset: () => {
      stop()
      failures = 0
    },
    stop,
  }
}
