import type { Words } from '../../../cube/gateway/rows.ts'
import {
  formatDay,
  formatDayShort,
  formatNumber,
  formatPercent,
  formatPoints,
  formatSigned,
  type Language,
} from '../../../web/src/format/number.ts'
import { yearOf, type DayRange } from '../../../web/src/view/day.ts'
import type { Judgement, Measured, Spoken } from './judgement.ts'

/** Both languages of a sentence. */
export const inBoth = (say: (language: Language) => string): Words => ({ vi: say('vi'), en: say('en') })

/** The word of one language or the other. */
export const word = (language: Language, vi: string, en: string): string => (language === 'vi' ? vi : en)

/** A figure as people read it. */
export function figureText(value: number, unit: Spoken['unit'], language: Language): string {
  if (unit === 'ratio') return formatPercent(value, language, 2)
  return formatNumber(value, language, unit === 'points' || !Number.isInteger(value) ? 2 : 0)
}

/** A signed difference of two figures: points of a rate, else in the figure's own unit. */
export function differenceText(value: number, unit: Spoken['unit'], language: Language): string {
  if (unit === 'ratio') return `${formatPoints(value, language, 2)} ${word(language, 'điểm %', 'pp')}`
  const text = formatSigned(value, language, unit === 'points' || Math.abs(value) < 100 ? 2 : 0)
  return unit === 'points' ? `${text} ${word(language, 'điểm', 'points')}` : text
}

/** `(28/11/2026)`, `(01/11–28/11/2026)`. */
export function rangeText({ from, to }: DayRange): string {
  if (from === to) return `(${formatDay(to)})`
  const first = yearOf(from) === yearOf(to) ? formatDayShort(from) : formatDay(from)
  return `(${first}–${formatDay(to)})`
}

/** Judges a figure where there is one that says enough; else says that there is not. */
export function judged(
  { value, count }: Measured,
  { title }: Spoken,
  range: DayRange | null,
  judge: (value: number, range: DayRange) => Judgement,
): Judgement {
  if (count !== undefined && (count.value ?? 0) < count.at_least && !(value === null && count.value === null))
    return tooFew(value, count, title)
  if (value !== null && range !== null) return judge(value, range)
  return {
    zone: 'no_data',
    value: null,
    sentence: inBoth((language) => {
      const when = range === null ? '' : ` ${rangeText(range)}`
      return `${title[language]}: ${word(language, 'không có dữ liệu', 'no data')}${when}.`
    }),
  }
}

const tooFew = (value: number | null, count: NonNullable<Measured['count']>, title: Words): Judgement => ({
  zone: 'unjudged',
  value,
  sentence: inBoth((language) => {
    const [few, least] = [formatNumber(count.value ?? 0, language), formatNumber(count.at_least, language)]
    const counted = inSentence(count.title[language])
    return `${title[language]}: ${word(
      language,
      `chưa xét, vì ${counted} chỉ là ${few}, ít hơn ${least}`,
      `not judged, for ${counted} is only ${few}, fewer than ${least}`,
    )}.`
  }),
})

/** A title within a sentence. */
export const inSentence = (title: string): string => title.charAt(0).toLowerCase() + title.slice(1)
