/** What the on-time page asks the API; pure functions of the address and the data's own dates. */
import type { CubeFilter, CubeQuery } from '../../api/cube.ts'
import type { Breakdown } from '../../view/address.ts'
import type { Granularity } from '../../view/buckets.ts'
import { addMonths } from '../../view/day.ts'
import type { DayRange } from '../../view/day.ts'
import { along, placeFilters, placeMember, within } from '../../view/scope.ts'
import type { Scope } from '../../view/scope.ts'

const TOTALS = [
  'dossiers.received',
  'dossiers.carried_in',
  'dossiers.resolved',
  'dossiers.resolved_early',
  'dossiers.resolved_on_time',
  'dossiers.resolved_late',
  'dossiers.pending',
  'dossiers.pending_in_time',
  'dossiers.pending_overdue',
  'dossiers.on_time_rate',
  'dossiers.on_time_rate_all',
  'dossiers.on_time_rate_766',
  'dossiers.processing_days_p50',
  'dossiers.processing_days_p90',
  'dossiers.satisfaction_rate',
]
const TREND = [
  'dossiers.on_time_rate',
  'dossiers.on_time_rate_all',
  'dossiers.resolved_early',
  'dossiers.resolved_on_time',
  'dossiers.resolved_late',
  'dossiers.pending_in_time',
  'dossiers.pending_overdue',
]

const BREAKDOWN: Record<Breakdown, string[]> = {
  field: ['dossiers.field'],
  force: ['dossiers.force'],
  procedure: ['dossiers.procedure', 'dossiers.procedure_name'],
  channel: ['dossiers.channel'],
  commune: ['dossiers.commune'],
}

/** Members that name a row of a breakdown; the last one is what people read. */
export const breakdownMembers = (by: Breakdown): string[] => BREAKDOWN[by]

/** Twelve months up to a period's end: what the heat table shows, whatever the period. */
export const heatRange = (scope: Scope): DayRange | null => {
  const to = scope.extent.range?.to
  return to ? { from: `${addMonths(to, -11).slice(0, 8)}01`, to } : null
}
const HEAT: Granularity = 'month'

/** What the page is narrowed by beside its place; empty: by nothing. */
export interface Narrowed {
  procedure: string
  commune: string
}
const narrowing = ({ procedure, commune }: Narrowed): CubeFilter[] => [
  ...(procedure ? [{ member: 'dossiers.procedure', operator: 'equals' as const, values: [procedure] }] : []),
  ...(commune ? [{ member: 'dossiers.commune', operator: 'equals' as const, values: [commune] }] : []),
]

export const onTimeQueries = (
  scope: Scope,
  by: Breakdown,
  narrowed: Narrowed = { procedure: '', commune: '' },
) => {
  const filters = [...placeFilters('dossiers', scope), ...narrowing(narrowed)]
  const range = scope.extent.range
  const heat = heatRange(scope)
  return {
    totals: range && { measures: TOTALS, timeDimensions: within('dossiers', range), filters },
    before: scope.comparison && {
      measures: TOTALS,
      timeDimensions: within('dossiers', scope.comparison.range),
      filters,
    },
    trend: { measures: TREND, timeDimensions: along('dossiers', scope.trend), filters },
    breakdown: range && {
      measures: [
        'dossiers.resolved',
        'dossiers.on_time_rate',
        'dossiers.resolved_late',
        'dossiers.pending_overdue',
      ],
      dimensions: breakdownMembers(by),
      timeDimensions: within('dossiers', range),
      filters,
      order: { 'dossiers.resolved': 'desc' },
      limit: 500,
    },
    // Of one commune there is nothing to compare by province.
    heat:
      heat && !narrowed.commune
        ? {
            measures: ['dossiers.on_time_rate', 'dossiers.resolved'],
            dimensions: [placeMember('dossiers', scope.units)],
            timeDimensions: [
              { dimension: 'dossiers.date', dateRange: [heat.from, heat.to], granularity: HEAT },
            ],
            filters: scope.place.kind === 'region' ? filters : narrowing(narrowed),
          }
        : null,
  } satisfies Record<string, CubeQuery | null>
}
export type OnTimeKey = keyof ReturnType<typeof onTimeQueries>
export const ON_TIME_KEYS: readonly OnTimeKey[] = ['totals', 'before', 'trend', 'breakdown', 'heat']
