/** The explorer says what a question needs before it is asked: exactly where the API would refuse it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Filter } from '../../cube/access/filters.ts'
import { rewrite } from '../../cube/access/rewrite.ts'
import type { Condition } from '../../web/src/pages/explore/question.ts'
import { needsOf } from '../../web/src/pages/explore/rules.ts'
import { STARTERS } from '../../web/src/pages/explore/starters.ts'

const ACCOUNT = { name: 'a', role: 'analyst', provinces: 'all' } as const
const MEASURES: Record<string, string[]> = {
  dossiers: ['received', 'pending', 'on_time_rate'],
  identity: ['received', 'issued_total', 'coverage', 'eligible'],
  population: ['residents'],
  rollout: ['value', 'progress', 'at_target_rate'],
  tasks: ['tasks'],
  catalogue: ['procedures', 'plan_rate', 'plan_fields'],
  published: ['value'],
  scores766: ['score', 'rank', 'ratio', 'points'],
}
const DIMENSIONS: Record<string, string[]> = {
  dossiers: ['province', 'field', 'programme'],
  identity: ['province_name', 'product', 'group'],
  population: ['province'],
  rollout: ['indicator', 'indicator_name', 'objective'],
  tasks: ['objective', 'province'],
  catalogue: ['field', 'programme'],
  published: ['figure', 'source'],
  scores766: ['province', 'province_name', 'region', 'group', 'group_name', 'criterion', 'criterion_name'],
}
/** Of a place: the national view has none. */
const PLACED = /^(province|region)/

const asked = fc.constantFrom(...Object.keys(MEASURES)).chain((part) =>
  fc.record({
    part: fc.constant(part),
    national: fc.boolean(),
    measures: fc.subarray(MEASURES[part] ?? [], { minLength: 1 }),
    dimensions: fc.subarray(DIMENSIONS[part] ?? []),
    conditions: fc.array(
      fc.record({
        dimension: fc.constantFrom(...(DIMENSIONS[part] ?? [])),
        exclude: fc.boolean(),
        values: fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 2 }),
      }),
      { maxLength: 2 },
    ),
  }),
)

const isRefused = (
  prefix: string,
  measures: string[],
  dimensions: string[],
  conditions: Condition[],
): boolean => {
  const named = (name: string): string => `${prefix}${name}`
  const filters: Filter[] = conditions.map(({ dimension, exclude, values }) => ({
    member: named(dimension),
    operator: exclude ? 'notEquals' : 'equals',
    values,
  }))
  try {
    rewrite({ measures: measures.map(named), dimensions: dimensions.map(named), filters }, ACCOUNT)
    return false
  } catch (error) {
    expect((error as { type?: string }).type).toBe('UserError')
    return true
  }
}

test('what the explorer finds missing is what the API refuses, and nothing else', () => {
  fc.assert(
    fc.property(asked, ({ part, national, ...question }) => {
      const kept = national
        ? {
            measures: question.measures.filter((name) => name !== 'rank'),
            dimensions: question.dimensions.filter((name) => !PLACED.test(name)),
            conditions: question.conditions.filter(({ dimension }) => !PLACED.test(dimension)),
          }
        : question
      fc.pre(kept.measures.length > 0)
      const prefix = national ? `national.${part}_` : `${part}.`
      expect(needsOf(part, national, kept).length > 0).toBe(
        isRefused(prefix, kept.measures, kept.dimensions, kept.conditions),
      )
    }),
    { numRuns: 3000 },
  )
})

test('grouping by what is named puts a question right', () => {
  fc.assert(
    fc.property(asked, ({ part, ...question }) => {
      let dimensions = question.dimensions
      for (let step = 0; step < 3; step++) {
        const [need] = needsOf(part, false, { ...question, dimensions })
        if (!need) break
        dimensions = [...dimensions, need.dimension]
      }
      expect(isRefused(`${part}.`, question.measures, dimensions, question.conditions)).toBe(false)
    }),
    { numRuns: 1000 },
  )
})

test('no question to begin with needs anything more', () => {
  for (const { key, question } of STARTERS)
    expect(needsOf(question.subject, false, question), key).toEqual([])
})
