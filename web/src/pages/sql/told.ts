import type { Language } from '../../format/number.ts'

/**
 * What the server says of a statement, in the reader's language: it writes `Vietnamese / English`, then, where the engine
 * said something, `: ` and that.
 */
export const toldOf = (message: string, language: Language): { what: string; detail: string } => {
  const [vi = '', ...others] = message.split(' / ')
  const en = others.join(' / ')
  const after = (text: string): string => /: (.*)$/s.exec(text)?.[1] ?? ''
  const own = language === 'en' && en !== '' ? en : vi
  const what = /^(.*?)(?:: |$)/s.exec(own)?.[1] ?? own
  return { what, detail: after(own) || after(en) }
}
