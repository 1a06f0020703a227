import fc from 'fast-check'
import { expect, test } from 'vitest'
import { farQuotes, LINE_BYTES, lineCounter, lineShape, quotedFields } from './text-shape.ts'
import { utf8Check } from './utf8.ts'

function found(check: (chunk: Buffer) => unknown, bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) {
    const wrong = check(bytes.subarray(at, at + size))
    if (wrong !== undefined && wrong !== false) return wrong
  }
  return undefined
}
const shape = (bytes: Buffer, size: number) => found(lineShape(), bytes, size)

const lines = (count: number) => 'a,b\n'.repeat(count)

test.each([1 << 20, 64 << 10, 1000])(
  'the longest line passes and one byte more does not, in pieces of %i',
  (size) => {
    const begin = lines(10)
    expect(shape(Buffer.from(`${begin}${'x'.repeat(LINE_BYTES)}\n${begin}`), size)).toBeUndefined()
    expect(shape(Buffer.from(`${begin}${'x'.repeat(LINE_BYTES + 1)}\n${begin}`), size)).toMatchObject({
      offset: 40,
    })
    expect(shape(Buffer.from(`${begin}${'x'.repeat(LINE_BYTES + 1)}`), size)).toMatchObject({ offset: 40 })
  },
)

test('lines are counted whatever the pieces, without those that are empty at the end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a,b', '', '"x"', 'ữ')),
      fc.constantFrom('', '\n', '\n\n\n'),
      fc.integer({ min: 1, max: 9 }),
      (all, end, size) => {
        const bytes = Buffer.from(all.join('\n') + end)
        const { count, total } = lineCounter()
        for (let at = 0; at < bytes.length; at += size) count(bytes.subarray(at, at + size))
        expect(total()).toBe(all.slice(0, all.findLastIndex((line) => line !== '') + 1).length)
      },
    ),
  )
  const { count, total } = lineCounter()
  count(Buffer.from('a\r\nb\r\n\r\n\r\n'))
  expect(total()).toBe(2)
})

test('a NUL byte is found where it is', () => {
  expect(shape(Buffer.from(`${lines(100)}a\0`), 7)).toMatchObject({ offset: 401 })
})

test('a quoted field that never ends is found, quotes within unquoted fields are not', () => {
  const long = lines(LINE_BYTES / 4 + 10)
  const fields = (text: string) => found(quotedFields(), Buffer.from(text), 64 << 10)
  expect(fields(`a,"x\n${long}`)).toMatchObject({ offset: 2 })
  expect(fields(`a,"x\n${long}"`)).toMatchObject({ offset: 2 })
  expect(fields(`a,"x"\n${long}`)).toBeUndefined()
  expect(fields(`a,"x""y"\n${long}`)).toBeUndefined()
  expect(fields(`a,42" x\n${long}`)).toBeUndefined()
})

test('fields are looked at singly wherever one is too long, however quotes lie and bytes are cut', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom('a,b\n', '"x",', '"x""y",', ',"', '"', '42" x,'),
      fc.integer({ min: LINE_BYTES - 20, max: LINE_BYTES + 20 }).map((length) => 'x'.repeat(length)),
    ),
    { maxLength: 12 },
  )
  let long = 0
  fc.assert(
    fc.property(pieces, fc.integer({ min: LINE_BYTES / 8, max: LINE_BYTES }), (parts, size) => {
      const bytes = Buffer.from(parts.join(''))
      if (found(quotedFields(), bytes, size) === undefined) return
      long += 1
      expect(found(farQuotes(), bytes, size)).toBe(true)
    }),
    { numRuns: 100 },
  )
  expect(long).toBeGreaterThan(5)
  expect(found(farQuotes(), Buffer.from('"a","b"\n'.repeat(LINE_BYTES)), LINE_BYTES)).toBeUndefined()
})

test('the first byte that is not UTF-8 is where a decoder sees it, however the bytes are cut', () => {
  const bytes = fc.array(fc.constantFrom(...'aấ😀ký\x00'.split(''), '\xff', '\xe1', '\x80', '\xf0'), {
    maxLength: 30,
  })
  fc.assert(
    fc.property(bytes, fc.integer({ min: 1, max: 9 }), (parts, size) => {
      const whole = Buffer.concat(
        parts.map((part) => Buffer.from(part, /[\x80-\xff]/.test(part) ? 'latin1' : 'utf8')),
      )
      const check = utf8Check()
      let found: number | undefined
      for (let at = 0; at < whole.length && found === undefined; at += size)
        found = check(whole.subarray(at, at + size))
      found ??= check()
      // The longest beginning that decodes, character by character, is where it breaks.
      let expected: number | undefined
      for (let at = 0; at < whole.length;) {
        const length = [1, 2, 3, 4].find((bytes) =>
          decodes(whole.subarray(at, at + bytes), at + bytes <= whole.length),
        )
        if (length === undefined) {
          expected = at
          break
        }
        at += length
      }
      expect(found).toBe(expected)
    }),
    { numRuns: 500 },
  )
})

function decodes(bytes: Buffer, whole: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return whole
  } catch {
    return false
  }
}
