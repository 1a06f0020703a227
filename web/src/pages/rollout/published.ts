/** Our own figure for each published one: the same thing on the same day, asked of the API. Pure. */
import type { CubeQuery } from '../../api/cube.ts'
import { addDays } from '../../view/day.ts'
import type { Day } from '../../view/day.ts'

export interface Counterpart {
  query: CubeQuery
  member: string
  /** Published percentages are 99.9, ours are 0.999. */
  scale: number
}

/** The portal's first period: what was published on 18 April 2022 counts from this day. */
const PORTAL_OPENED: Day = '2021-12-25'

const INDICATORS = new Set([
  'procedures_reviewed',
  'health_facilities_using_card',
  'health_card_users',
  'bodies_connected',
  'banks_piloting',
  'cities_with_terminals',
  'health_lookups',
])
const SHARES = new Set(['health_facilities_using_card_rate', 'health_lookups_succeeded_rate'])
const IDENTITY: Record<string, [measure: string, products: string[]]> = {
  eid_received: ['received_total', ['eid_1', 'eid_2']],
  eid_activated: ['activated_total', ['eid_1', 'eid_2']],
  eid_2_issued: ['issued_total', ['eid_2']],
  eid_registered: ['received_total', ['eid_1', 'eid_2']],
  child_numbers_issued: ['issued_total', ['child_number']],
  cards_issued: ['issued_total', ['card']],
  cards_received: ['received_total', ['card']],
}
const CATALOGUE: Record<string, string> = {
  procedures: 'procedures',
  online_procedures: 'online_procedures',
  fields: 'fields',
}
const PLAN: Record<string, string> = {
  plan_services: 'plan_procedures',
  plan_fields: 'plan_fields',
  plan_forces: 'plan_forces',
}

/** Null for figures that this system does not hold. */
export const counterpartOf = (figure: string, day: Day): Counterpart | null => {
  const at = (view: string, measure: string, from: Day, filters: CubeQuery['filters'] = []): Counterpart => ({
    query: {
      measures: [`${view}.${measure}`],
      timeDimensions: [{ dimension: `${view}.date`, dateRange: [from, day] }],
      filters,
    },
    member: `${view}.${measure}`,
    scale: 1,
  })
  // A stock is that of the range's end; a month before it is as good a beginning as any.
  const before = addDays(day, -30)
  if (figure === 'dossiers_received') return at('dossiers', 'received', PORTAL_OPENED)
  if (figure === 'on_time_rate') return { ...at('dossiers', 'on_time_rate', PORTAL_OPENED), scale: 100 }
  if (SHARES.has(figure)) {
    const filters: CubeQuery['filters'] = [
      { member: 'rollout.indicator', operator: 'equals', values: [figure.replace(/_rate$/, '')] },
    ]
    return { ...at('rollout', 'rate', before, filters), scale: 100 }
  }
  if (INDICATORS.has(figure)) {
    return at('rollout', 'value', before, [
      { member: 'rollout.indicator', operator: 'equals', values: [figure] },
    ])
  }
  const identity = IDENTITY[figure]
  if (identity) {
    return at('identity', identity[0], before, [
      { member: 'identity.product', operator: 'equals', values: identity[1] },
    ])
  }
  const catalogue = CATALOGUE[figure]
  if (catalogue) return at('catalogue', catalogue, before)
  const plan = PLAN[figure]
  if (plan) {
    return at('catalogue', plan, before, [
      { member: 'catalogue.programme', operator: 'equals', values: ['QD10695'] },
    ])
  }
  return null
}
