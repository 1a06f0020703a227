import { expect, test } from 'vitest'
import { DATASETS } from '../contracts/registry.ts'
import { faultsOf } from '../load/parse-sql.ts'
import { inVietnamese } from './reasons-vi.ts'

test('every fault that a contract can find in a field has Vietnamese words', () => {
  const reasons = DATASETS.flatMap(({ columns, rules }) => [
    ...columns.flatMap((column) => faultsOf(column, 'raw', 'value').map(({ reason }) => reason.slice(1, -1))),
    ...rules.map(({ reason }) => reason),
  ])
  expect(reasons.length).toBeGreaterThan(50)
  expect(reasons.filter((reason) => inVietnamese(reason) === reason)).toEqual([])
})

test('what is in a fault stays in its Vietnamese words, and an unknown one is left as it is', () => {
  expect(inVietnamese('is before received_at')).toBe('sớm hơn received_at')
  expect(inVietnamese('is after today')).toBe('sau ngày hôm nay')
  expect(inVietnamese('is not a time (2022-04-18T09:30:00 or 18/04/2022 09:30)')).toBe(
    'không phải là thời điểm (viết 2022-04-18T09:30:00 hoặc 18/04/2022 09:30)',
  )
  expect(inVietnamese('is of a new kind')).toBe('is of a new kind')
})
