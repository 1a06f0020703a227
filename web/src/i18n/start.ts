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

let i18n: I18n<Record<string, Messages>, Record<string, never>, Record<string, never>, string, false> | null = null

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
export const startI18n = async (): Promise<NonNullable<typeof i18n>> => {
  i18n = createI18n({ legacy: false, locale: 'vi', messages: {} }) as unknown as NonNullable<typeof i18n>
  await setLanguage(remembered())
  return i18n
}
