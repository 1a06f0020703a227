/** Where a figure stands. `between`: past where an alert ends, not yet where it begins; `unjudged`: too little to say. */
export type Zone = 'beyond' | 'between' | 'within' | 'no_data' | 'unjudged'

export const PHASES = ['ok', 'pending', 'firing', 'recovering', 'no_data'] as const
export type Phase = (typeof PHASES)[number]

/** What is kept of an alert from one evaluation to the next. */
export interface Standing {
  phase: Phase
  /** Evaluations in a row that speak for leaving `pending` or `recovering`. */
  streak: number
  /** Evaluations in a row without data. */
  missing: number
}

/** What people are told of; all else is the alert's own matter. */
export const CHANGES = ['fired', 'recovered', 'no_data'] as const
export type Change = (typeof CHANGES)[number]

export interface Patience {
  /** Evaluations in a row beyond the limit before an alert is said … */
  for: number
  /** … and within it before it is over. */
  recover_for: number
  no_data: 'alert' | 'keep' | 'ok'
}

export const CALM: Standing = { phase: 'ok', streak: 0, missing: 0 }

/** Phases that people have been told of and that are not over. */
export type OpenPhase = Exclude<Phase, 'ok' | 'pending'>
export const isOpen = (phase: Phase): phase is OpenPhase =>
  phase === 'firing' || phase === 'recovering' || phase === 'no_data'

/** The alert after one more evaluation, and what of that is news. Pure. */
export function step(
  standing: Standing,
  zone: Zone,
  patience: Patience,
): { standing: Standing; change: Change | null } {
  if (zone === 'unjudged') return { standing, change: null }
  if (zone === 'no_data' && patience.no_data !== 'ok') return withoutData(standing, patience)
  const judged = zone === 'no_data' ? 'within' : zone
  if (standing.phase === 'no_data') {
    // There is data again: what it says is news, if only that all is well.
    const after = step(CALM, judged, patience)
    return { standing: after.standing, change: after.change ?? 'recovered' }
  }
  return withData(standing, judged, patience)
}

function withData(
  { phase, streak }: Standing,
  zone: 'beyond' | 'between' | 'within',
  patience: Patience,
): { standing: Standing; change: Change | null } {
  const to = (next: Phase, count: number, change: Change | null = null) => ({
    standing: { phase: next, streak: count, missing: 0 },
    change,
  })
  if (phase === 'firing' || phase === 'recovering') {
    if (zone !== 'within') return to('firing', 0)
    const count = phase === 'recovering' ? streak + 1 : 1
    return count >= patience.recover_for ? to('ok', 0, 'recovered') : to('recovering', count)
  }
  if (zone !== 'beyond') return to('ok', 0)
  const count = phase === 'pending' ? streak + 1 : 1
  return count >= patience.for ? to('firing', 0, 'fired') : to('pending', count)
}

/** No data is not zero: it counts neither for nor against the limit. */
function withoutData(standing: Standing, patience: Patience): { standing: Standing; change: Change | null } {
  if (patience.no_data === 'keep' || standing.phase === 'no_data') return { standing, change: null }
  const missing = standing.missing + 1
  return missing >= patience.for
    ? { standing: { phase: 'no_data', streak: 0, missing }, change: 'no_data' }
    : { standing: { ...standing, missing }, change: null }
}
