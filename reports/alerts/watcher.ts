import { setTimeout as sleep } from 'node:timers/promises'
import { planMessages } from './tell/notices.ts'
import { evaluateDue, type RoundParts } from './follow/round.ts'
import { sendDue, type SendParts } from './tell/send.ts'

export type WatcherParts = RoundParts & SendParts

/** One look: evaluates what may have changed, plans what time brings, sends what is due. */
export async function look(parts: WatcherParts): Promise<void> {
  await evaluateDue(parts)
  planMessages(parts.db, parts.rules(), parts.clock(), parts.hours)
  await sendDue(parts)
}

export interface Watcher {
  /** Ends when the rule that is being evaluated, or the message that is being sent, has been. */
  stop: () => Promise<void>
}

/** Looks every `every` ms, the first time after `first`: a start has enough to do. */
export function startWatcher(
  parts: Omit<WatcherParts, 'signal'>,
  { every = 15_000, first = 3_000 }: { every?: number; first?: number } = {},
): Watcher {
  const stopping = new AbortController()
  const { signal } = stopping
  const told = new Set<string>()
  // A trouble that lasts is said once.
  const log = (message: string) => {
    if (!told.has(message)) parts.log(message)
    told.add(message)
  }
  const watching = (async () => {
    let wait = first
    while (!signal.aborted) {
      await sleep(wait, undefined, { signal }).catch(() => undefined)
      wait = every
      if (signal.aborted) return
      await look({ ...parts, log, signal }).catch((error: unknown) =>
        log(`alerts: ${(error as Error).message}`),
      )
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await watching
    },
  }
}
