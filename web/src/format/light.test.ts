import { expect, test } from 'vitest'
import { lightOf } from './light.ts'
import { sparkOf } from './spark.ts'

const thresholds = [
  { metric: 'on_time_rate', effective_from: '2021-01-01', green: 0.98, amber: 0.95, direction: 'up' },
  { metric: 'on_time_rate', effective_from: '2026-01-01', green: 0.99, amber: 0.97, direction: 'up' },
  { metric: 'days', effective_from: '2021-01-01', green: 5, amber: 8, direction: 'down' },
]

test('the threshold in force on the day decides', () => {
  expect(lightOf('on_time_rate', 0.985, thresholds, '2025-06-30')).toBe('good')
  expect(lightOf('on_time_rate', 0.985, thresholds, '2026-06-30')).toBe('warn')
  expect(lightOf('on_time_rate', 0.9, thresholds, '2026-06-30')).toBe('bad')
  expect(lightOf('on_time_rate', 0.98, thresholds, '2025-06-30')).toBe('good')
})

test('where less is better', () => {
  expect(lightOf('days', 5, thresholds, '2026-01-01')).toBe('good')
  expect(lightOf('days', 9, thresholds, '2026-01-01')).toBe('bad')
})

test('no value or no threshold, no light', () => {
  expect(lightOf('on_time_rate', null, thresholds, '2026-01-01')).toBeNull()
  expect(lightOf('received', 5, thresholds, '2026-01-01')).toBeNull()
  expect(lightOf('on_time_rate', 1, thresholds, '2020-01-01')).toBeNull()
})

test('a gap in the data is a gap in the sparkline', () => {
  const spark = sparkOf([1, 2, null, 3, 4], 100, 20)
  expect(spark.line.match(/M/g)).toHaveLength(2)
  expect(spark.last).toEqual({ x: 97, y: 3 })
  expect(sparkOf([null, 1], 100, 20).line).toBe('')
  expect(sparkOf([1, null, 2, 3], 100, 20).line).toMatch(/^M3\.0 17\.0h0\.01M/)
})
