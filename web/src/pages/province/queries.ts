/** What the page of one province asks the API; pure functions of the address and the data's own dates. */
import type { CubeFilter, CubeQuery } from '../../api/cube.ts'
import type { Product } from '../../view/address.ts'
import type { Sense } from '../../view/change.ts'
import { addDays, addMonths } from '../../view/day.ts'
import type { Day, DayRange } from '../../view/day.ts'
import { productFilter } from '../../view/metrics.ts'
import { along, placeMember, within } from '../../view/scope.ts'
import type { Scope } from '../../view/scope.ts'
import { identityQueries } from '../identity/queries.ts'
import { onTimeQueries } from '../on-time/queries.ts'
import { overviewQueries } from '../overview/queries.ts'
import { rolloutQueries } from '../rollout/queries.ts'
import { scoresQueries } from '../scores/queries.ts'

export interface ProvinceScopes {
  dossiers: Scope
  identity: Scope
  rollout: Scope
  tasks: Scope
  scores: Scope
}
export interface Asked {
  product: Product
  /** Region whose figures stand beside the province's; null where the account does not see all of it. */
  region: string | null
  /** Units of the 63 the province was made of; empty where there is nothing to tell. */
  predecessors: readonly string[]
  /** First day of the 34 units. */
  mergeDate: Day
  /** Single tasks are listed; see `rolloutQueries`. */
  detailed: boolean
}

export interface Compared {
  view: 'dossiers' | 'identity' | 'scores766'
  measure: string
  kind: 'ratio' | 'days' | 'score'
  goodWhen: Sense
}
/** What is set beside region and country: rates and the like, which do not grow with a province's size. */
export const COMPARED: readonly Compared[] = [
  { view: 'dossiers', measure: 'on_time_rate', kind: 'ratio', goodWhen: 'up' },
  { view: 'dossiers', measure: 'on_time_rate_all', kind: 'ratio', goodWhen: 'up' },
  { view: 'dossiers', measure: 'online_rate', kind: 'ratio', goodWhen: 'up' },
  { view: 'dossiers', measure: 'processing_days_p50', kind: 'days', goodWhen: 'down' },
  { view: 'dossiers', measure: 'satisfaction_rate', kind: 'ratio', goodWhen: 'up' },
  { view: 'identity', measure: 'coverage', kind: 'ratio', goodWhen: 'up' },
  { view: 'identity', measure: 'activation_rate_of_issued', kind: 'ratio', goodWhen: 'up' },
  { view: 'scores766', measure: 'score', kind: 'score', goodWhen: 'up' },
]
const VIEWS = ['dossiers', 'identity', 'scores766'] as const

/** The last twelve months of the 63 units. */
export const lastYearOf63 = (mergeDate: Day): DayRange => ({
  from: addMonths(mergeDate, -12),
  to: addDays(mergeDate, -1),
})

const measuresOf = (view: Compared['view'], prefix: string): string[] =>
  COMPARED.filter((c) => c.view === view).map((c) => prefix + c.measure)

/** One view's comparable figures by province, of the region and of the country. */
const beside = (view: Compared['view'], scope: Scope, asked: Asked) => {
  const range = scope.extent.range
  const measures = measuresOf(view, `${view}.`)
  const product = view === 'identity' ? [productFilter(asked.product)] : []
  const of = (filters: CubeFilter[], dimensions: string[]): CubeQuery | null =>
    range && {
      measures: view === 'scores766' && dimensions.length > 0 ? [...measures, 'scores766.rank'] : measures,
      dimensions,
      timeDimensions: within(view, range),
      filters: [...filters, ...product],
    }
  return {
    peers: of([], [placeMember(view, scope.units)]),
    region:
      asked.region === null
        ? null
        : of([{ member: `${view}.region`, operator: 'equals', values: [asked.region] }], []),
    national: range && {
      measures: measuresOf(view, `national.${view}_`),
      timeDimensions: [{ dimension: `national.${view}_date`, dateRange: [range.from, range.to] }],
      filters: product.map((filter) => ({ ...filter, member: 'national.identity_product' })),
    },
  } satisfies Record<string, CubeQuery | null>
}

export const provinceQueries = (scopes: ProvinceScopes, asked: Asked) => {
  const { dossiers, identity, rollout, tasks, scores } = scopes
  const range = dossiers.extent.range
  const overview = overviewQueries({ dossiers, identity, rollout, tasks }, 'on_time_rate', asked.product)
  const onTime = onTimeQueries(dossiers, 'procedure')
  const who = identityQueries(identity, asked.product)
  const plan = rolloutQueries({ rollout, tasks, catalogue: dossiers }, asked.detailed)
  const index = scoresQueries(scores, '')
  const [d, i, s] = VIEWS.map((view) =>
    beside(view, { dossiers, identity, scores766: scores }[view], asked),
  ) as [ReturnType<typeof beside>, ReturnType<typeof beside>, ReturnType<typeof beside>]
  const before = lastYearOf63(asked.mergeDate)
  const of63 = (
    view: 'dossiers' | 'identity',
    measures: string[],
    units: readonly string[],
  ): CubeQuery | null =>
    // Data that ends before the 63 units did has no such year.
    units.length === 0 || (dossiers.asOf !== null && dossiers.asOf < before.to)
      ? null
      : {
          measures: measures.map((name) => `${view}.${name}`),
          dimensions: [`${view}.province63`],
          timeDimensions: within(view, before),
          filters: [
            { member: `${view}.province63`, operator: 'equals', values: [...units] },
            ...(view === 'identity' ? [productFilter(asked.product)] : []),
          ],
        }
  return {
    dossiers: overview.dossiers,
    dossiersBefore: overview.dossiersBefore,
    dossiersTrend: overview.dossiersTrend,
    identity: overview.identity,
    identityBefore: overview.identityBefore,
    identityTrend: overview.identityTrend,
    population: overview.population,
    rollout: overview.rollout,
    rolloutBefore: overview.rolloutBefore,
    rolloutTrend: overview.rolloutTrend,
    peersDossiers: d.peers,
    regionDossiers: d.region,
    nationalDossiers: d.national,
    peersIdentity: i.peers,
    regionIdentity: i.region,
    nationalIdentity: i.national,
    peersScores: s.peers,
    regionScores: s.region,
    nationalScores: s.national,
    trend: onTime.trend,
    nationalTrend: {
      measures: ['national.dossiers_on_time_rate'],
      timeDimensions: along('national', dossiers.trend).map((t) => ({
        ...t,
        dimension: 'national.dossiers_date',
      })),
    },
    totals: onTime.totals,
    procedures: onTime.breakdown,
    nationalProcedures: range && {
      measures: ['national.dossiers_on_time_rate'],
      dimensions: ['national.dossiers_procedure'],
      timeDimensions: [{ dimension: 'national.dossiers_date', dateRange: [range.from, range.to] }],
      limit: 500,
    },
    products: who.products,
    groups: who.groups,
    index: index.index,
    indexBefore: index.before,
    indexTrend: index.trend,
    indicators: plan.indicators,
    overdue: plan.overdue,
    predecessors: of63('dossiers', ['received', 'on_time_rate', 'pending_overdue'], asked.predecessors),
    predecessorsIdentity: of63('identity', ['issued_total', 'coverage'], asked.predecessors),
  } satisfies Record<string, CubeQuery | null>
}
export type ProvinceKey = keyof ReturnType<typeof provinceQueries>
