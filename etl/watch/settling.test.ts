import { expect, test } from 'vitest'
import type { Dropped } from './dropped.ts'
import { settling } from './settling.ts'

const file = (name: string, version: string): Dropped => ({
  path: `/drop/${name}`,
  name,
  bytes: 1,
  modified: '2026-01-01T00:00:00.000Z',
  version,
})

test('a file is whole once it has been seen unchanged for the time, counted anew after every change', () => {
  let clock = 0
  const settled = settling(2_000, () => clock)
  const names = (files: Dropped[]) => settled.look(files).whole.map(({ name }) => name)

  expect(settled.look([file('a', '1')])).toEqual({ whole: [], nextMs: 2_000 })
  clock = 1_500
  // b is new; a has half a second to go.
  expect(settled.look([file('a', '1'), file('b', '1')])).toEqual({ whole: [], nextMs: 500 })
  clock = 2_000
  expect(names([file('a', '1'), file('b', '2')])).toEqual(['a'])
  clock = 3_900
  expect(names([file('a', '1'), file('b', '2')])).toEqual(['a'])
  clock = 4_000
  expect(settled.look([file('b', '2')])).toEqual({ whole: [file('b', '2')], nextMs: undefined })
  // One that was away in between is another file, even if it looks the same.
  expect(names([file('a', '1')])).toEqual([])
})
