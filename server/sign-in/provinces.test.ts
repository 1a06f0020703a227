import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseProvinces, readProvinces } from './provinces.ts'

const list = readProvinces(join(import.meta.dirname, '../../etl/reference'))

test('the reference data names 34 units and the 63 before them', () => {
  expect(list.current.size).toBe(34)
  expect(list.former.size).toBe(63)
  for (const { province34 } of list.former.values()) expect(list.current.has(province34)).toBe(true)
})

test('all, and codes in any order, once each', () => {
  expect(parseProvinces('all', list)).toBe('all')
  expect(parseProvinces('79, 01,79', list)).toEqual(['01', '79'])
})

test('a former code is refused with the code it now belongs to', () => {
  expect(() => parseProvinces('01,02', list)).toThrow(/02 \(Hà Giang\).*give 08/)
})

test.each(['99', '1', '00', '', ',', 'all,01', 'Hà Nội'])(
  '%j is refused with the list of those that can be given',
  (text) => {
    expect(() => parseProvinces(text, list)).toThrow(/79 {2}Hồ Chí Minh/)
  },
)
