import { expect, test } from 'vitest'
import { acrossOf, exploreQueries, missingOf } from './queries.ts'
import { EMPTY } from './question.ts'
import type { Question } from './question.ts'
import { scopeFor, SUBJECTS, subjectAt } from './explore.fixture.ts'

const ask = (patch: Partial<Question>): Question => ({ ...EMPTY, ...patch })
const OCTOBER = ['2026-10-01', '2026-10-31']

test('subjects are the views and the parts of the national one, without the date and the former provinces', () => {
  expect(SUBJECTS.map(({ key }) => key)).toEqual([
    'dossiers',
    'identity',
    'national.dossiers',
    'national.identity',
  ])
  expect(subjectAt('dossiers').dimensions.map(({ name }) => name)).toEqual([
    'province',
    'province_name',
    'region',
    'field',
  ])
  expect(subjectAt('national.identity').title.vi).toBe('Định danh')
})

test('a question becomes the query of the API, its totals one without its divisions', () => {
  const question = ask({
    measures: ['received', 'on_time_rate'],
    dimensions: ['province_name'],
    conditions: [{ dimension: 'field', exclude: true, values: ['Cư trú'] }],
  })
  const { rows, total, before } = exploreQueries(subjectAt('dossiers'), question, scopeFor())
  const filters = [{ member: 'dossiers.field', operator: 'notEquals', values: ['Cư trú'] }]
  expect(rows).toEqual({
    measures: ['dossiers.received', 'dossiers.on_time_rate'],
    dimensions: ['dossiers.province_name'],
    timeDimensions: [{ dimension: 'dossiers.date', dateRange: OCTOBER }],
    filters,
    order: { 'dossiers.received': 'desc' },
  })
  expect(total?.measures).toEqual(rows?.measures)
  expect(total?.dimensions).toBeUndefined()
  expect(total?.filters).toEqual(filters)
  expect(before).toBeNull()
})

test('the switch to 63 units puts the former provinces in the place of today’s, the place too', () => {
  const question = ask({ measures: ['received'], dimensions: ['province_name'] })
  const scope = scopeFor({ units: '63', place: { kind: 'province', code: '27' } })
  const { rows } = exploreQueries(subjectAt('dossiers'), question, scope)
  expect(rows?.dimensions).toEqual(['dossiers.province63_name'])
  expect(rows?.filters).toEqual([{ member: 'dossiers.province63', operator: 'equals', values: ['27'] }])
})

test('the parts of the national view are asked by their own names and know no place', () => {
  const question = ask({ measures: ['received'], dimensions: ['field'], grain: 'month' })
  const scope = scopeFor({ place: { kind: 'province', code: '01' } })
  const { rows } = exploreQueries(subjectAt('national.dossiers'), question, scope)
  expect(rows).toEqual({
    measures: ['national.dossiers_received'],
    dimensions: ['national.dossiers_field'],
    timeDimensions: [{ dimension: 'national.dossiers_date', dateRange: OCTOBER, granularity: 'month' }],
    order: { 'national.dossiers_date': 'asc', 'national.dossiers_received': 'desc' },
  })
})

test('a question that the API would refuse is not asked, and what it needs is said', () => {
  const question = ask({ measures: ['coverage'] })
  const identity = subjectAt('identity')
  expect(missingOf(identity, question, scopeFor())).toEqual([
    { reason: 'product', dimension: 'product', one: false },
  ])
  expect(exploreQueries(identity, question, scopeFor()).rows).toBeNull()
  expect(exploreQueries(identity, { ...question, dimensions: ['product'] }, scopeFor()).rows).not.toBeNull()
})

test('what adds up only within a dimension has no total without it', () => {
  const question = ask({ measures: ['received', 'coverage'], dimensions: ['product'] })
  expect(exploreQueries(subjectAt('identity'), question, scopeFor()).total).toBeNull()
  const two = { dimension: 'product', exclude: false, values: ['eid_1', 'eid_2'] }
  const { total } = exploreQueries(subjectAt('identity'), { ...question, conditions: [two] }, scopeFor())
  expect(total?.measures).toEqual(['identity.received'])
})

test('a pivot asks for the totals of its rows and of its columns', () => {
  const question = ask({ measures: ['on_time_rate'], dimensions: ['field'], grain: 'month', shape: 'pivot' })
  expect(acrossOf(question)).toBe('date')
  const { rows, down, across, total } = exploreQueries(subjectAt('dossiers'), question, scopeFor())
  expect(rows?.timeDimensions?.[0]?.granularity).toBe('month')
  expect([down?.dimensions, down?.timeDimensions?.[0]?.granularity]).toEqual([['dossiers.field'], undefined])
  expect([across?.dimensions, across?.timeDimensions?.[0]?.granularity]).toEqual([undefined, 'month'])
  expect([total?.dimensions, total?.timeDimensions?.[0]?.granularity]).toEqual([undefined, undefined])
})

test('a period after the newest data asks nothing', () => {
  const question = ask({ measures: ['received'] })
  expect(exploreQueries(subjectAt('dossiers'), question, scopeFor({}, '2026-09-30')).rows).toBeNull()
})

test('groups of a table are asked for by its first column, where it has another beside it', () => {
  const groupsOf = (patch: Partial<Question>): unknown => {
    const question = ask({ measures: ['on_time_rate'], grouped: true, ...patch })
    const { groups } = exploreQueries(subjectAt('dossiers'), question, scopeFor())
    return groups && { by: groups.dimensions, cut: groups.timeDimensions?.[0]?.granularity }
  }
  expect(groupsOf({ dimensions: ['region', 'field'] })).toEqual({ by: ['dossiers.region'], cut: undefined })
  expect(groupsOf({ dimensions: ['region'], grain: 'day' })).toEqual({ by: undefined, cut: 'day' })
  expect(groupsOf({ dimensions: ['region'] })).toBeNull()
  expect(groupsOf({ dimensions: ['region', 'field'], shape: 'pivot' })).toBeNull()
})
