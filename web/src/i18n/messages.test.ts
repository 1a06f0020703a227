import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { createI18n } from 'vue-i18n'
import { compileMessage } from './compile.ts'
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

test('our messages read as vue-i18n’s own compiler reads them', () => {
  const messages = { vi, en }
  const options = { legacy: false, locale: 'vi', messages } as const
  const [ours, theirs] = [createI18n({ ...options, messageCompiler: compileMessage }), createI18n(options)]
  for (const language of ['vi', 'en'] as const) {
    ours.global.locale.value = theirs.global.locale.value = language
    for (const [key, text] of Object.entries(viFlat)) {
      const filled = Object.fromEntries(holes(text).map((hole) => [hole.slice(1, -1), `<${hole}>`]))
      expect(ours.global.t(key, filled), `${language} ${key}`).toBe(theirs.global.t(key, filled))
    }
  }
  expect(ours.global.t('admin.user.nameHint')).toContain(' @;')
}, 60_000)

/** Sections of words by the file they are in. */
const fileOf = new Map(
  readdirSync(join(import.meta.dirname, 'vi')).flatMap((file) =>
    [...readFileSync(join(import.meta.dirname, 'vi', file), 'utf8').matchAll(/^export const (\w+)/gm)].map(
      ([, section = '']): [string, string] => [section, file.replace('.ts', '')],
    ),
  ),
)
const FRAME = ['shell', 'action', 'notes']
const root = join(import.meta.dirname, '..')

/** Files of words that a component and all it imports translate from, besides those of the frame. */
const wordsUnder = (path: string, seen = new Set<string>()): Set<string> => {
  seen.add(path)
  const code = readFileSync(path, 'utf8')
  const own = [...code.matchAll(/\bt\(\s*[`']([a-zA-Z]+)\./g)]
    .map(([, section = '']) => fileOf.get(section) ?? 'shell')
    .filter((file) => !FRAME.includes(file))
  const imported = [...code.matchAll(/^import (?!type)[^']*from '(\.[^']+)'$/gm)]
    .map(([, name = '']) => join(dirname(path), name))
    .filter((file) => !seen.has(file) && !relative(root, file).startsWith('i18n'))
  return new Set([...own, ...imported.flatMap((file) => [...wordsUnder(file, seen)])])
}

test('every page names the words it is shown with', () => {
  for (const from of ['router.ts', 'pages/province/ProvinceProfile.vue', 'components/ViewsMenu.vue']) {
    const code = readFileSync(join(root, from), 'utf8')
    const pages = [...code.matchAll(/import\('(\.\/[^']+)'\)((?:,\s+'[\w-]+')*)/g)]
    expect(pages.length, from).toBeGreaterThan(0)
    for (const [, page = '', words = ''] of pages)
      expect(words.match(/[\w-]+/g) ?? [], page).toEqual(
        expect.arrayContaining([...wordsUnder(join(root, dirname(from), page))]),
      )
  }
  for (const part of ['App.vue', 'components/CommandPalette.vue', 'components/NoteDialog.vue'])
    expect([...wordsUnder(join(root, part))], part).toEqual([])
})
