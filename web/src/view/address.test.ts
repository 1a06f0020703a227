import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BREAKDOWNS, DEFAULT_STATE, formatState, MAP_METRICS, parseState, PRODUCTS } from './address.ts'
import type { Place, ViewState } from './address.ts'
import { COMPARE_MODES } from './compare.ts'
import { anyPeriod } from './period.arbitrary.ts'

const word = fc.stringMatching(/^[a-z]{1,8}$/)
const anyPlace: fc.Arbitrary<Place> = fc.oneof(
  fc.constant<Place>({ kind: 'country' }),
  fc.integer({ min: 1, max: 99 }).map((n): Place => ({ kind: 'province', code: String(n).padStart(2, '0') })),
  fc
    .array(word, { minLength: 1, maxLength: 5 })
    .map((words): Place => ({ kind: 'region', slug: words.join('-') })),
)
const anyState: fc.Arbitrary<ViewState> = fc
  .record({
    period: fc.option(anyPeriod),
    compare: fc.constantFrom(...COMPARE_MODES),
    place: anyPlace,
    units: fc.constantFrom('34' as const, '63' as const),
    metric: fc.constantFrom(...MAP_METRICS),
    product: fc.constantFrom(...PRODUCTS),
    by: fc.constantFrom(...BREAKDOWNS),
    group: fc.constantFrom('', 'MDSH', 'CKMB'),
    procedure: fc.constantFrom('', '1.004222', '2.000713.000.00.00.H01'),
    commune: fc.constantFrom('', '00004'),
  })
  // A commune lies in a province of today.
  .map((state) => ({
    ...state,
    commune: state.place.kind === 'province' && state.units === '34' ? state.commune : '',
  }))

test('the whole state survives the address', () => {
  fc.assert(
    fc.property(anyState, (state) => {
      expect(parseState(formatState(state))).toEqual(state)
    }),
  )
})

test('it survives the text of a link too', () => {
  fc.assert(
    fc.property(anyState, (state) => {
      const text = new URLSearchParams(formatState(state)).toString()
      expect(parseState(Object.fromEntries(new URLSearchParams(text)))).toEqual(state)
    }),
  )
})

test('nonsense falls back to the defaults, whatever it is', () => {
  const names = fc.constantFrom(
    'period',
    'compare',
    'place',
    'units',
    'metric',
    'product',
    'by',
    'group',
    'other',
  )
  fc.assert(
    fc.property(fc.dictionary(names, fc.string()), (query) => {
      const state = parseState(query)
      expect(parseState(formatState(state))).toEqual(state)
    }),
  )
  expect(parseState({ period: '2026-99', place: '00', units: '64', metric: 'x' })).toEqual(DEFAULT_STATE)
})

test('what is at its default is not in the address', () => {
  expect(formatState(DEFAULT_STATE)).toEqual({})
  expect(
    formatState({ ...DEFAULT_STATE, period: { kind: 'range', from: '2021-12-25', to: '2022-04-18' } }),
  ).toEqual({
    period: '2021-12-25..2022-04-18',
  })
})
