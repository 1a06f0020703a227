import { expect, test } from 'vitest'
import {
  formatChange,
  formatDay,
  formatInstant,
  formatNumber,
  formatPercent,
  formatPoints,
  formatShort,
} from './number.ts'
import { readDay } from './read-day.ts'

test('Vietnamese numbers', () => {
  expect(formatNumber(1234567.891, 'vi', 2)).toBe('1.234.567,89')
  expect(formatNumber(-1200, 'vi')).toBe('−1.200')
  expect(formatPercent(0.9987, 'vi', 2)).toBe('99,87%')
  expect(formatPoints(-0.0142, 'vi')).toBe('−1,4')
  expect(formatPoints(0.005, 'vi')).toBe('+0,5')
  expect(formatChange(0.032, 'vi')).toBe('+3,2%')
})

test('English numbers', () => {
  expect(formatNumber(1234567.891, 'en', 2)).toBe('1,234,567.89')
  expect(formatPercent(0.9987, 'en', 2)).toBe('99.87%')
})

test('rounding never makes all or nothing of what is not', () => {
  expect(formatPercent(0.99996, 'vi')).toBe('99,9%')
  expect(formatPercent(1, 'vi')).toBe('100%')
  expect(formatPercent(0.00001, 'vi')).toBe('0,1%')
  expect(formatPercent(0, 'vi')).toBe('0%')
  expect(formatPercent(1.27, 'vi')).toBe('127%')
})

test('short counts', () => {
  expect(formatShort(217_000, 'vi')).toBe('217 nghìn')
  expect(formatShort(84_700_000, 'vi')).toBe('84,7 triệu')
  expect(formatShort(2_100_000_000, 'vi')).toBe('2,1 tỷ')
  expect(formatShort(999_999, 'vi')).toBe('1 triệu')
  expect(formatShort(9_999, 'vi')).toBe('9.999')
  expect(formatShort(217_000, 'en')).toBe('217k')
})

test('dates have two digits everywhere', () => {
  expect(formatDay('2025-01-05')).toBe('05/01/2025')
  expect(formatInstant('2026-10-31T18:30:00Z')).toBe('01:30 01/11/2026')
})

test('typed dates are read day first', () => {
  expect(readDay('5/1/2025')).toBe('2025-01-05')
  expect(readDay(' 05-01-2025 ')).toBe('2025-01-05')
  expect(readDay('2025-01-05')).toBe('2025-01-05')
  expect(readDay('31/02/2025')).toBeNull()
  expect(readDay('hôm nay')).toBeNull()
})
