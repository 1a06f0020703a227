import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '../../composables/useFormat.ts'
import type { ValueKind } from '../../composables/useFormat.ts'
import { formatChange, formatNumber, formatPoints, formatSigned } from '../../format/number.ts'
import type { Language } from '../../format/number.ts'
import type { Cell } from '../../format/table.ts'
import type { Granularity } from '../../view/buckets.ts'
import type { Wording } from './result.ts'

/** Where the words for a dimension's codes are. */
const WORDS: Record<string, string> = {
  product: 'product',
  group: 'group',
  channel: 'channel',
  programme: 'programme',
  objective: 'objective',
  service_level: 'explore.level',
  figure: 'published.figure',
}

export interface Words extends Wording {
  /** A measure's value; up to two decimals where it has any. */
  measure: (kind: ValueKind, value: Cell) => string
  changed: (kind: ValueKind, value: Cell) => string
}

/** Words for what an answer holds, in the language in use. */
export const useWording = (grain: () => Granularity | null): ComputedRef<Words> => {
  const { t, te } = useI18n()
  const format = useFormat()
  return computed(() => {
    const f = format.value
    const language: Language = f.language
    return {
      language,
      bucket: (bucket) => f.bucket(bucket, grain() ?? 'day'),
      value: (dimension, value) => {
        const section = WORDS[dimension]
        if (value === '') return t('explore.blank')
        const key = dimension === 'group' && value === 'all' ? 'explore.everyone' : `${section}.${value}`
        return (section && te(key)) || key === 'explore.everyone' ? t(key) : value
      },
      date: t('explore.date'),
      change: t('explore.change'),
      all: t('explore.all'),
      before: t('compare.before'),
      measure: (kind, value) => {
        if (value === '') return ''
        return kind === 'count' && typeof value === 'number'
          ? formatNumber(value, language, 2)
          : f.value(kind, value)
      },
      changed: (kind, value) => {
        if (value === '') return ''
        // From nothing, or from what is not known, there is no change to tell.
        if (typeof value !== 'number') return '–'
        if (kind === 'ratio') return t('change.points', { value: formatPoints(value, language, 2) })
        return kind === 'score' ? formatSigned(value, language, 2) : formatChange(value, language)
      },
    }
  })
}
