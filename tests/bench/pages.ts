/** What pages ask, written by the pages themselves: the questions of the benchmark. */
import type { CubeQuery } from '../../web/src/api/cube.ts'
import { identityQueries } from '../../web/src/pages/identity/queries.ts'
import { onTimeQueries } from '../../web/src/pages/on-time/queries.ts'
import { overviewQueries } from '../../web/src/pages/overview/queries.ts'
import { rolloutQueries } from '../../web/src/pages/rollout/queries.ts'
import { scoresQueries } from '../../web/src/pages/scores/queries.ts'
import { DEFAULT_STATE, type Place } from '../../web/src/view/address.ts'
import type { Day } from '../../web/src/view/day.ts'
import type { Period } from '../../web/src/view/period.ts'
import { scopeOf } from '../../web/src/view/scope.ts'

export const PAGES = ['overview', 'on-time', 'identity', 'rollout', 'scores'] as const
export type Page = (typeof PAGES)[number]

/** All a page asks as it is opened on a period and a place. */
export function questions(page: Page, period: Period, asOf: Day, place: Place): CubeQuery[] {
  const code = place.kind === 'province' ? place.code : null
  const scope = scopeOf({ ...DEFAULT_STATE, period, place }, asOf, null, code)
  if (scope === null) throw new Error('a period is given')
  const asked: Record<Page, () => Record<string, CubeQuery | null>> = {
    overview: () =>
      overviewQueries(
        { dossiers: scope, identity: scope, rollout: scope, tasks: scope },
        DEFAULT_STATE.metric,
        DEFAULT_STATE.product,
      ),
    'on-time': () => onTimeQueries(scope, DEFAULT_STATE.by),
    identity: () => identityQueries(scope, DEFAULT_STATE.product),
    rollout: () => rolloutQueries({ rollout: scope, tasks: scope, catalogue: scope }, code === null),
    scores: () => scoresQueries(scope, DEFAULT_STATE.group),
  }
  return Object.values(asked[page]()).filter((query) => query !== null)
}
