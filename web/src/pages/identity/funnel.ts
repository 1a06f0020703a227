/** The funnel of a product: what was received, approved, activated, and what part of the step before each is. Pure. */
import { numberOf } from '../../api/cube.ts'
import type { CubeRow } from '../../api/cube.ts'
import { STEPS } from './queries.ts'

export interface FunnelStep {
  key: (typeof STEPS)[number]
  value: number | null
  /** Part of the first step, for the bar; above 1 where more came out than went in (dossiers of earlier periods). */
  share: number | null
  /** Part of the step before. */
  ofBefore: number | null
}

const part = (value: number | null, whole: number | null): number | null =>
  value === null || whole === null || whole === 0 ? null : value / whole

/** `suffix` is empty for the period and `_total` since the beginning. */
export const funnelOf = (row: CubeRow | undefined, suffix: '' | '_total'): FunnelStep[] => {
  const values = STEPS.map((key) => numberOf(row, `identity.${key}${suffix}`))
  return STEPS.map((key, i) => ({
    key,
    value: values[i] ?? null,
    share: part(values[i] ?? null, values[0] ?? null),
    ofBefore: i === 0 ? null : part(values[i] ?? null, values[i - 1] ?? null),
  }))
}
