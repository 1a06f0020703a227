import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Account } from './grants.ts'
import { NO_PROVINCE, rewrite, type Query } from './rewrite.ts'

const nationwide: Account = { name: 'a', role: 'leader', provinces: 'all' }
const hanoi: Account = { name: 'b', role: 'provincial_leader', provinces: ['01'] }
const nobody: Account = { name: 'c', role: 'provincial_leader', provinces: [] }
const received: Query = { measures: ['dossiers.received'] }

test('the row filter is added to what is asked, whatever is asked', () => {
  const places = { member: 'dossiers.province', operator: 'equals', values: ['79'] }
  expect(rewrite({ ...received, filters: [{ or: [places] }] }, hanoi).filters).toEqual([
    { or: [places] },
    { member: 'dossiers.province', operator: 'equals', values: ['01'] },
  ])
  expect(rewrite(received, nationwide).filters).toEqual([])
  expect(rewrite(received, nobody).filters).toEqual([
    { member: 'dossiers.province', operator: 'equals', values: [NO_PROVINCE] },
  ])
})

test('national and the catalogue are for everyone signed in', () => {
  expect(rewrite({ measures: ['national.dossiers_received'] }, hanoi).filters).toEqual([])
  expect(rewrite({ measures: ['catalogue.procedures'] }, nobody).filters).toEqual([])
})

test('every view of places is filtered for an account of provinces', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('dossiers', 'population', 'tasks', 'scores766'),
      fc.uniqueArray(fc.constantFrom('01', '08', '79'), { minLength: 1 }),
      (view, provinces) => {
        const { filters = [] } = rewrite({ dimensions: [`${view}.region`] }, { ...hanoi, provinces })
        expect(filters).toContainEqual({
          member: `${view}.province`,
          operator: 'equals',
          values: [...provinces].sort(),
        })
      },
    ),
  )
})

test('dates are never moved by a zone', () => {
  expect(rewrite({ ...received, timezone: 'Asia/Ho_Chi_Minh' }, nationwide).timezone).toBe('UTC')
})

test.each<[string, Query, RegExp]>([
  ['a private cube', { measures: ['dossier_counts.received'] }, /no view "dossier_counts"/],
  ['two views', { measures: ['dossiers.received', 'national.dossiers_received'] }, /one view/],
  [
    'two views by a filter',
    { ...received, filters: [{ and: [{ member: 'tasks.tasks', operator: 'set' }] }] },
    /one view/,
  ],
  ['two parts of national', { measures: ['national.dossiers_received', 'national.tasks_tasks'] }, /one part/],
  ['rows', { ...received, ungrouped: true }, /ungrouped/],
  ['an expression', { measures: [{ expression: ['return 1'] }] as never }, /Not a member/],
  ['a join', { ...received, subqueryJoins: [] } as never, /subqueryJoins/],
  ['nothing', {}, /one view/],
  ['identity without a product', { measures: ['identity.received'] }, /Add identity.product/],
  [
    'coverage of two products',
    {
      measures: ['identity.coverage'],
      filters: [{ member: 'identity.product', operator: 'equals', values: ['eid_1', 'eid_2'] }],
    },
    /one product/,
  ],
  [
    'two groups',
    {
      measures: ['identity.received'],
      dimensions: ['identity.product'],
      filters: [{ member: 'identity.group', operator: 'equals', values: ['all', 'student'] }],
    },
    /parts of "all"/,
  ],
  ['indicators together', { measures: ['rollout.value'] }, /rollout.indicator/],
  ['figures together', { measures: ['national.published_value'] }, /national.published_figure/],
  ['criteria together', { measures: ['scores766.ratio'] }, /scores766.criterion/],
  ['a rank of the country', { measures: ['scores766.rank'] }, /add scores766.province/],
  [
    'a rank by two groups',
    {
      measures: ['scores766.rank'],
      dimensions: ['scores766.province'],
      filters: [{ member: 'scores766.group', operator: 'equals', values: ['MDSH', 'MDHL'] }],
    },
    /one group or one criterion: add scores766.group/,
  ],
  ['programmes together', { measures: ['catalogue.plan_rate'] }, /catalogue.programme/],
  [
    'dossiers of two programmes',
    { ...received, filters: [{ member: 'dossiers.programme', operator: 'equals', values: ['A', 'B'] }] },
    /one dossiers.programme/,
  ],
])('%s is refused, naming the fix', (_, query, message) => {
  expect(() => rewrite(query, nationwide)).toThrow(message)
  try {
    rewrite(query, nationwide)
  } catch (error) {
    expect(error).toHaveProperty('type', 'UserError')
  }
})

test('without a group only "all" counts', () => {
  const product = { member: 'identity.product', operator: 'equals', values: ['eid_1', 'eid_2'] }
  const all = { member: 'identity.group', operator: 'equals', values: ['all'] }
  const issued: Query = { measures: ['identity.issued'], filters: [product] }
  expect(rewrite(issued, nationwide).filters).toEqual([product, all])
  expect(rewrite({ ...issued, dimensions: ['identity.group'] }, nationwide).filters).toEqual([product])
  const national = rewrite(
    { measures: ['national.identity_issued'], dimensions: ['national.identity_product'] },
    hanoi,
  )
  expect(national.filters).toEqual([{ ...all, member: 'national.identity_group' }])
})
