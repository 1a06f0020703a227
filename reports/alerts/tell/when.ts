import { quietUntil, type Hours } from './hours.ts'
import type { Change } from '../follow/state.ts'

/** An alert that has changed within this long is restless: what it does next waits for the digest. */
export const RESTLESS_MS = 6 * 3_600_000
/** One that has begun again unsaid, and has stayed so for this long, is said after all. */
export const SETTLED_MS = 3_600_000

export interface Told {
  kind: Change
  at: Date
  /** When the same alert changed before; null: never. */
  before: Date | null
  urgent: boolean
}

/** When a change is said: the moment, or with the digest. Pure. */
export function whenTold({ kind, at, before, urgent }: Told, hours: Pick<Hours, 'quiet'>): Date | 'digest' {
  if (before !== null && at.getTime() - before.getTime() < RESTLESS_MS) return 'digest'
  // That something is over can wait for the morning.
  return urgent && kind !== 'recovered' ? at : quietUntil(at, hours)
}

/**
 * Whether an alert that began while it was restless should be said after all: it is open, the last that an account was told
 * is that it was over, and it has stayed as it is. Else whoever was told so would believe it till the morning.
 */
export const isSettled = (held: { kind: Change; at: Date }, lastTold: Change | null, now: Date): boolean =>
  held.kind !== 'recovered' && lastTold === 'recovered' && now.getTime() - held.at.getTime() >= SETTLED_MS
