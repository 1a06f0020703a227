import { expect, test } from 'vitest'
import { ruleSets, ruleValue } from './rule-sets.ts'

const CSV = `effective_from,document,late_from_requests,wait_subtracted,source,verified
2021-12-06,B,2,1,"x, y",0
2018-01-01,A,3,1,x,1
2025-07-01,C,1,1,x,1
`

test('the rule set in force on the day of receipt decides', () => {
  const sets = ruleSets(CSV)
  expect(sets.map(({ document }) => document)).toEqual(['A', 'B', 'C'])
  expect(ruleValue('late_from_requests', 'received_date', sets)).toBe(
    "multiIf(received_date >= toDate('2025-07-01'), 1, received_date >= toDate('2021-12-06'), 2, 3)",
  )
})

test('a rule that never changed is a constant', () => {
  expect(ruleValue('wait_subtracted', 'received_date', ruleSets(CSV))).toBe('1')
})

test('the product’s own rule sets begin before the first dossier and are whole', () => {
  const sets = ruleSets()
  expect(sets.length).toBeGreaterThanOrEqual(3)
  expect(sets[0]?.effective_from).toBe('2018-01-01')
  for (const set of sets) {
    expect(set.effective_from).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(set.late_from_requests).toBeGreaterThanOrEqual(1)
    expect([0, 1]).toContain(set.wait_subtracted)
  }
})
