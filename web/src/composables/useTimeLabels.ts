import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import type { Scope } from '../view/scope.ts'
import type { Timeline } from '../view/series.ts'
import { useFormat } from './useFormat.ts'

export interface TimeLabels {
  /** Short, for an axis. */
  labels: string[]
  /** Said in a tooltip where a bucket is not whole. */
  notes: (string | undefined)[]
  /** For a table: the label, and that it is not whole. */
  full: string[]
}

/** Names of a timeline's buckets. */
export const useTimeLabels = (timeline: () => Timeline, scope: () => Scope): ComputedRef<TimeLabels> => {
  const format = useFormat()
  return computed(() => {
    const { granularity } = scope().trend
    const buckets = timeline().buckets
    const labels = buckets.map((bucket) => format.value.bucket(bucket, granularity))
    const notes = buckets.map((bucket) =>
      bucket.partial
        ? format.value.t('period.bucketPartial', { range: format.value.range(bucket.range) })
        : undefined,
    )
    return { labels, notes, full: labels.map((label, i) => (notes[i] ? `${label} (${notes[i]})` : label)) }
  })
}
