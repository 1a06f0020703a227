/**
 * What the metrics refuse, said before they are asked: which dimension a question still needs, and why. The same rules as those of
 * the API (cube/access/rewrite.ts); a test holds the two together.
 */
import type { Condition } from './question.ts'

export interface Asked {
  measures: readonly string[]
  dimensions: readonly string[]
  /** Those of the question and of the page's place. */
  conditions: readonly Condition[]
}

export const REASONS = [
  'product',
  'eligible',
  'group',
  'indicator',
  'figure',
  'criterion',
  'programme_plan',
  'programme',
  'rank_place',
  'rank_level',
] as const
export interface Need {
  reason: (typeof REASONS)[number]
  /** The dimension to group by, or to filter to one value. */
  dimension: string
  /** False where a filter of several values will do. */
  one: boolean
}

const WITHIN: Record<string, [reason: Need['reason'], dimension: string, measures: string[]]> = {
  rollout: ['indicator', 'indicator', ['value', 'rate', 'target', 'progress']],
  published: ['figure', 'figure', ['value']],
  scores766: ['criterion', 'criterion', ['numerator', 'denominator', 'ratio']],
  catalogue: [
    'programme_plan',
    'programme',
    ['plan_rate', 'plan_procedures', 'plan_online_procedures', 'plan_fields', 'plan_forces'],
  ],
}

/** @param part the view, or the part of the national view: `dossiers`. */
export const needsOf = (part: string, national: boolean, asked: Asked): Need[] => {
  const { measures, dimensions, conditions } = asked
  const grouped = (name: string): boolean => dimensions.includes(name)
  const filtered = (name: string): boolean => conditions.some(({ dimension }) => dimension === name)
  const one = (name: string): boolean =>
    grouped(name) ||
    conditions.some((c) => c.dimension === name && !c.exclude && new Set(c.values).size === 1)
  const asks = (...names: string[]): boolean =>
    names.some((name) => measures.includes(name) || grouped(name) || filtered(name))
  const needs: Need[] = []

  if (part === 'identity') {
    if (!grouped('product') && !filtered('product'))
      needs.push({ reason: 'product', dimension: 'product', one: false })
    else if (asks('coverage', 'eligible') && !one('product'))
      needs.push({ reason: 'eligible', dimension: 'product', one: true })
    if (filtered('group') && !one('group')) needs.push({ reason: 'group', dimension: 'group', one: true })
  }
  const within = WITHIN[part]
  if (within && asks(...within[2]) && !one(within[1]))
    needs.push({ reason: within[0], dimension: within[1], one: true })
  if (!grouped('programme') && filtered('programme') && !one('programme'))
    needs.push({ reason: 'programme', dimension: 'programme', one: true })
  if (part === 'scores766' && !national && asks('rank')) {
    if (!one('province') && !one('province_name'))
      needs.push({ reason: 'rank_place', dimension: 'province_name', one: true })
    const level = asks('criterion', 'criterion_name')
      ? ['criterion_name', 'criterion']
      : asks('group', 'group_name')
        ? ['group_name', 'group']
        : []
    if (level[0] && !level.some(one)) needs.push({ reason: 'rank_level', dimension: level[0], one: true })
  }
  // The same dimension, asked for twice, is one thing to do.
  return needs.filter((need, i) => needs.findIndex((other) => other.dimension === need.dimension) === i)
}
