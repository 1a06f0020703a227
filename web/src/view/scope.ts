/** What a page asks for, put together from the address and the data's own dates; the input of every page's queries. */
import type { CubeFilter, CubeQuery } from '../api/cube.ts'
import type { Place, Units, ViewState } from './address.ts'
import { trendOf } from './buckets.ts'
import type { Trend } from './buckets.ts'
import { comparisonOf, extentOf } from './compare.ts'
import type { Comparison, Extent } from './compare.ts'
import type { Day, DayRange } from './day.ts'
import type { Period } from './period.ts'

export interface Scope {
  period: Period
  extent: Extent
  comparison: Comparison | null
  trend: Trend
  asOf: Day | null
  units: Units
  place: Place
  /** Name of the chosen region, as the data has it. */
  region: string | null
  /** The chosen province among the 34 of today, where views know no other. */
  province34: string | null
}

/** Null while the period is not known yet. */
export const scopeOf = (
  state: ViewState,
  asOf: Day | null,
  region: string | null,
  province34: string | null,
): Scope | null =>
  state.period && {
    period: state.period,
    extent: extentOf(state.period, asOf),
    comparison: comparisonOf(state.period, state.compare, asOf),
    trend: trendOf(state.period),
    asOf,
    units: state.units,
    place: state.place,
    region,
    province34,
  }

/** Name of the place dimension of a view in the chosen units: `dossiers.province` or `dossiers.province63`. */
export const placeMember = (view: string, units: Units): string =>
  units === '63' ? `${view}.province63` : `${view}.province`

/** Views that know only the provinces of today. */
const TODAY_ONLY = new Set(['tasks', 'published'])

/** Filters for the chosen place. */
export const placeFilters = (view: string, scope: Scope): CubeFilter[] => {
  if (scope.place.kind === 'province' && TODAY_ONLY.has(view)) {
    return scope.province34
      ? [{ member: `${view}.province`, operator: 'equals', values: [scope.province34] }]
      : []
  }
  if (scope.place.kind === 'province') {
    return [{ member: placeMember(view, scope.units), operator: 'equals', values: [scope.place.code] }]
  }
  if (scope.place.kind === 'region' && scope.region) {
    return [{ member: `${view}.region`, operator: 'equals', values: [scope.region] }]
  }
  return []
}

/** Restricts a query to one range of its view's date. */
export const within = (view: string, range: DayRange): NonNullable<CubeQuery['timeDimensions']> => [
  { dimension: `${view}.date`, dateRange: [range.from, range.to] },
]

/** A view's date over the trend, in its buckets. */
export const along = (view: string, trend: Trend): NonNullable<CubeQuery['timeDimensions']> => [
  {
    dimension: `${view}.date`,
    dateRange: [trend.range.from, trend.range.to],
    granularity: trend.granularity,
  },
]
