import { setTimeout as sleep } from 'node:timers/promises'
import { removeOldFiles } from './files.ts'
import { planSlots } from './plan.ts'
import { lateSlots } from './late.ts'
import { runSlot, type RunParts } from './run.ts'
import { openSlots, takeSlot } from './slots.ts'

/** Enters what is due, runs what waits, one slot after another, and removes old files. Other processes may do the same on one state. */
export async function runDue(parts: RunParts): Promise<void> {
  planSlots(parts.db, parts.definitions(), parts.clock())
  for (const slot of openSlots(parts.db, parts.clock())) {
    if (parts.signal.aborted) return
    if (takeSlot(parts.db, slot.id, parts.owner, parts.clock())) await runSlot(parts, slot)
  }
  await removeOldFiles(parts.db, parts.folder, parts.keepDays, parts.clock())
}

export interface Scheduler {
  /** Looks at once, as after something was asked for by hand. */
  look: () => void
  /** Ends when the message that is being sent has been. */
  stop: () => Promise<void>
}

/** Looks every `every` ms. Slots are entered at every look, also while one is being run. */
export function startScheduler(
  parts: Omit<RunParts, 'signal'>,
  { every = 15_000, log }: { every?: number; log: (message: string) => void },
): Scheduler {
  const stopping = new AbortController()
  const all = { ...parts, signal: stopping.signal }
  let running: Promise<void> | null = null
  const told = new Set<string>()
  const guarded = async (work: () => Promise<void> | void) => {
    try {
      await work()
    } catch (error) {
      log(`reports: ${(error as Error).message}`)
    }
  }
  const look = () => {
    if (stopping.signal.aborted) return
    void guarded(() => {
      planSlots(all.db, all.definitions(), all.clock())
      for (const { report, planned_at, kind } of lateSlots(all.db, all.definitions(), all.clock())) {
        const text = `reports: ${report}, planned for ${planned_at}, is ${kind}`
        if (!told.has(text)) log(text)
        told.add(text)
      }
    })
    running ??= guarded(() => runDue(all)).finally(() => (running = null))
  }
  const ticking = (async () => {
    while (!stopping.signal.aborted) {
      look()
      await sleep(every, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    look,
    async stop() {
      stopping.abort()
      await ticking
      await running
    },
  }
}
