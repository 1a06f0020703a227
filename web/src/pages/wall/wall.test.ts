import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import { driftAt } from './drift.ts'
import { useRotation } from './useRotation.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('scenes follow one another, wait while paused, and one gone to by hand gets its whole time', () => {
  const scope = effectScope()
  const { index, go, toggle } = scope.run(() => useRotation(3, 25_000))!
  vi.advanceTimersByTime(25_000)
  expect(index.value).toBe(1)
  vi.advanceTimersByTime(20_000)
  go(-2)
  expect(index.value).toBe(2)
  vi.advanceTimersByTime(24_000)
  expect(index.value).toBe(2)
  vi.advanceTimersByTime(1_000)
  expect(index.value).toBe(0)
  toggle()
  vi.advanceTimersByTime(600_000)
  expect(index.value).toBe(0)
  toggle()
  vi.advanceTimersByTime(25_000)
  expect(index.value).toBe(1)
  scope.stop()
  vi.advanceTimersByTime(600_000)
  expect(index.value).toBe(1)
})

test('the picture moves by two pixels a minute, within six, over every place', () => {
  const places = Array.from({ length: 49 }, (_, minute) => driftAt(29_000_000 + minute))
  expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(49)
  for (const [i, { x, y }] of places.entries()) {
    expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(6)
    const next = driftAt(29_000_000 + i + 1)
    // Once round, it goes back to the first corner.
    if ((29_000_000 + i + 1) % 49 !== 0) expect(Math.abs(next.x - x) + Math.abs(next.y - y)).toBe(2)
  }
})
