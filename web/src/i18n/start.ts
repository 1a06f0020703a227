import { createI18n } from 'vue-i18n'
import type { I18n } from 'vue-i18n'
import type { Language } from '../format/number.ts'
import type { Messages } from './vi.ts'

const KEY = 'toancanh.language'
const LOADERS: Record<Language, () => Promise<{ messages: Messages }>> = {
  vi: () => import('./vi.ts'),
  en: () => import('./en.ts'),
}

const remembered = (): Language => {
  const asked = new URLSearchParams(location.search).get('lang')
  if (asked === 'en' || asked === 'vi') return asked
  try {
    return localStorage.getItem(KEY) === 'en' ? 'en' : 'vi'
  } catch {
    return 'vi'
  }
}

type Words = Record<string, Messages>
type None = Record<string, never>
type Translations = I18n<Words, None, None, string, false>
let i18n: Translations | null = null

/** Switches the language; its words are fetched when first needed. */
export const setLanguage = async (language: Language): Promise<void> => {
  if (!i18n) return
  const { messages } = await LOADERS[language]()
  i18n.global.setLocaleMessage(language, messages)
  i18n.global.locale.value = language
  document.documentElement.lang = language
  try {
    localStorage.setItem(KEY, language)
  } catch {
    // The choice then lasts as long as the page.
  }
}

/** The translations, in Vietnamese unless the reader has chosen otherwise. */
export const startI18n = async (): Promise<Translations> => {
  const started = createI18n({ legacy: false, locale: 'vi', messages: {} }) as unknown as Translations
  i18n = started
  await setLanguage(remembered())
  return started
}
