/** Numbers and dates as the reader's language writes them. Vietnamese: `1.234.567,89`, `99,2%`, `31/10/2026`. */
import type { Day } from '../view/day.ts'

export type Language = 'vi' | 'en'
const TAG: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' }

const cache = new Map<string, Intl.NumberFormat>()
const formatter = (language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat => {
  const key = language + JSON.stringify(options)
  const known = cache.get(key) ?? new Intl.NumberFormat(TAG[language], options)
  cache.set(key, known)
  return known
}

const withMinus = (text: string): string => text.replace('-', '−')

/** A count or a quantity, at most `digits` decimals. */
export const formatNumber = (value: number, language: Language, digits = 0): string =>
  withMinus(formatter(language, { maximumFractionDigits: digits }).format(value))

/** A ratio (0.992) as a percentage with at most `digits` decimals. Never rounded up to 100 % nor down to 0 % from beyond it. */
export const formatPercent = (ratio: number, language: Language, digits = 1): string => {
  const step = 10 ** -(digits + 2)
  let shown = ratio
  if (ratio < 1 && ratio > 1 - step / 2) shown = 1 - step
  if (ratio > 0 && ratio < step / 2) shown = step
  return withMinus(formatter(language, { style: 'percent', maximumFractionDigits: digits }).format(shown))
}

/** A difference of two ratios in percentage points, signed. The unit's name is the caller's. */
export const formatPoints = (difference: number, language: Language, digits = 1): string =>
  formatSigned(difference * 100, language, digits)

/** A difference, signed. */
export const formatSigned = (difference: number, language: Language, digits = 0): string =>
  withMinus(
    formatter(language, { maximumFractionDigits: digits, signDisplay: 'exceptZero' }).format(difference),
  )

/** A relative change (0.032 is +3.2 %), signed. */
export const formatChange = (ratio: number, language: Language): string =>
  withMinus(
    formatter(language, { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(
      ratio,
    ),
  )

const SCALES: Record<Language, readonly [number, string][]> = {
  vi: [
    [1e9, 'tỷ'],
    [1e6, 'triệu'],
    [1e3, 'nghìn'],
  ],
  en: [
    [1e9, 'bn'],
    [1e6, 'm'],
    [1e3, 'k'],
  ],
}

/** A large count short enough for a tile or an axis: `84,7 triệu`, `217 nghìn`. */
export const formatShort = (value: number, language: Language, from = 10_000): string => {
  const size = Math.abs(value)
  if (size < from) return formatNumber(value, language, size < 10 ? 1 : 0)
  // What rounds up to the next scale belongs to it: 999,950 is a million, not a thousand thousands.
  const [scale, word] = SCALES[language].find(([limit]) => size >= limit * 0.99995) ?? [1, '']
  const shown = value / scale
  const text = formatNumber(shown, language, Math.abs(shown) < 100 ? 1 : 0)
  return language === 'vi' ? `${text} ${word}` : `${text}${word}`
}

/** `31/10/2026`, two digits always, in both languages. */
export const formatDay = (day: Day): string => `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`
/** `31/10`: for axes and where the year is said elsewhere. */
export const formatDayShort = (day: Day): string => `${day.slice(8, 10)}/${day.slice(5, 7)}`

/** Instant in the ministry's zone: `14:05 31/10/2026`. */
export const formatInstant = (iso: string): string => {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Ho_Chi_Minh',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(iso))
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((p) => p.type === type)?.value ?? ''
  return `${part('hour')}:${part('minute')} ${part('day')}/${part('month')}/${part('year')}`
}

/** An instant that lies a little back: `09:12` of the same day in the ministry's zone, else `09:12 27/11/2026`. */
export const formatMoment = (at: number, now: number): string => {
  const [time = '', day = ''] = formatInstant(new Date(at).toISOString()).split(' ')
  return formatInstant(new Date(now).toISOString()).endsWith(day) ? time : `${time} ${day}`
}
