import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeOf, RATE_STEP } from './change.ts'
import { classesOf } from './classes.ts'
import { moversOf, ranked, standingsOf } from './ranking.ts'
import { scopeOf } from './scope.ts'
import { DEFAULT_STATE } from './address.ts'
import { timelineOf } from './series.ts'

const names: Record<string, string> = { '01': 'Hà Nội', '48': 'Đà Nẵng', '52': 'Gia Lai', '66': 'Đắk Lắk' }
const row = (code: string, value: number | null) => ({
  'dossiers.province': code,
  'dossiers.on_time_rate': value,
})
const standings = standingsOf(
  [row('01', 0.99), row('48', 0.97), row('52', 0.99), row('66', null)],
  [row('01', 0.95), row('52', 0.995)],
  'dossiers.province',
  'dossiers.on_time_rate',
  (code) => names[code] ?? code,
)

test('a province without data is not ranked, and equals share a rank', () => {
  expect(ranked(standings, 'up').map((s) => [s.name, s.rank])).toEqual([
    ['Gia Lai', 1],
    ['Hà Nội', 1],
    ['Đà Nẵng', 3],
  ])
  expect(ranked(standings, 'down')[0]?.name).toBe('Đà Nẵng')
})

test('movers need both sides', () => {
  expect(moversOf(standings, 5).map((m) => m.name)).toEqual(['Hà Nội', 'Gia Lai'])
})

test('no comparison is not no change', () => {
  expect(changeOf(5, null, 'up')).toBeNull()
  expect(changeOf(null, 5, 'up')).toBeNull()
  expect(changeOf(5, 5, 'up')).toMatchObject({ direction: 'flat', better: null })
  expect(changeOf(4, 5, 'down')).toMatchObject({ direction: 'down', better: true })
  expect(changeOf(0.99001, 0.99, 'up', RATE_STEP)?.direction).toBe('flat')
})

test('classes keep order, keep equals together and leave no value out', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 63 }),
      (values) => {
        const { ranges, stepOf } = classesOf(values)
        const sorted = [...values].sort((a, b) => a - b)
        for (const [i, value] of sorted.entries()) {
          const step = stepOf(value)
          expect(step).toBeGreaterThanOrEqual(0)
          expect(step).toBeLessThanOrEqual(4)
          if (i > 0) expect(step).toBeGreaterThanOrEqual(stepOf(sorted[i - 1] ?? value))
          expect(ranges.some((r) => r.step === step && r.low <= value && value <= r.high)).toBe(true)
        }
      },
    ),
  )
})

test('a bucket the answer does not have is a gap, not a zero', () => {
  const scope = scopeOf(
    { ...DEFAULT_STATE, period: { kind: 'quarter', year: 2026, quarter: 3 } },
    '2026-09-30',
    null,
    null,
  )
  if (!scope) throw new Error('the period is known')
  const rows = [{ 'dossiers.date.quarter': '2026-07-01', 'dossiers.received': 12 }]
  const values = timelineOf(rows, 'dossiers', scope).of('dossiers.received')
  expect(values).toHaveLength(9)
  expect(values.slice(0, 8).every((v) => v === null)).toBe(true)
  expect(values[8]).toBe(12)
})
