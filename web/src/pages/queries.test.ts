import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CubeQuery } from '../api/cube.ts'
import { DEFAULT_STATE, MAP_METRICS, PRODUCTS } from '../view/address.ts'
import type { ViewState } from '../view/address.ts'
import { anyPeriod } from '../view/period.arbitrary.ts'
import { scopeOf } from '../view/scope.ts'
import type { Scope } from '../view/scope.ts'
import { IDENTITY_KEYS, identityQueries } from './identity/queries.ts'
import { ON_TIME_KEYS, onTimeQueries } from './on-time/queries.ts'
import { overviewQueries } from './overview/queries.ts'
import { provinceQueries } from './province/queries.ts'
import { counterpartOf } from './rollout/published.ts'
import { ROLLOUT_KEYS, rolloutQueries } from './rollout/queries.ts'
import { SCORES_KEYS, scoresQueries } from './scores/queries.ts'

const scopeFor = (patch: Partial<ViewState>, asOf: string | null = '2026-10-31'): Scope => {
  const state: ViewState = { ...DEFAULT_STATE, period: { kind: 'month', year: 2026, month: 10 }, ...patch }
  const scope = scopeOf(state, asOf, 'Đông Nam Bộ', state.place.kind === 'province' ? state.place.code : null)
  if (!scope) throw new Error('the period is known')
  return scope
}
const everyQuery = (scope: Scope): (CubeQuery | null)[] => [
  ...MAP_METRICS.flatMap((metric) =>
    Object.values(
      overviewQueries({ dossiers: scope, identity: scope, rollout: scope, tasks: scope }, metric, 'eid_2'),
    ),
  ),
  ...Object.values(onTimeQueries(scope, 'procedure')),
  ...PRODUCTS.flatMap((product) => Object.values(identityQueries(scope, product))),
  ...Object.values(rolloutQueries({ rollout: scope, tasks: scope, catalogue: scope }, true)),
  ...Object.values(
    provinceQueries(
      { dossiers: scope, identity: scope, rollout: scope, tasks: scope, scores: scope },
      {
        product: 'eid_2',
        region: 'Đông Nam Bộ',
        predecessors: ['79', '74', '77'],
        mergeDate: '2025-07-01',
        detailed: true,
      },
    ),
  ),
  ...['', 'MDSH'].flatMap((group) => Object.values(scoresQueries(scope, group))),
]

test('every query asks one range of its view’s date, never beyond the data where it is for now', () => {
  fc.assert(
    fc.property(anyPeriod, fc.constantFrom('2022-04-18', '2026-10-31', null), (period, asOf) => {
      for (const query of everyQuery(scopeFor({ period }, asOf))) {
        if (!query) continue
        const view = query.measures[0]?.split('.')[0] ?? ''
        expect(query.timeDimensions).toHaveLength(1)
        // Each part of `national` has its own date.
        expect(query.timeDimensions?.[0]?.dimension).toMatch(
          view === 'national' ? /^national\.\w+_date$/ : new RegExp(`^${view}\\.date$`),
        )
        const [from, to] = query.timeDimensions?.[0]?.dateRange ?? ['', '']
        expect(from <= to).toBe(true)
        if (asOf && !query.timeDimensions?.[0]?.granularity) expect(to <= asOf).toBe(true)
        for (const member of [...query.measures, ...(query.dimensions ?? [])])
          expect(member.split('.')[0]).toBe(view)
      }
    }),
    { numRuns: 40 },
  )
})

test('identity is always grouped or filtered by product', () => {
  for (const query of everyQuery(scopeFor({}))) {
    if (!query?.measures[0]?.startsWith('identity.')) continue
    const filtered = query.filters?.some((f) => f.member === 'identity.product')
    expect(filtered === true || query.dimensions?.includes('identity.product')).toBe(true)
  }
})

test('a chosen province filters figures but stays among the others on the map', () => {
  const scope = scopeFor({ place: { kind: 'province', code: '79' } })
  const queries = overviewQueries(
    { dossiers: scope, identity: scope, rollout: scope, tasks: scope },
    'received',
    'card',
  )
  expect(queries.dossiers?.filters).toEqual([
    { member: 'dossiers.province', operator: 'equals', values: ['79'] },
  ])
  expect(queries.map?.filters).toEqual([])
  expect(queries.identity?.filters).toContainEqual({
    member: 'identity.product',
    operator: 'equals',
    values: ['card'],
  })
})

test('a rank is asked of provinces alone, and a group narrows ranking and criteria', () => {
  const country = scoresQueries(scopeFor({}), 'MDSH')
  expect(country.index?.measures).not.toContain('scores766.rank')
  expect(country.groupsNational).toBeNull()
  const narrowed = { member: 'scores766.group', operator: 'equals', values: ['MDSH'] }
  for (const query of [country.ranking, country.rankingBefore, country.criteria])
    expect(query?.filters).toContainEqual(narrowed)
  for (const query of [country.index, country.groups, country.trend]) expect(query?.filters).toEqual([])
  const province = scoresQueries(scopeFor({ place: { kind: 'province', code: '79' } }), '')
  expect(province.index?.measures).toContain('scores766.rank')
  expect(province.ranking?.filters).toEqual([])
  expect(province.groupsNational?.measures).toEqual(['national.scores766_score'])
})

test('63 units use their own dimension, and a region its name', () => {
  expect(
    onTimeQueries(scopeFor({ units: '63', place: { kind: 'province', code: '77' } }), 'field').totals
      ?.filters,
  ).toEqual([{ member: 'dossiers.province63', operator: 'equals', values: ['77'] }])
  expect(
    onTimeQueries(scopeFor({ place: { kind: 'region', slug: 'dong-nam-bo' } }), 'field').totals?.filters,
  ).toEqual([{ member: 'dossiers.region', operator: 'equals', values: ['Đông Nam Bộ'] }])
})

test('before the data begins nothing is asked for now', () => {
  const scope = scopeFor({ period: { kind: 'month', year: 2027, month: 1 } })
  expect(onTimeQueries(scope, 'field').totals).toBeNull()
  expect(onTimeQueries(scope, 'field').before).toBeNull()
})

test('the key lists name every query', () => {
  const scope = scopeFor({})
  expect(Object.keys(onTimeQueries(scope, 'field')).sort()).toEqual([...ON_TIME_KEYS].sort())
  expect(Object.keys(identityQueries(scope, 'card')).sort()).toEqual([...IDENTITY_KEYS].sort())
  const rollout = rolloutQueries({ rollout: scope, tasks: scope, catalogue: scope }, false)
  expect(Object.keys(rollout).sort()).toEqual([...ROLLOUT_KEYS].sort())
  expect(Object.keys(scoresQueries(scope, '')).sort()).toEqual([...SCORES_KEYS].sort())
})

test('a published figure is set against the same thing on the same day', () => {
  expect(counterpartOf('dossiers_received', '2022-04-18')?.query.timeDimensions).toEqual([
    { dimension: 'dossiers.date', dateRange: ['2021-12-25', '2022-04-18'] },
  ])
  expect(counterpartOf('eid_received', '2022-04-18')?.query.filters?.[0]?.values).toEqual(['eid_1', 'eid_2'])
  expect(counterpartOf('population_records', '2021-07-01')).toBeNull()
})
