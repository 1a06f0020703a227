/** What the overview asks the API, as plain queries; pure functions of the address and the data's own dates. */
import type { CubeQuery } from '../../api/cube.ts'
import type { MapMetric, Product } from '../../view/address.ts'
import { byProvince, METRICS, productFilter } from '../../view/metrics.ts'
import { along, placeFilters, placeMember, within } from '../../view/scope.ts'
import type { Scope } from '../../view/scope.ts'

export interface OverviewScopes {
  dossiers: Scope
  identity: Scope
  rollout: Scope
  tasks: Scope
}

const DOSSIERS = [
  'dossiers.received',
  'dossiers.resolved',
  'dossiers.on_time_rate',
  'dossiers.on_time_rate_all',
  'dossiers.pending',
  'dossiers.pending_overdue',
]
const IDENTITY = [
  'identity.coverage',
  'identity.activation_rate_of_issued',
  'identity.issued_total',
  'identity.activated_total',
]
const ROLLOUT = ['rollout.indicators_at_target', 'rollout.indicators_with_target', 'rollout.at_target_rate']

/** Population a coverage is measured against; the product decides which column. */
export const eligibleMember = (product: Product): string =>
  product === 'card' ? 'population.eligible_card' : 'population.eligible_eid'

export const overviewQueries = (
  { dossiers, identity, rollout, tasks }: OverviewScopes,
  metric: MapMetric,
  product: Product,
) => {
  const of = (view: string, scope: Scope, measures: string[], extra: Partial<CubeQuery>): CubeQuery => ({
    measures,
    ...extra,
    filters: [...placeFilters(view, scope), ...(view === 'identity' ? [productFilter(product)] : [])],
  })
  const now = (
    view: string,
    scope: Scope,
    measures: string[],
    extra: Partial<CubeQuery> = {},
  ): CubeQuery | null =>
    scope.extent.range &&
    of(view, scope, measures, { ...extra, timeDimensions: within(view, scope.extent.range) })
  const before = (view: string, scope: Scope, measures: string[]): CubeQuery | null =>
    scope.comparison && of(view, scope, measures, { timeDimensions: within(view, scope.comparison.range) })
  const trend = (view: string, scope: Scope, measures: string[]): CubeQuery =>
    of(view, scope, measures, { timeDimensions: along(view, scope.trend) })
  const shown = METRICS[metric]
  const shownScope = shown.view === 'dossiers' ? dossiers : identity

  return {
    dossiers: now('dossiers', dossiers, DOSSIERS),
    map: byProvince(shown, shownScope, shownScope.extent.range, product),
    dossiersBefore: before('dossiers', dossiers, DOSSIERS),
    dossiersTrend: trend('dossiers', dossiers, [
      'dossiers.received',
      'dossiers.on_time_rate',
      'dossiers.pending_overdue',
    ]),
    identity: now('identity', identity, IDENTITY),
    identityBefore: before('identity', identity, IDENTITY),
    identityTrend: trend('identity', identity, ['identity.coverage', 'identity.activation_rate_of_issued']),
    population: now('population', identity, [eligibleMember(product)], {
      dimensions: ['population.as_of', 'population.source'],
    }),
    rollout: now('rollout', rollout, ROLLOUT),
    rolloutBefore: before('rollout', rollout, ROLLOUT),
    rolloutTrend: trend('rollout', rollout, ['rollout.at_target_rate']),
    tasks: now('tasks', tasks, ['tasks.open_overdue', 'tasks.tasks'], { dimensions: ['tasks.lead_agency'] }),
    mapBefore: byProvince(shown, shownScope, shownScope.comparison?.range ?? null, product),
    backlog: dossiers.extent.range && {
      measures: ['dossiers.pending_overdue', 'dossiers.pending'],
      dimensions: [placeMember('dossiers', dossiers.units)],
      timeDimensions: within('dossiers', dossiers.extent.range),
      filters: placeFilters('dossiers', dossiers),
      order: { 'dossiers.pending_overdue': 'desc' },
      limit: 3,
    },
  } satisfies Record<string, CubeQuery | null>
}
export type OverviewKey = keyof ReturnType<typeof overviewQueries>
