/** What the command palette finds, and in which order. Pure. */
import { plain } from '../format/text.ts'

/**
 * How well a text answers a search, accents and case aside: 3 it begins so, 2 a word of it does, 1 every word typed
 * begins or is within one of its words, 0 not at all.
 */
export const rankOf = (text: string, search: string): number => {
  const hay = plain(text)
  const typed = plain(search).trim()
  if (typed === '') return 1
  if (hay.startsWith(typed)) return 3
  if (hay.includes(` ${typed}`)) return 2
  return typed.split(/\s+/).every((word) => hay.includes(word)) ? 1 : 0
}

/** The best first, at most `most`; as good ones stay in their order. */
export const found = <T>(all: readonly T[], textOf: (one: T) => string, search: string, most: number): T[] =>
  all
    .map((one, index) => ({ one, index, rank: rankOf(textOf(one), search) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || a.index - b.index)
    .slice(0, most)
    .map(({ one }) => one)
