import { expect, test } from 'vitest'
import { lineDiff } from './line-diff.ts'

const MARK = { same: ' ', removed: '-', added: '+' } as const
const shown = (before: string[], after: string[]): string[] =>
  lineDiff(before.join('\n'), after.join('\n')).map((line) =>
    line.kind === 'gap' ? `…${line.count}` : MARK[line.kind] + line.text,
  )

test('what was taken out stands before what was put in, with three lines around', () => {
  const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'k']
  const after = ['a', 'b', 'c', 'd', 'e', 'F', 'g', 'h', 'i', 'k']
  expect(shown(before, after)).toEqual(['…2', ' c', ' d', ' e', '-f', '+F', ' g', ' h', ' i', '…1'])
})

test('lines that were only put in, only taken out, or moved', () => {
  expect(shown(['a', 'b'], ['a', 'x', 'b'])).toEqual([' a', '+x', ' b'])
  expect(shown(['a', 'x', 'b'], ['a', 'b'])).toEqual([' a', '-x', ' b'])
  expect(shown(['a', 'b', 'c'], ['b', 'c', 'a'])).toEqual(['-a', ' b', ' c', '+a'])
  expect(shown(['a'], ['b'])).toEqual(['-a', '+b'])
})

test('the same text has no differences', () => {
  expect(shown(['a', 'b'], ['a', 'b'])).toEqual(['…2'])
  expect(lineDiff('a\n', 'a')).toEqual([{ kind: 'gap', count: 1 }])
})
