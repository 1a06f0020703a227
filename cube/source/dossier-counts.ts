import type { Ask } from './ask.ts'

/** Counts of the bucket of receipt. */
export const RECEIVED = ['received', 'received_online'] as const
/** Counts of the bucket of the end. */
export const RESOLVED = [
  ...(['resolved', 'resolved_early', 'resolved_on_time', 'resolved_late'] as const),
  ...(['paid_known', 'paid_online', 'digitised_known', 'digitised', 'e_result_known', 'e_result'] as const),
  ...(['reused_known', 'reused', 'rated', 'satisfied'] as const),
] as const
/** Counts of what stands at the start or the end of a bucket. */
export const STOCKS = ['carried_in', 'pending', 'pending_overdue'] as const

/** A count of what happened in a bucket. */
export type Flow = (typeof RECEIVED)[number] | (typeof RESOLVED)[number]

/** The counts of dossiers that a query asks for, and what they are cut by. */
export interface DossierCounts {
  /** Columns the rows are cut by, besides the bucket. */
  keys: readonly string[]
  received: readonly (typeof RECEIVED)[number][]
  resolved: readonly (typeof RESOLVED)[number][]
  stocks: readonly (typeof STOCKS)[number][]
  /** Working days of what ended (`processing_days`), with how many dossiers took as long (`timed`). */
  days: boolean
  /** A dossier is counted in the bucket it was received in. */
  comes: boolean
  /** A dossier is counted in the bucket it ended in. */
  ends: boolean
}

/** @param keys columns that may be asked as keys; `needed`: those that others need, asked or not */
export function askedCounts(ask: Ask, keys: readonly string[], needed: ReadonlySet<string>): DossierCounts {
  const asked = <T extends string>(names: readonly T[]) => names.filter((name) => ask.columns.has(name))
  const received = asked(RECEIVED)
  const resolved = asked(RESOLVED)
  const days = ask.columns.has('processing_days') || ask.columns.has('timed')
  const ends = days || resolved.length > 0
  return {
    keys: keys.filter((key) => ask.columns.has(key) || needed.has(key)),
    received,
    resolved,
    stocks: asked(STOCKS),
    days,
    // A question about places or procedures alone is about what was received.
    comes: received.length > 0 || !ends,
    ends,
  }
}

/** Columns of the counts, in the order of `rows`. */
export const columnsOf = ({ received, resolved, stocks, days }: DossierCounts): string[] => [
  ...received,
  ...resolved,
  ...stocks,
  ...(days ? ['processing_days', 'timed'] : []),
]
