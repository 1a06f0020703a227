/** Sentences that every page has. */
import type { Format } from '../composables/useFormat.ts'
import type { Extent } from '../view/compare.ts'
import type { Scope } from '../view/scope.ts'

/** That a period is not over, and how it is compared; empty for a whole one. */
export const partialReading = (format: Format, extent: Extent, compared: boolean): string => {
  if (!extent.partial) return ''
  if (!extent.range) return format.t('period.notBegun')
  return format.t(compared ? 'period.partialCompared' : 'period.partial', {
    range: format.range(extent.range),
    days: extent.days,
    of: extent.of,
  })
}

/** What a change is measured against, in words; says so where both sides are cut to the same days. */
export const changeNote = (format: Format, scope: Scope, hasChange: boolean): string => {
  if (!scope.comparison) return ''
  if (!hasChange) return format.t('change.none')
  const against = scope.comparison.cut
    ? format.range(scope.comparison.range)
    : format.periodInline(scope.comparison.period)
  return format.t('change.against', { period: against })
}
