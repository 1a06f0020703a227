import { expect, test } from 'vitest'
import { readPlace, writePlace } from './address.ts'

test('a link gives the statement back, and says whether its result belongs to it', () => {
  const sql = "SELECT 'Hà Nội' AS a,\n 1 + 1"
  const through = (query: Record<string, string>): Record<string, string> =>
    Object.fromEntries(new URLSearchParams(query))
  expect(readPlace(through(writePlace(sql, null)))).toEqual({ sql, run: false })
  expect(readPlace(through(writePlace(sql, 'id')))).toEqual({ sql, run: true })
})

test('a statement too long for an address is named by its run', () => {
  const long = `SELECT ${'1 + '.repeat(3000)}1`
  expect(writePlace(long, null)).toEqual({})
  expect(readPlace(writePlace(long, 'the-id'))).toEqual({ history: 'the-id' })
})

test('an empty page has an empty address', () => {
  expect(writePlace(' \n', null)).toEqual({})
  expect(readPlace({})).toBeNull()
})
