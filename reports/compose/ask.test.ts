import { expect, test } from 'vitest'
import type { AnswerRow } from '../../cube/gateway/rows.ts'
import { askNational, askProvinces, NotGrantedError, type Query } from './ask.ts'

const PLACES = [
  { code: '01', name: 'Hà Nội' },
  { code: '79', name: 'Hồ Chí Minh' },
]
const LEADER = { name: 'vu-truong', role: 'leader', provinces: 'all' } as const

/** Answers every question with the same rows, and remembers what was asked. */
const cubeWith = (rows: AnswerRow[]) => {
  const asked: Record<string, unknown>[] = []
  return {
    asked,
    rows: (query: Record<string, unknown>) => {
      asked.push(query)
      return Promise.resolve(rows)
    },
  }
}
const BY_FIELD: Query = {
  measures: ['dossiers.received'],
  dimensions: ['dossiers.field'],
  order: { 'dossiers.received': 'desc' },
  limit: 1,
}

test('what each province asks is asked once of all, and divided with its order and limit', async () => {
  const cube = cubeWith([
    { 'dossiers.province': '79', 'dossiers.field': 'a', 'dossiers.received': 9 },
    { 'dossiers.province': '01', 'dossiers.field': 'b', 'dossiers.received': 5 },
    { 'dossiers.province': '01', 'dossiers.field': 'a', 'dossiers.received': 4 },
  ])
  const askOf = askProvinces(cube, LEADER, PLACES)
  const answers = await Promise.all(PLACES.map((place) => askOf(place)(BY_FIELD)))
  expect(answers.map((rows) => rows.map((row) => row['dossiers.received']))).toEqual([[5], [9]])
  expect(cube.asked).toEqual([
    {
      ...BY_FIELD,
      dimensions: ['dossiers.province', 'dossiers.field'],
      filters: [{ member: 'dossiers.province', operator: 'equals', values: ['01', '79'] }],
      limit: 50_000,
    },
  ])
})

test('questions without places are asked as they are', async () => {
  const cube = cubeWith([{ 'national.dossiers_received': 14 }])
  const query = { measures: ['national.dossiers_received'] }
  const askOf = askProvinces(cube, LEADER, PLACES)
  await Promise.all(PLACES.map((place) => askOf(place)(query)))
  expect(cube.asked).toEqual([query])
})

test('rows that may have been cut off are not taken for all', async () => {
  const cube = cubeWith(Array<AnswerRow>(50_000).fill({ 'dossiers.province': '01' }))
  const [first] = PLACES
  if (first === undefined) throw new Error('no place')
  await expect(askProvinces(cube, LEADER, PLACES)(first)(BY_FIELD)).rejects.toThrow('more than 50000 rows')
})

test('an account asks only about what it was given', () => {
  const cube = cubeWith([])
  const account = { name: 'tinh', role: 'provincial_leader', provinces: ['01'] }
  expect(() => askNational(cube, account)).toThrow(NotGrantedError)
  expect(() => askProvinces(cube, account, PLACES)).toThrow('Hồ Chí Minh (79)')
  expect(() => askProvinces(cube, account, PLACES.slice(0, 1))).not.toThrow()
})
