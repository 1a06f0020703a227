import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { messages as en } from './en.ts'
import { messages as vi } from './vi.ts'

const flatten = (value: object, prefix = ''): Record<string, string> =>
  Object.fromEntries(
    Object.entries(value).flatMap(([key, item]: [string, unknown]): [string, string][] =>
      typeof item === 'object' && item !== null
        ? Object.entries(flatten(item, `${prefix}${key}.`))
        : [[`${prefix}${key}`, String(item)]],
    ),
  )
const viFlat = flatten(vi)
const enFlat = flatten(en)
const holes = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

test('no key is missing in either language', () => {
  expect(Object.keys(enFlat).sort()).toEqual(Object.keys(viFlat).sort())
})

test('both languages fill the same blanks', () => {
  for (const [key, text] of Object.entries(viFlat)) {
    // Month names are only English's.
    const words = (list: string[]): string[] => list.filter((hole) => hole !== '{name}' && hole !== '{month}')
    const compare = key.startsWith('period.') ? words : (list: string[]): string[] => list
    expect(compare(holes(enFlat[key] ?? '')), key).toEqual(compare(holes(text)))
  }
})

test('nothing is empty but what is meant to be', () => {
  const empty = Object.entries({ ...viFlat, ...enFlat }).filter(([, text]) => text.trim() === '')
  expect(empty.map(([key]) => key)).toEqual(['identity.funnel.of.received'])
})

test('every key the code names is there', () => {
  const root = join(import.meta.dirname, '..')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.(vue|ts)$/.test(file) && !/\.test\.ts$/.test(file) && !file.startsWith('i18n'),
  )
  const missing = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\bt\(\s*'([^']+)'/g)]
      .map((match) => match[1] ?? '')
      .filter((key) => !(key in viFlat))
      .map((key) => `${file}: ${key}`),
  )
  expect(missing).toEqual([])
})
