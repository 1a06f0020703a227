import { expect, test } from 'vitest'
import { HOURS, lastDigest, quietUntil } from './hours.ts'
import { isSettled, whenTold } from './when.ts'

/** An hour of Hà Nội. */
const at = (time: string): Date => new Date(`2026-11-${time}:00+07:00`)

test.for([
  ['28T21:59', '28T21:59'],
  ['28T22:00', '29T06:00'],
  ['29T00:30', '29T06:00'],
  ['29T05:59', '29T06:00'],
  ['29T06:00', '29T06:00'],
])('what comes up at %s is said at %s', ([now = '', then = '']) => {
  expect(quietUntil(at(now), HOURS)).toEqual(at(then))
})

test.for([
  ['28T12:59', '28T12:59'],
  ['28T13:00', '28T14:00'],
  ['28T13:59', '28T14:00'],
  ['28T14:00', '28T14:00'],
])('with quiet hours after lunch, what comes up at %s is said at %s', ([now = '', then = '']) => {
  expect(quietUntil(at(now), { quiet: { from: 13, until: 14 } })).toEqual(at(then))
  expect(quietUntil(at(now), { quiet: null })).toEqual(at(now))
})

test('the digest is due at seven', () => {
  expect(lastDigest(at('29T06:59'), HOURS)).toEqual(at('28T07:00'))
  expect(lastDigest(at('29T07:00'), HOURS)).toEqual(at('29T07:00'))
})

test('urgent beginnings do not wait, restless alerts do', () => {
  const night = at('29T02:00')
  const told = (said: Partial<Parameters<typeof whenTold>[0]>) =>
    whenTold({ kind: 'fired', at: night, before: null, urgent: false, ...said }, HOURS)
  expect(told({})).toEqual(at('29T06:00'))
  expect(told({ urgent: true })).toEqual(night)
  expect(told({ urgent: true, kind: 'recovered' })).toEqual(at('29T06:00'))
  expect(told({ urgent: true, before: at('28T20:01') })).toBe('digest')
  expect(told({ urgent: true, before: at('28T20:00') })).toEqual(night)
})

test('who was told that it is over is told that it has begun again, once that has stayed', () => {
  const held = { kind: 'fired', at: at('28T10:00') } as const
  expect(isSettled(held, 'recovered', at('28T10:59'))).toBe(false)
  expect(isSettled(held, 'recovered', at('28T11:00'))).toBe(true)
  expect(isSettled(held, 'fired', at('28T11:00'))).toBe(false)
  expect(isSettled({ ...held, kind: 'recovered' }, 'recovered', at('28T11:00'))).toBe(false)
})
