/** The whole state of a page, to and from the address. Pure: the router is told of it elsewhere. */
import { COMPARE_MODES } from './compare.ts'
import type { CompareMode } from './compare.ts'
import { formatPeriod, parsePeriod } from './period.ts'
import type { Period } from './period.ts'

export type Place =
  | { kind: 'country' }
  | { kind: 'province'; code: string }
  /** A region by its name without accents, for example `dong-nam-bo`. */
  | { kind: 'region'; slug: string }
export type Units = '34' | '63'

export const MAP_METRICS = [
  'on_time_rate',
  'received',
  'pending_overdue',
  'online_rate',
  'coverage',
  'activation',
] as const
export type MapMetric = (typeof MAP_METRICS)[number]
export const PRODUCTS = ['card', 'eid_1', 'eid_2'] as const
export type Product = (typeof PRODUCTS)[number]
export const BREAKDOWNS = ['field', 'force', 'procedure', 'channel', 'commune'] as const
export type Breakdown = (typeof BREAKDOWNS)[number]

export interface ViewState {
  /** Null until the newest data's date is known; the address then gets the period it stands for. */
  period: Period | null
  compare: CompareMode
  place: Place
  units: Units
  metric: MapMetric
  product: Product
  by: Breakdown
  /** Code of a group of index 766; empty: all of them. */
  group: string
  /** Code of the one procedure that dossiers are of; empty: all of them. */
  procedure: string
  /** Code of a commune of the chosen province; empty: all of them. */
  commune: string
}

export const DEFAULT_STATE: ViewState = {
  period: null,
  compare: 'previous',
  place: { kind: 'country' },
  units: '34',
  metric: 'on_time_rate',
  product: 'eid_2',
  by: 'field',
  group: '',
  procedure: '',
  commune: '',
}

export type Query = Record<string, string>

const oneOf = <T extends string>(list: readonly T[], text: string | undefined, fallback: T): T =>
  list.find((item) => item === text) ?? fallback

const formatPlace = (place: Place): string =>
  place.kind === 'province' ? place.code : place.kind === 'region' ? `region-${place.slug}` : ''

const parsePlace = (text: string): Place => {
  if (/^\d{2}$/.test(text) && text !== '00') return { kind: 'province', code: text }
  const region = /^region-([a-z]+(?:-[a-z]+)*)$/.exec(text)
  return region?.[1] ? { kind: 'region', slug: region[1] } : { kind: 'country' }
}

/** Parameters of the address; what is at its default is left out, so that addresses stay short. */
export const formatState = (state: ViewState): Query => {
  const query: Query = {}
  if (state.period) query['period'] = formatPeriod(state.period)
  if (state.compare !== DEFAULT_STATE.compare) query['compare'] = state.compare
  const place = formatPlace(state.place)
  if (place) query['place'] = place
  if (state.units !== DEFAULT_STATE.units) query['units'] = state.units
  if (state.metric !== DEFAULT_STATE.metric) query['metric'] = state.metric
  if (state.product !== DEFAULT_STATE.product) query['product'] = state.product
  if (state.by !== DEFAULT_STATE.by) query['by'] = state.by
  if (state.group !== DEFAULT_STATE.group) query['group'] = state.group
  if (state.procedure !== DEFAULT_STATE.procedure) query['procedure'] = state.procedure
  if (state.commune !== DEFAULT_STATE.commune) query['commune'] = state.commune
  return query
}

/** Reads an address; whatever cannot be understood falls back to its default, so an old link never breaks. */
export const parseState = (query: Query): ViewState => {
  const place = parsePlace(query['place'] ?? '')
  const units = oneOf(['34', '63'] as const, query['units'], DEFAULT_STATE.units)
  return {
    period: parsePeriod(query['period'] ?? ''),
    compare: oneOf(COMPARE_MODES, query['compare'], DEFAULT_STATE.compare),
    place,
    units,
    metric: oneOf(MAP_METRICS, query['metric'], DEFAULT_STATE.metric),
    product: oneOf(PRODUCTS, query['product'], DEFAULT_STATE.product),
    by: oneOf(BREAKDOWNS, query['by'], DEFAULT_STATE.by),
    // Groups are reference data: a code that is not one shows nothing narrowed.
    group: /^[A-Z]{4}$/.exec(query['group'] ?? '')?.[0] ?? DEFAULT_STATE.group,
    procedure: /^[\w.-]{1,40}$/.exec(query['procedure'] ?? '')?.[0] ?? DEFAULT_STATE.procedure,
    // Communes are those of today's provinces.
    commune:
      place.kind === 'province' && units === '34'
        ? (/^\d{5}$/.exec(query['commune'] ?? '')?.[0] ?? DEFAULT_STATE.commune)
        : DEFAULT_STATE.commune,
  }
}
