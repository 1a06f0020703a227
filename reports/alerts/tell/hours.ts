/** The ministry's zone is UTC+7 all the year. */
const ZONE_MS = 7 * 3_600_000
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** Hours of Asia/Ho_Chi_Minh, 0 to 23, at which this installation tells people of alerts. */
export interface Hours {
  /** From the one hour until the other what is not urgent waits; null: nothing does. */
  quiet: { from: number; until: number } | null
  /** When the digest of the day before goes out. */
  digest: number
}

/** Where an installation says nothing else. */
export const HOURS: Hours = { quiet: { from: 22, until: 6 }, digest: 7 }

const startOfDay = (at: Date): number => Math.floor((at.getTime() + ZONE_MS) / DAY_MS) * DAY_MS - ZONE_MS
const hourOf = (at: Date): number => Math.floor((at.getTime() - startOfDay(at)) / HOUR_MS)

/** When something may be said that comes up now: at once, or when the quiet hours are over. */
export function quietUntil(at: Date, { quiet }: Pick<Hours, 'quiet'>): Date {
  if (quiet === null) return at
  const { from, until } = quiet
  const hour = hourOf(at)
  const overnight = from > until
  const isQuiet = overnight ? hour >= from || hour < until : hour >= from && hour < until
  if (!isQuiet) return at
  const day = startOfDay(at) + (overnight && hour >= from ? DAY_MS : 0)
  return new Date(day + until * HOUR_MS)
}

/** The last moment a digest was due. */
export function lastDigest(at: Date, { digest }: Pick<Hours, 'digest'>): Date {
  const today = startOfDay(at) + digest * HOUR_MS
  return new Date(today <= at.getTime() ? today : today - DAY_MS)
}
