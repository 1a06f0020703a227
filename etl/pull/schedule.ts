import { setTimeout as sleep } from 'node:timers/promises'
import { Cron } from 'croner'
import { problemText } from '../definitions/yaml.ts'
import { readDefinitions } from './definition.ts'
import { pull, type PullOptions, type PullResult } from './pull.ts'
import { ZONE, type Definition } from './schema.ts'
import { readState, type SourceState } from './state.ts'

/** Sources pulled at the same time, at most. */
const AT_ONCE = 4

/**
 * A moment of the schedule has passed since the last attempt. A source never pulled is due; however many moments
 * were missed, it is due once.
 */
export function isDue({ schedule }: Definition, { lastAttempt }: SourceState, now: number): boolean {
  if (lastAttempt === undefined) return true
  const next = nextRun(schedule, Date.parse(lastAttempt))
  return next !== undefined && next <= now
}

/** The schedule's first moment after `after`, both in ms. */
export function nextRun(schedule: string, after: number): number | undefined {
  return new Cron(schedule, { timezone: ZONE, paused: true }).nextRun(new Date(after))?.getTime()
}

export interface ScheduleOptions extends PullOptions {
  /** `TOANCANH_SOURCES`. Read again at every look, so changes need no restart. */
  sources: string
  signal: AbortSignal
  /** Between two looks, in ms. @default 15000 */
  every?: number
  onResult?: (result: PullResult) => void
}

/** Pulls what is due, and again as it becomes due, until the signal; ends when the last pull has stopped. */
export async function schedulePulls(options: ScheduleOptions): Promise<void> {
  const { signal, every = 15_000, log = () => undefined } = options
  const running = new Map<string, Promise<void>>()
  const told = new Set<string>()
  while (!signal.aborted) {
    const { sources, problems } = readDefinitions(options.sources)
    for (const text of problems.map(problemText).filter((text) => !told.has(text))) {
      told.add(text)
      log(text)
    }
    for (const definition of dueAmong(sources, options)) {
      if (running.size >= AT_ONCE) break
      if (running.has(definition.name)) continue
      const done = pull(definition, options).then(
        (result) => options.onResult?.(result),
        (error: unknown) => log(`${definition.name}: ${String(error)}`),
      )
      running.set(
        definition.name,
        done.finally(() => running.delete(definition.name)),
      )
    }
    await sleep(every, undefined, { signal }).catch(() => undefined)
  }
  await Promise.all(running.values())
}

/** Pulls what is due now, one source after another. */
export async function pullDue(options: PullOptions & { sources: string }): Promise<PullResult[]> {
  const results: PullResult[] = []
  for (const definition of dueAmong(readDefinitions(options.sources).sources, options)) {
    results.push(await pull(definition, options))
  }
  return results
}

function dueAmong(sources: readonly Definition[], { dataDir, now = Date.now }: PullOptions): Definition[] {
  return sources.filter((definition) => isDue(definition, readState(dataDir, definition), now()))
}
