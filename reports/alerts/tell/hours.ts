/** The ministry's zone is UTC+7 all the year. */
const ZONE_MS = 7 * 3_600_000
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** From this hour on what is not urgent waits … */
export const QUIET_FROM = 22
/** … until this one. */
export const QUIET_UNTIL = 6
/** When the digest of the day before goes out. */
export const DIGEST_HOUR = 7

const startOfDay = (at: Date): number => Math.floor((at.getTime() + ZONE_MS) / DAY_MS) * DAY_MS - ZONE_MS
const hourOf = (at: Date): number => Math.floor((at.getTime() - startOfDay(at)) / HOUR_MS)

/** When something may be said that comes up now: at once, or in the morning. */
export function quietUntil(at: Date): Date {
  const hour = hourOf(at)
  if (hour >= QUIET_UNTIL && hour < QUIET_FROM) return at
  const day = startOfDay(at) + (hour >= QUIET_FROM ? DAY_MS : 0)
  return new Date(day + QUIET_UNTIL * HOUR_MS)
}

/** The last moment a digest was due. */
export function lastDigest(at: Date): Date {
  const today = startOfDay(at) + DIGEST_HOUR * HOUR_MS
  return new Date(today <= at.getTime() ? today : today - DAY_MS)
}
