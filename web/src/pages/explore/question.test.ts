import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EMPTY, formatQuestion, GRAINS, parseQuestion, SHAPES } from './question.ts'
import type { Question } from './question.ts'

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/)
const text = fc.string({ minLength: 1, unit: 'binary' })
const anyQuestion: fc.Arbitrary<Question> = fc.record({
  subject: fc.constantFrom('dossiers', 'identity', 'national.scores766'),
  measures: fc.uniqueArray(name, { minLength: 1, maxLength: 4 }),
  dimensions: fc.uniqueArray(name, { maxLength: 3 }),
  grain: fc.constantFrom(null, ...GRAINS),
  conditions: fc.array(
    fc.record({
      dimension: name,
      exclude: fc.boolean(),
      values: fc.array(text, { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: 3 },
  ),
  shape: fc.constantFrom(...SHAPES),
  across: fc.oneof(fc.constant(''), name),
  grouped: fc.boolean(),
  sort: fc.oneof(
    fc.constant(''),
    name,
    name.map((one) => `-${one}~change`),
  ),
})

test('a question survives the address, whatever its values hold', () => {
  fc.assert(
    fc.property(anyQuestion, (question) => {
      const search = new URLSearchParams()
      for (const [key, value] of Object.entries(formatQuestion(question)))
        for (const one of [value].flat()) search.append(key, one)
      // As the router gives it: a list where a parameter stands more than once.
      const read = new URLSearchParams(search.toString())
      const address = Object.fromEntries(
        [...new Set(read.keys())].map((key) => {
          const all = read.getAll(key)
          return [key, all.length > 1 ? all : all[0]]
        }),
      )
      expect(parseQuestion(address)).toEqual({
        ...question,
        // Lone halves of a pair cannot be in an address.
        conditions: question.conditions.map((condition) => ({
          ...condition,
          values: condition.values.map((value) => value.toWellFormed()),
        })),
      })
    }),
    { numRuns: 300 },
  )
})

test('an address is readable', () => {
  const question: Question = {
    ...EMPTY,
    measures: ['received', 'on_time_rate'],
    dimensions: ['province_name'],
    grain: 'reporting_month',
    conditions: [{ dimension: 'field', exclude: true, values: ['Cư trú', 'Đăng ký, quản lý'] }],
    sort: '-received',
  }
  expect(formatQuestion(question)).toEqual({
    subject: 'dossiers',
    measures: 'received,on_time_rate',
    dimensions: 'province_name',
    grain: 'reporting_month',
    where: ['field!:Cư trú,Đăng ký\\, quản lý'],
    sort: '-received',
  })
})

test('what cannot be understood is left out', () => {
  expect(
    parseQuestion({
      subject: '<script>',
      measures: 'received,,DROP TABLE,received',
      grain: 'fortnight',
      where: ['nonsense', ':x', 'field:'],
      shape: 'pie',
      sort: '--x',
    }),
  ).toEqual({ ...EMPTY, measures: ['received'] })
  expect(parseQuestion({})).toEqual(EMPTY)
})
