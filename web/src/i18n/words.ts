/** The words in use: of one language, and only of what has been gone to. */
import { createI18n } from 'vue-i18n'
import type { I18n } from 'vue-i18n'
import type { Language } from '../format/number.ts'
import { compileMessage } from './compile.ts'
import type { Messages } from './vi.ts'

const KEY = 'toancanh.language'
/** Files of words of one language that every page needs. */
const FRAME = ['shell', 'action', 'notes'] as const
/** Files that pages name as theirs. */
export type WordFile =
  | (
      | 'admin'
      | 'alerts'
      | 'attention'
      | 'data'
      | 'drill'
      | 'explore'
      | 'identity'
      | 'on-time'
      | 'overview'
      | 'province'
    )
  | ('reports' | 'rollout' | 'scores' | 'sql' | 'views' | 'wall')
const FILES = import.meta.glob<Record<string, object>>('./{vi,en}/*.ts')

type Words = Record<string, Partial<Messages>>
type None = Record<string, never>
type Translations = I18n<Words, None, None, string, false>

const remembered = (): Language => {
  const asked = new URLSearchParams(location.search).get('lang')
  if (asked === 'en' || asked === 'vi') return asked
  try {
    return localStorage.getItem(KEY) === 'en' ? 'en' : 'vi'
  } catch {
    return 'vi'
  }
}

let i18n: Translations | null = null
let language: Language = 'vi'
const wanted = new Set<string>(FRAME)
const there = new Set<string>()

const fetchWords = async (): Promise<void> => {
  const paths = [...wanted].map((file) => `./${language}/${file}.ts`).filter((path) => !there.has(path))
  const [into, files] = [language, await Promise.all(paths.map(async (path) => FILES[path]?.()))]
  for (const file of files) {
    const { shell, ...sections } = file ?? {}
    i18n?.global.mergeLocaleMessage(into, { ...shell, ...sections })
  }
  for (const path of paths) there.add(path)
}

/** What is shown with words of its own: it comes together with them. */
export const withWords =
  <T>(load: () => Promise<T>, ...files: WordFile[]) =>
  async (): Promise<T> => {
    for (const file of files) wanted.add(file)
    const [loaded] = await Promise.all([load(), fetchWords()])
    return loaded
  }

/** Switches the language; its words are fetched when first needed. */
export const setLanguage = async (chosen: Language): Promise<void> => {
  if (!i18n) return
  language = chosen
  await fetchWords()
  i18n.global.locale.value = chosen
  document.documentElement.lang = chosen
  try {
    localStorage.setItem(KEY, chosen)
  } catch {
    // The choice then lasts as long as the page.
  }
}

/** The translations, in Vietnamese unless the reader has chosen otherwise. */
export const startI18n = async (): Promise<Translations> => {
  i18n = createI18n({
    legacy: false,
    locale: 'vi',
    messages: {},
    messageCompiler: compileMessage,
  })
  await setLanguage(remembered())
  return i18n
}
