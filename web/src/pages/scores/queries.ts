/** What the index 766 page asks the API; pure functions of the address and the data's own dates. */
import type { CubeFilter, CubeQuery } from '../../api/cube.ts'
import type { DayRange } from '../../view/day.ts'
import { along, placeFilters, placeMember, within } from '../../view/scope.ts'
import type { Scope } from '../../view/scope.ts'

const INDEX = ['points', 'max_points', 'applicable_points', 'assessed_rate', 'score', 'band']
const CRITERIA = [
  ...['points', 'max_points', 'numerator', 'denominator', 'ratio'],
  ...['state', 'origin', 'flags'],
]
const members = (names: readonly string[]): string[] => names.map((name) => `scores766.${name}`)

/** @param group code of a group that ranking and criteria are narrowed to; empty: the whole index */
export const scoresQueries = (scope: Scope, group: string) => {
  const filters = placeFilters('scores766', scope)
  const place = placeMember('scores766', scope.units)
  const narrowed: CubeFilter[] = group
    ? [{ member: 'scores766.group', operator: 'equals', values: [group] }]
    : []
  const range = scope.extent.range
  const before = scope.comparison?.range ?? null
  const provincial = scope.place.kind === 'province'
  const index = (during: DayRange | null): CubeQuery | null =>
    during && {
      // Only a province has a rank.
      measures: members(provincial ? [...INDEX, 'rank'] : INDEX),
      timeDimensions: within('scores766', during),
      filters,
    }
  const groups = (during: DayRange | null): CubeQuery | null =>
    during && {
      measures: members(INDEX),
      dimensions: ['scores766.group'],
      timeDimensions: within('scores766', during),
      filters,
    }
  const ranking = (during: DayRange | null): CubeQuery | null =>
    during && {
      measures: members(['score', 'points', 'max_points', 'band', 'rank', 'assessed_rate']),
      dimensions: [place],
      timeDimensions: within('scores766', during),
      filters: [...(scope.place.kind === 'region' ? filters : []), ...narrowed],
    }
  return {
    index: index(range),
    before: index(before),
    groups: groups(range),
    groupsBefore: groups(before),
    // Beside a part of the country stands the whole.
    groupsNational: scope.place.kind === 'country' || !range ? null : nationalGroups(range),
    trend: {
      measures: members(['score', 'assessed_rate']),
      timeDimensions: along('scores766', scope.trend),
      filters,
    },
    ranking: ranking(range),
    rankingBefore: ranking(before),
    criteria: range && {
      measures: members(CRITERIA),
      dimensions: members(['group', 'criterion']),
      timeDimensions: within('scores766', range),
      filters: [...filters, ...narrowed],
    },
  } satisfies Record<string, CubeQuery | null>
}

const nationalGroups = (range: DayRange): CubeQuery => ({
  measures: ['national.scores766_score'],
  dimensions: ['national.scores766_group'],
  timeDimensions: [{ dimension: 'national.scores766_date', dateRange: [range.from, range.to] }],
})

export type ScoresKey = keyof ReturnType<typeof scoresQueries>
export const SCORES_KEYS: readonly ScoresKey[] = [
  ...(['index', 'before', 'groups', 'groupsBefore', 'groupsNational'] as const),
  ...(['trend', 'ranking', 'rankingBefore', 'criteria'] as const),
]
