import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LONGEST_ADDRESS, SAVED_PAGES, savedAddress } from './address.ts'

test('an address of a page is kept with all it says but the language', () => {
  expect(savedAddress('/')).toBe('/')
  expect(savedAddress('/on-time?period=2026-10&place=79#trend')).toBe('/on-time?period=2026-10&place=79')
  expect(savedAddress('/explore?where=field:a%5C,b,C%C6%B0%20tr%C3%BA&lang=en')).toBe(
    '/explore?where=field%3Aa%5C%2Cb%2CC%C6%B0+tr%C3%BA',
  )
})

test('nothing but a page of the product is', () => {
  for (const given of [
    ...['', 'on-time', 'https://evil.example/', '//evil.example', '/\\evil.example', '/\t/evil.example'],
    ...['/.//evil.example', '/%2e%2e//evil.example', '/on-time/../admin', '/on-time/', '/ON-TIME'],
    ...[
      '/api/session',
      '/login',
      '/logout',
      '/admin',
      '/v/abc',
      '/views',
      'javascript:alert(1)',
      '/ on-time',
    ],
    `/?x=${'x'.repeat(LONGEST_ADDRESS)}`,
  ]) {
    expect(savedAddress(given), given).toBeNull()
  }
})

test('whatever is given, what is kept leads to a page here', () => {
  const pieces = fc.constantFrom(
    '/',
    '\\',
    '//',
    '.',
    '..',
    '%2f',
    '\n',
    'on-time',
    '?',
    '#',
    '@',
    ':',
    'evil.example',
  )
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 8 }).map((all) => all.join('')),
      (given) => {
        const kept = savedAddress(given)
        if (kept === null) return
        const url = new URL(kept, 'https://toancanh.example')
        expect(url.origin).toBe('https://toancanh.example')
        expect(SAVED_PAGES).toContain(url.pathname)
        expect(savedAddress(kept)).toBe(kept)
      },
    ),
  )
})

test('they are pages of the web', () => {
  const router = readFileSync(join(import.meta.dirname, '../../web/src/router.ts'), 'utf8')
  const paths = [...router.matchAll(/path: '([^']+)'/g)].map(([, path]) => path)
  expect(paths).toEqual(expect.arrayContaining([...SAVED_PAGES]))
})
