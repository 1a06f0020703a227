import { expect, test } from 'vitest'
import { parseDefinition } from './definition.ts'
import { isDue, nextRun } from './schedule.ts'

const at = (text: string) => Date.parse(text)

test('schedules are in the ministry’s zone, whatever the machine’s', () => {
  expect(nextRun('15 2 * * *', at('2026-01-01T00:00Z'))).toBe(at('2026-01-02T02:15+07:00'))
  expect(nextRun('0 0 1 * *', at('2026-01-31T16:59Z'))).toBe(at('2026-02-01T00:00+07:00'))
})

test('due: never pulled, or a moment of the schedule has passed since the last attempt', () => {
  const { source } = parseDefinition(
    'name: a\nkind: http\ndataset: tasks\nschedule: "15 2 * * *"\nurl: https://a.vn/b\nformat: json\n',
    'a.yaml',
  )
  if (source === undefined) throw new Error('a sound definition')
  const state = { failures: 0, lastAttempt: '2026-01-01T00:00:00.000Z' }
  expect(isDue(source, { failures: 0 }, at('2026-01-01T00:00Z'))).toBe(true)
  expect(isDue(source, state, at('2026-01-02T02:14+07:00'))).toBe(false)
  expect(isDue(source, state, at('2026-01-02T02:15+07:00'))).toBe(true)
  // Missed for a week: due once, since the attempt then made is later than all of them.
  const now = at('2026-01-09T12:00+07:00')
  expect(isDue(source, state, now)).toBe(true)
  expect(isDue(source, { ...state, lastAttempt: new Date(now).toISOString() }, now + 3_600_000)).toBe(false)
})
