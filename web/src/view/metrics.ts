/** The metrics a map and its ranking can show, by the API's own names. */
import type { CubeFilter, CubeQuery } from '../api/cube.ts'
import type { MapMetric, Product } from './address.ts'
import type { Sense } from './change.ts'
import type { DayRange } from './day.ts'
import { placeFilters, placeMember, within } from './scope.ts'
import type { Scope } from './scope.ts'

export interface Metric {
  view: 'dossiers' | 'identity'
  member: string
  kind: 'count' | 'ratio'
  goodWhen: Sense
  /** Name of its thresholds in the reference data. */
  threshold: string
}

export const METRICS: Record<MapMetric, Metric> = {
  on_time_rate: {
    view: 'dossiers',
    member: 'dossiers.on_time_rate',
    kind: 'ratio',
    goodWhen: 'up',
    threshold: 'on_time_rate',
  },
  received: {
    view: 'dossiers',
    member: 'dossiers.received',
    kind: 'count',
    goodWhen: 'neutral',
    threshold: '',
  },
  pending_overdue: {
    view: 'dossiers',
    member: 'dossiers.pending_overdue',
    kind: 'count',
    goodWhen: 'down',
    threshold: '',
  },
  online_rate: {
    view: 'dossiers',
    member: 'dossiers.online_rate',
    kind: 'ratio',
    goodWhen: 'up',
    threshold: 'online_rate',
  },
  coverage: {
    view: 'identity',
    member: 'identity.coverage',
    kind: 'ratio',
    goodWhen: 'up',
    threshold: 'coverage',
  },
  activation: {
    view: 'identity',
    member: 'identity.activation_rate_of_issued',
    kind: 'ratio',
    goodWhen: 'up',
    threshold: 'activation_rate_of_issued',
  },
}

export const productFilter = (product: Product | 'child_number'): CubeFilter => ({
  member: 'identity.product',
  operator: 'equals',
  values: [product],
})

/**
 * A metric by province over a range. A chosen province is left among the others, so that it can be compared; a chosen
 * region narrows the list.
 */
export const byProvince = (
  metric: Metric,
  scope: Scope,
  range: DayRange | null,
  product: Product,
): CubeQuery | null =>
  range && {
    measures: [metric.member],
    dimensions: [placeMember(metric.view, scope.units)],
    timeDimensions: within(metric.view, range),
    filters: [
      ...(scope.place.kind === 'region' ? placeFilters(metric.view, scope) : []),
      ...(metric.view === 'identity' ? [productFilter(product)] : []),
    ],
  }
