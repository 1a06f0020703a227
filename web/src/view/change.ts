/** A figure against its comparison. */
export type Sense = 'up' | 'down' | 'neutral'
export interface Change {
  direction: 'up' | 'down' | 'flat'
  /** Whether the change is for the better; null where more is neither good nor bad. */
  better: boolean | null
  now: number
  before: number
}

/** The last digit a rate is shown with: a hundredth of a percent. */
export const RATE_STEP = 0.0001

/**
 * Null where either side has no data: then there is nothing to compare, which is not the same as no change. A difference
 * smaller than `step`, which would be shown as zero, is none.
 */
export const changeOf = (
  now: number | null,
  before: number | null,
  goodWhen: Sense,
  step = 0,
): Change | null => {
  if (now === null || before === null) return null
  const direction =
    Math.abs(now - before) < step / 2 ? 'flat' : now > before ? 'up' : now < before ? 'down' : 'flat'
  const better = direction === 'flat' || goodWhen === 'neutral' ? null : direction === goodWhen
  return { direction, better, now, before }
}
