import { expect, test } from 'vitest'
import { DEFAULT_STATE } from './address.ts'
import { scopeOf } from './scope.ts'
import { timelineOf } from './series.ts'

const scope = (from: string, to: string) => {
  const found = scopeOf({ ...DEFAULT_STATE, period: { kind: 'range', from, to } }, '2026-10-31', null, null)
  if (!found) throw new Error('a period is given')
  return found
}
const days = scope('2026-10-01', '2026-10-03')

test('values stand in their buckets, and a bucket without a row is a gap', () => {
  expect(days.trend.granularity).toBe('day')
  const rows = [
    { 'dossiers.date.day': '2026-10-03', 'dossiers.received': 7 },
    { 'dossiers.date.day': '2026-10-01', 'dossiers.received': 5 },
  ]
  expect(timelineOf(rows, 'dossiers', days).of('dossiers.received')).toEqual([5, null, 7])
})

test('rows of another granularity, as while a new answer is on its way, fill no bucket', () => {
  const rows = [{ 'dossiers.date.month': '2026-09-01', 'dossiers.received': 5 }]
  for (const other of [days, scope('2026-08-01', '2026-10-31'), scope('2021-12-25', '2026-10-31')]) {
    const values = timelineOf(rows, 'dossiers', other).of('dossiers.received')
    if (other.trend.granularity !== 'month') expect(values.every((value) => value === null)).toBe(true)
  }
})
