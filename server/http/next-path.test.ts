import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextPath } from './next-path.ts'

test('a page of this server is kept with its whole address', () => {
  expect(nextPath('/on-time?from=2022-01-01&provinces=01,79#map')).toBe(
    '/on-time?from=2022-01-01&provinces=01,79#map',
  )
  expect(nextPath('/')).toBe('/')
})

test.each([
  'https://elsewhere.example/',
  '//elsewhere.example',
  '/\\elsewhere.example',
  '/.//elsewhere.example',
  '/a/..//elsewhere.example',
  '/%2e//elsewhere.example',
  '/\t/elsewhere.example',
  'javascript:alert(1)',
  'elsewhere.example',
  '',
  '/login?next=/login',
  '/logout',
  '/api/session',
  '/cubejs-api/v1/meta',
  undefined,
  ['/a', '/b'],
])('%j becomes the first page', (asked) => {
  expect(nextPath(asked)).toBe('/')
})

test('whatever is asked, a browser stays on this server', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    ':',
    '@',
    '\t',
    '\n',
    'elsewhere.example',
    'https:',
    '%2f',
    '%5c',
    '?',
    '#',
    ' ',
  )
  const path = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join('')}`),
    fc.webUrl(),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(path, (asked) => {
      const there = nextPath(asked)
      expect(new URL(there, 'https://dashboard.example/login').origin).toBe('https://dashboard.example')
      expect(nextPath(there)).toBe(there)
    }),
    { numRuns: 2000 },
  )
})
