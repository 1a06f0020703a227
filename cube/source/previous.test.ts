import { expect, test } from 'vitest'
import { GRAINS } from './grain.ts'
import { previousOf } from './previous.ts'

test.each([
  ['a month', '2026-03-01', '2026-03-31', '2026-02-01', '2026-02-28'],
  ['a quarter', '2026-01-01', '2026-03-31', '2025-10-01', '2025-12-31'],
  ['a reporting month', '2026-02-15', '2026-03-14', '2026-01-15', '2026-02-14'],
  ['ten days', '2026-03-05', '2026-03-14', '2026-02-23', '2026-03-04'],
  ['a day', '2026-03-01', '2026-03-01', '2026-02-28', '2026-02-28'],
])('%s is preceded by the like', (_, from, to, before, until) => {
  expect(previousOf({ from, to }, null).range).toEqual({ from: before, to: until })
})

test('buckets are preceded by those before them, the first and the last as they are clipped', () => {
  expect(previousOf({ from: '2026-02-10', to: '2026-04-30' }, GRAINS.month).range).toEqual({
    from: '2026-01-10',
    to: '2026-03-31',
  })
  expect(previousOf({ from: '2026-01-01', to: '2026-05-20' }, GRAINS.quarter).range).toEqual({
    from: '2025-10-01',
    to: '2026-02-20',
  })
  expect(previousOf({ from: '2026-05-04', to: '2026-05-17' }, GRAINS.week).range).toEqual({
    from: '2026-04-27',
    to: '2026-05-10',
  })
})
