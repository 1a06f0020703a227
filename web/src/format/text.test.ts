import { expect, test } from 'vitest'
import { bareName, byName, matches, plain, slugOf } from './text.ts'

test('search ignores accents, and đ is d', () => {
  expect(plain('Đắk Lắk')).toBe('dak lak')
  expect(matches('Thành phố Đà Nẵng', 'da nang')).toBe(true)
  expect(matches('Bà Rịa - Vũng Tàu', 'vung ba')).toBe(true)
  expect(matches('Hà Nội', 'hà nôi')).toBe(true)
  expect(matches('Hà Nội', 'hue')).toBe(false)
  expect(matches('Hà Nội', '')).toBe(true)
})

test('a decomposed name is found by a composed one', () => {
  expect(matches('Huế'.normalize('NFD'), 'Huế'.normalize('NFC'))).toBe(true)
})

test('names sort without the word for their kind, d before đ', () => {
  const sorted = [
    'Tỉnh Đồng Nai',
    'Thành phố Hà Nội',
    'Điện Biên',
    'Cao Bằng',
    'TP. Hồ Chí Minh',
    'Đà Nẵng',
    'Gia Lai',
    'An Giang',
  ].sort(byName)
  expect(sorted).toEqual([
    'An Giang',
    'Cao Bằng',
    'Đà Nẵng',
    'Điện Biên',
    'Tỉnh Đồng Nai',
    'Gia Lai',
    'Thành phố Hà Nội',
    'TP. Hồ Chí Minh',
  ])
  expect(bareName('Thành phố Huế')).toBe('Huế')
  expect(['đa', 'da', 'dy'].sort(byName)).toEqual(['da', 'dy', 'đa'])
})

test('a region in the address', () => {
  expect(slugOf('Duyên hải Nam Trung Bộ và Tây Nguyên')).toBe('duyen-hai-nam-trung-bo-va-tay-nguyen')
})
