import { expect, test } from 'vitest'
import { found, rankOf } from './palette.ts'

const PLACES = ['Cả nước', 'Hà Nội', 'Thành phố Hồ Chí Minh', 'Đà Nẵng', 'Đồng Nai', 'Đắk Lắk', 'Ninh Bình']
const find = (search: string, most = 9) => found(PLACES, (name) => name, search, most)

test('accents, case and đ do not matter', () => {
  expect(find('da nang')).toEqual(['Đà Nẵng'])
  expect(find('ĐÀ NẴNG')).toEqual(['Đà Nẵng'])
  expect(find('dak')).toEqual(['Đắk Lắk'])
})

test('what begins so comes first, then a later word that does, then the rest', () => {
  expect(find('n')[0]).toBe('Ninh Bình')
  expect(find('ho chi')).toEqual(['Thành phố Hồ Chí Minh'])
  expect(find('na')).toEqual(['Đà Nẵng', 'Đồng Nai'])
  expect(find('minh ho')).toEqual(['Thành phố Hồ Chí Minh'])
  expect([
    rankOf('Hà Nội', 'ha'),
    rankOf('Hà Nội', 'noi'),
    rankOf('Hà Nội', 'oi'),
    rankOf('Hà Nội', 'x'),
  ]).toEqual([3, 2, 1, 0])
})

test('nothing typed is everything in its order, up to as many as fit', () => {
  expect(find('')).toEqual(PLACES)
  expect(find('  ', 2)).toEqual(['Cả nước', 'Hà Nội'])
})
