import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Bucket, Granularity } from '../view/buckets.ts'
import type { DayRange } from '../view/day.ts'
import type { Period } from '../view/period.ts'
import {
  formatChange,
  formatDay,
  formatDayShort,
  formatNumber,
  formatPercent,
  formatPoints,
  formatShort,
  formatSigned,
} from '../format/number.ts'
import type { Language } from '../format/number.ts'

export type Translate = (key: string, params?: Record<string, unknown>) => string
export type ValueKind = 'count' | 'ratio' | 'days' | 'score' | 'text' | 'day'

/** Everything that turns values into words of the reader's language. Null is said, never shown as zero. */
export interface Format {
  language: Language
  t: Translate
  count: (value: number | null) => string
  short: (value: number | null) => string
  percent: (value: number | null, digits?: number) => string
  /** Points of an index, two decimals. */
  score: (value: number | null) => string
  value: (kind: ValueKind, value: string | number | null) => string
  change: (kind: ValueKind, now: number, before: number) => string
  period: (period: Period) => string
  /** The same within a sentence: Vietnamese writes it small there. */
  periodInline: (period: Period) => string
  range: (range: DayRange) => string
  bucket: (bucket: Bucket, granularity: Granularity) => string
}

const monthName = (month: number, language: Language): string =>
  new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', { month: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2024, month - 1, 1),
  )

export const createFormat = (language: Language, t: Translate): Format => {
  const none = (): string => t('common.noData')
  const format: Format = {
    language,
    t,
    count: (value) => (value === null ? none() : formatNumber(value, language)),
    short: (value) => (value === null ? none() : formatShort(value, language)),
    percent: (value, digits) => (value === null ? none() : formatPercent(value, language, digits)),
    score: (value) => (value === null ? none() : formatNumber(value, language, 2)),
    value: (kind, value) => {
      if (value === null || value === '') return kind === 'text' ? '' : none()
      if (kind === 'day') return formatDay(String(value))
      if (typeof value !== 'number') return value
      if (kind === 'ratio') return formatPercent(value, language, 2)
      return formatNumber(value, language, kind === 'score' ? 2 : kind === 'days' ? 1 : 0)
    },
    change: (kind, now, before) => {
      if (kind === 'ratio') return t('change.points', { value: formatPoints(now - before, language, 2) })
      if (kind === 'score') return t('change.score', { value: formatSigned(now - before, language, 2) })
      if (before === 0) return t('change.by', { value: (now > 0 ? '+' : '') + formatNumber(now, language) })
      return formatChange((now - before) / before, language)
    },
    period: (period) => {
      switch (period.kind) {
        case 'range':
          return format.range(period)
        case 'month':
        case 'reporting_month':
          return t(`period.${period.kind}`, {
            month: String(period.month).padStart(2, '0'),
            name: monthName(period.month, language),
            year: period.year,
          })
        case 'quarter':
        case 'reporting_quarter':
          return t(`period.${period.kind}`, { quarter: period.quarter, year: period.year })
        case 'half':
          return t(`period.half_${period.half}`, { year: period.year })
        case 'year':
        case 'reporting_year':
          return t(`period.${period.kind}`, { year: period.year })
      }
    },
    periodInline: (period) => {
      const text = format.period(period)
      return language === 'vi' ? text.charAt(0).toLowerCase() + text.slice(1) : text
    },
    range: ({ from, to }) => `${formatDay(from)}–${formatDay(to)}`,
    bucket: (bucket, granularity) => {
      const { start, range } = bucket
      const year = Number(start.slice(0, 4))
      const month = Number(start.slice(5, 7))
      // A reporting bucket is named after the month it ends in.
      const named = month === 12 ? { month: 1, year: year + 1 } : { month: month + 1, year }
      switch (granularity) {
        case 'day':
          return formatDayShort(start)
        case 'week':
          return range.from === range.to
            ? formatDayShort(range.from)
            : `${formatDayShort(range.from)}–${formatDayShort(range.to)}`
        case 'month':
          return `${String(month).padStart(2, '0')}/${year}`
        case 'reporting_month':
          return `${t('period.reportingMark')} ${String(named.month).padStart(2, '0')}/${named.year}`
        case 'quarter':
          return t('period.quarterShort', { quarter: Math.ceil(month / 3), year })
        case 'reporting_quarter':
          return `${t('period.reportingMark')} ${t('period.quarterShort', { quarter: Math.ceil(named.month / 3), year: named.year })}`
        case 'year':
          return String(year)
        case 'reporting_year':
          return `${t('period.reportingMark')} ${named.year}`
      }
    },
  }
  return format
}

/** The format of the language in use; recomputed when it changes. */
export const useFormat = (): ComputedRef<Format> => {
  const { t, locale } = useI18n()
  return computed(() => createFormat(locale.value as Language, (key, params) => t(key, params ?? {})))
}
