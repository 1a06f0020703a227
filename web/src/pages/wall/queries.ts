/** What the big screen asks the API: the overview's questions and the levels of identity. */
import type { CubeQuery } from '../../api/cube.ts'
import type { Product } from '../../view/address.ts'
import { identityQueries } from '../identity/queries.ts'
import { overviewQueries } from '../overview/queries.ts'
import type { OverviewKey, OverviewScopes } from '../overview/queries.ts'

export type WallKey = OverviewKey | 'products'
/** The metric of map and ranking. */
export const WALL_METRIC = 'on_time_rate'

const KEYS: readonly WallKey[] = [
  ...([
    'dossiers',
    'dossiersBefore',
    'dossiersTrend',
    'identity',
    'identityBefore',
    'identityTrend',
  ] as const),
  ...(['population', 'rollout', 'rolloutBefore', 'rolloutTrend', 'tasks', 'map', 'mapBefore'] as const),
  ...(['backlog', 'products'] as const),
]

export const wallQueries = (
  scopes: OverviewScopes | null,
  product: Product,
): Record<WallKey, CubeQuery | null> =>
  scopes
    ? {
        ...overviewQueries(scopes, WALL_METRIC, product),
        products: identityQueries(scopes.identity, product).products,
      }
    : (Object.fromEntries(KEYS.map((key) => [key, null])) as Record<WallKey, null>)
