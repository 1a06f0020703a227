import { Cron } from 'croner'
import { ZONE } from '../definitions/schema.ts'

/** Planned times looked at for one report at once; of a longer gap the newest. */
const MOST = 400

const cronOf = (pattern: string): Cron => new Cron(pattern, { timezone: ZONE, paused: true })

/** The schedule's first moment after an instant; null where there is none. */
export const nextTime = (pattern: string, after: Date): Date | null => cronOf(pattern).nextRun(after)

/** The schedule's moments after `from`, up to and with `to`, the earliest first. */
export function timesBetween(pattern: string, from: Date, to: Date): Date[] {
  const cron = cronOf(pattern)
  const times: Date[] = []
  for (let next = cron.nextRun(from); next !== null && next <= to; next = cron.nextRun(next)) {
    times.push(next)
    if (times.length > MOST) times.shift()
  }
  return times
}
