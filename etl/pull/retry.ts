import { setTimeout as sleep } from 'node:timers/promises'

/**
 * What went wrong with a source. `again`: it may pass, so it is tried again; `final`: asking again now gives the
 * same answer. `after` is how long the source asks to be left alone, in ms.
 */
export class SourceError extends Error {
  override name = 'SourceError'
  readonly retry: 'again' | 'final'
  readonly after: number | undefined
  constructor(message: string, retry: 'again' | 'final' = 'again', after?: number) {
    super(message)
    this.retry = retry
    this.after = after
  }
}

export interface Tries {
  attempts: number
  /** Before the second try, in ms. */
  backoff: number
  /** Ends the waiting as well as the work. */
  signal: AbortSignal
  /** Between 0 and 1. @default Math.random */
  random?: () => number
  /** Hears of every failure that is followed by another try. */
  onRetry?: (error: SourceError, wait: number) => void
}

const LONGEST_WAIT = 300_000

/**
 * Does `work` until it succeeds, at most `attempts` times. The wait doubles each time; half of it is left to
 * chance, so that many clients of a source that fell over do not come back at once. A source that says how
 * long to wait is waited for, at most 5 minutes.
 *
 * @throws SourceError the last failure, or at once one that is final.
 */
export async function withRetry<T>(tries: Tries, work: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    tries.signal.throwIfAborted()
    try {
      return await work(attempt)
    } catch (thrown) {
      tries.signal.throwIfAborted()
      const error = thrown instanceof SourceError ? thrown : networkError(thrown)
      if (error.retry === 'final' || attempt >= tries.attempts) throw error
      const full = Math.min(tries.backoff * 2 ** (attempt - 1), LONGEST_WAIT)
      const wait = Math.min(
        Math.max(full * (0.5 + (tries.random ?? Math.random)() / 2), error.after ?? 0),
        LONGEST_WAIT,
      )
      tries.onRetry?.(error, wait)
      await sleep(wait, undefined, { signal: tries.signal })
    }
  }
}

/** System and driver errors say what they are by `code`; anything else is a fault of ours and passes. */
function networkError(thrown: unknown): SourceError {
  const { code, message } = thrown as { code?: unknown; message?: string }
  if (typeof code === 'string') {
    return new SourceError(message === undefined || message === '' ? code : message)
  }
  throw thrown
}
