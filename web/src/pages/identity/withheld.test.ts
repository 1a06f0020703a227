import { expect, test } from 'vitest'
import { waitingIn, waitingMembers } from './withheld.ts'

test('what waits is added up over the counts a figure shows, and only those', () => {
  expect(waitingMembers(['issued', 'activated'])).toEqual([
    'identity.issued_waiting',
    'identity.activated_waiting',
  ])
  const rows = [
    { 'identity.issued_waiting': 2, 'identity.activated_waiting': 1, 'identity.received_waiting': 7 },
    { 'identity.issued_waiting': null, 'identity.activated_waiting': 3 },
    undefined,
  ]
  expect(waitingIn(rows, ['issued', 'activated'])).toBe(6)
  expect(waitingIn(rows, ['issued'])).toBe(2)
  expect(waitingIn([], ['issued'])).toBe(0)
})
