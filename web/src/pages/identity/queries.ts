/** What the identity page asks the API; pure functions of the address and the data's own dates. */
import type { CubeQuery } from '../../api/cube.ts'
import type { Product } from '../../view/address.ts'
import type { Trend } from '../../view/buckets.ts'
import { earlier } from '../../view/day.ts'
import { productFilter } from '../../view/metrics.ts'
import { along, placeFilters, placeMember, within } from '../../view/scope.ts'
import type { Scope } from '../../view/scope.ts'
import { eligibleMember } from '../overview/queries.ts'
import { waitingMembers } from './withheld.ts'

export const STEPS = ['received', 'approved', 'activated'] as const
const FLOWS = ['received', 'approved', 'issued', 'activated', 'rejected']
const TOTALS = ['received_total', 'approved_total', 'issued_total', 'activated_total']
const members = (names: readonly string[]): string[] => names.map((name) => `identity.${name}`)

/** From the year electronic registration began to the period's end, by month: the whole of the curve. */
export const curveTrend = (scope: Scope): Trend => {
  const { from, to } = scope.extent.range ?? scope.trend.range
  return { range: { from: earlier('2021-12-01', from), to }, granularity: 'month' }
}

export const identityQueries = (scope: Scope, product: Product) => {
  const range = scope.extent.range
  const filters = placeFilters('identity', scope)
  const curve = curveTrend(scope)
  return {
    products: range && {
      measures: [
        ...members([...FLOWS, ...TOTALS, 'coverage']),
        ...members(['approval_rate', 'activation_rate_of_issued', 'activation_rate_of_received']),
        ...waitingMembers(['received', 'approved', 'issued', 'activated']),
      ],
      dimensions: ['identity.product'],
      timeDimensions: within('identity', range),
      filters,
    },
    productsBefore: scope.comparison && {
      measures: members([...FLOWS, ...TOTALS, 'coverage']),
      dimensions: ['identity.product'],
      timeDimensions: within('identity', scope.comparison.range),
      filters,
    },
    coverage: range && {
      measures: [...members(['coverage', 'issued_total', 'eligible']), ...waitingMembers(['issued'])],
      dimensions: [placeMember('identity', scope.units)],
      timeDimensions: within('identity', range),
      filters: [productFilter(product), ...(scope.place.kind === 'region' ? filters : [])],
    },
    population: range && {
      measures: [eligibleMember(product)],
      dimensions: ['population.as_of', 'population.source'],
      timeDimensions: within('population', range),
      filters: placeFilters('population', scope),
    },
    groups: range && {
      measures: [
        ...members(['received_total', 'issued_total', 'activated_total']),
        ...waitingMembers(['issued', 'activated']),
      ],
      dimensions: ['identity.group'],
      timeDimensions: within('identity', range),
      filters: [productFilter(product), ...filters],
    },
    curve: range && {
      measures: members(['received_total', 'issued_total', 'activated_total']),
      timeDimensions: along('identity', curve),
      filters: [productFilter(product), ...filters],
    },
    published: range && {
      measures: ['published.value'],
      dimensions: ['published.figure', 'published.as_of', 'published.source'],
      timeDimensions: along('published', curve),
      filters: [{ member: 'published.figure', operator: 'equals', values: ['cards_issued'] }],
    },
    children: {
      measures: members(['issued', 'issued_total']),
      timeDimensions: along('identity', scope.trend),
      filters: [productFilter('child_number'), ...filters],
    },
  } satisfies Record<string, CubeQuery | null>
}
export type IdentityKey = keyof ReturnType<typeof identityQueries>
export const IDENTITY_KEYS: readonly IdentityKey[] = [
  'products',
  'productsBefore',
  'coverage',
  'population',
  'groups',
  'curve',
  'published',
  'children',
]
