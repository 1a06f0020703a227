import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CALM, isOpen, step, type Change, type Patience, type Standing, type Zone } from './state.ts'

const patience = (said: Partial<Patience> = {}): Patience => ({
  for: 1,
  recover_for: 1,
  no_data: 'keep',
  ...said,
})

/** Phases and changes, evaluation by evaluation. `!` beyond, `~` between, `.` within, `?` no data, `-` unjudged. */
const ZONES: Record<string, Zone> = {
  '!': 'beyond',
  '~': 'between',
  '.': 'within',
  '?': 'no_data',
  '-': 'unjudged',
}
function run(zones: string, given: Patience): string[] {
  let standing: Standing = CALM
  return [...zones].map((sign) => {
    const after = step(standing, ZONES[sign] ?? 'unjudged', given)
    standing = after.standing
    return after.change === null ? standing.phase : `${standing.phase} ${after.change}`
  })
}

test.for<[what: string, zones: string, given: Patience, expected: string[]]>([
  ['begins and ends once', '!!..', patience(), ['firing fired', 'firing', 'ok recovered', 'ok']],
  [
    'hysteresis: between the limits nothing changes',
    '~!~~.~',
    patience(),
    ['ok', 'firing fired', 'firing', 'firing', 'ok recovered', 'ok'],
  ],
  [
    'waits for so many in a row',
    '!!.!!!',
    patience({ for: 3 }),
    ['pending', 'pending', 'ok', 'pending', 'pending', 'firing fired'],
  ],
  [
    'a value between starts the wait again',
    '!~!!',
    patience({ for: 2 }),
    ['pending', 'ok', 'pending', 'firing fired'],
  ],
  [
    'ends after so many in a row',
    '!..!..~...',
    patience({ recover_for: 3 }),
    [
      'firing fired',
      'recovering',
      'recovering',
      'firing',
      'recovering',
      'recovering',
      'firing',
      'recovering',
      'recovering',
      'ok recovered',
    ],
  ],
  [
    'too little to say changes nothing',
    '!-.',
    patience({ recover_for: 2 }),
    ['firing fired', 'firing', 'recovering'],
  ],
  ['no data, kept', '!??.', patience(), ['firing fired', 'firing', 'firing', 'ok recovered']],
  ['no data, taken for well', '!?', patience({ no_data: 'ok' }), ['firing fired', 'ok recovered']],
  [
    'no data, said, and the data back',
    '.??.',
    patience({ no_data: 'alert' }),
    ['ok', 'no_data no_data', 'no_data', 'ok recovered'],
  ],
  [
    'no data, said after so many, and back beyond',
    '!!??!',
    patience({ no_data: 'alert', for: 2 }),
    ['pending', 'firing fired', 'firing', 'no_data no_data', 'pending recovered'],
  ],
  ['back beyond at once', '?!', patience({ no_data: 'alert' }), ['no_data no_data', 'firing fired']],
])('%s', ([, zones, given, expected]) => {
  expect(run(zones, given)).toEqual(expected)
})

const zone = fc.constantFrom<Zone>('beyond', 'between', 'within', 'no_data', 'unjudged')
const anyPatience = fc.record({
  for: fc.integer({ min: 1, max: 4 }),
  recover_for: fc.integer({ min: 1, max: 4 }),
  no_data: fc.constantFrom('alert', 'keep', 'ok'),
}) satisfies fc.Arbitrary<Patience>

test('whatever comes: news alternates, nothing is said too soon, and what is open has been said', () => {
  fc.assert(
    fc.property(fc.array(zone, { maxLength: 60 }), anyPatience, (zones, given) => {
      let standing: Standing = CALM
      let last: Change | null = null
      let beyond = 0
      let within = 0
      for (const now of zones) {
        const before = standing
        const { standing: after, change } = step(before, now, given)
        standing = after
        // Counted apart from the machine: evaluations in a row that were judged so.
        if (now === 'beyond') [beyond, within] = [beyond + 1, 0]
        if (now === 'between') [beyond, within] = [0, 0]
        if (now === 'within') [beyond, within] = [0, within + 1]
        if (change === 'fired') expect(beyond).toBeGreaterThanOrEqual(given.for)
        if (change === 'fired') expect([null, 'recovered', 'no_data']).toContain(last)
        if (change === 'recovered') expect(['fired', 'no_data']).toContain(last)
        if (change === 'no_data') expect(given.no_data).toBe('alert')
        if (change === 'recovered' && last === 'fired' && given.no_data !== 'ok')
          expect(within).toBeGreaterThanOrEqual(given.recover_for)
        if (now === 'between' && before.phase !== 'no_data') expect(change).toBe(null)
        if (now === 'unjudged') expect(after).toEqual(before)
        if (change !== null) last = change
        expect(isOpen(standing.phase)).toBe(last === 'fired' || last === 'no_data')
      }
    }),
    { numRuns: 500 },
  )
})
