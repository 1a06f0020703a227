import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvHeader } from './csv-header.ts'

test.each([
  ['a,b\n1,2', ',', ['a', 'b'], 4, 1],
  ['a;b\r\n1;2', ';', ['a', 'b'], 5, 1],
  ['a\tb\n', '\t', ['a', 'b'], 4, 1],
  ['\ufeffa,b\n', ',', ['a', 'b'], 7, 1],
  ['"a;x";b\n', ';', ['a;x', 'b'], 8, 1],
  ['"a\nx",b\n', ',', ['a\nx', 'b'], 8, 2],
  ['a,b', ',', ['a', 'b'], 3, 1],
] as const)('%j', (text, delimiter, columns, bodyOffset, lines) => {
  expect(csvHeader(Buffer.from(text))).toEqual({ delimiter, columns, bodyOffset, lines })
})

test('an empty file and an empty first line have no header', () => {
  expect(csvHeader(Buffer.from(''))).toBeUndefined()
  expect(csvHeader(Buffer.from('\na,b\n'))).toBeUndefined()
})

test('any names come back as they were written, quoted', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', ';', '\t', '\n', ' b'), minLength: 1 })
  fc.assert(
    fc.property(
      fc.array(name, { minLength: 2, maxLength: 6 }),
      fc.constantFrom(',', ';', '\t'),
      (names, delimiter) => {
        const line = names.map((text) => `"${text.replaceAll('"', '""')}"`).join(delimiter)
        const header = csvHeader(Buffer.from(`${line}\n1`))
        expect(header?.delimiter).toBe(delimiter)
        expect(header?.columns).toEqual(names.map((text) => text.trim()))
        expect(header?.bodyOffset).toBe(Buffer.byteLength(line) + 1)
      },
    ),
  )
})
