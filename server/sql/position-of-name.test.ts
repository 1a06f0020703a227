import { expect, test } from 'vitest'
import { positionOfName } from './position-of-name.ts'

const UNKNOWN = 'Unknown expression identifier `d.no` in scope SELECT d.no FROM dossiers AS d'

test('an unknown name is found where it first stands alone', () => {
  const sql = "SELECT 'Hà Nội',\n  north, d.no\nFROM dossiers AS d"
  expect(positionOfName(UNKNOWN, sql)).toEqual({ line: 2, column: 10 })
  expect(positionOfName("Function with name 'conut' does not exist", 'SELECT conut()')).toEqual({
    line: 1,
    column: 8,
  })
})

test('a longer name that holds it is another', () => {
  expect(positionOfName('Unknown expression identifier `no`', 'SELECT not_no, d.no, no_1')).toBeNull()
})
