/** The sentences of the on-time page, computed from the figures. */
import type { Format } from '../../composables/useFormat.ts'

export interface Point {
  label: string
  value: number | null
}

const known = (points: readonly Point[]): { label: string; value: number }[] =>
  points.flatMap((p) => (p.value === null ? [] : [{ label: p.label, value: p.value }]))

/** First to last, highest and lowest of a line of rates. */
export const trendReading = (format: Format, points: readonly Point[]): string => {
  const all = known(points)
  const last = all.at(-1)
  const first = all[0]
  if (!first || !last) return ''
  const low = all.reduce((a, b) => (b.value < a.value ? b : a))
  return format.t('onTime.trend.reading', {
    last: format.percent(last.value, 2),
    lastLabel: last.label,
    change: format.change('ratio', last.value, first.value),
    firstLabel: first.label,
    low: format.percent(low.value, 2),
    lowLabel: low.label,
  })
}

/** Shares of early, on time and late among what was resolved. */
export const outcomeReading = (
  format: Format,
  early: number | null,
  onTime: number | null,
  late: number | null,
): string => {
  if (early === null || onTime === null || late === null) return ''
  const all = early + onTime + late
  if (all === 0) return format.t('onTime.outcome.none')
  return format.t('onTime.outcome.reading', {
    all: format.count(all),
    early: format.percent(early / all),
    onTime: format.percent(onTime / all),
    late: format.percent(late / all, 2),
    lateCount: format.count(late),
  })
}

/** Backlog at the end and what of it is overdue, against the first bucket. */
export const backlogReading = (
  format: Format,
  inTime: readonly Point[],
  overdue: readonly Point[],
): string => {
  const last = known(overdue).at(-1)
  const first = known(overdue)[0]
  const waiting = known(inTime).at(-1)
  if (!last || !first || !waiting) return ''
  const all = last.value + waiting.value
  return format.t('onTime.backlog.reading', {
    all: format.count(all),
    overdue: format.count(last.value),
    share: all ? format.percent(last.value / all, 2) : format.t('common.noData'),
    change: format.change('count', last.value, first.value),
    firstLabel: first.label,
  })
}

/** Lowest rate of a breakdown, among what has enough dossiers to say something. */
export const breakdownReading = (
  format: Format,
  rows: readonly { name: string; resolved: number; rate: number | null }[],
): string => {
  const total = rows.reduce((sum, row) => sum + row.resolved, 0)
  const telling = rows.filter((row) => row.rate !== null && row.resolved >= Math.max(30, total * 0.002))
  const low = telling.reduce<(typeof telling)[number] | null>(
    (a, b) => (a && (a.rate ?? 1) <= (b.rate ?? 1) ? a : b),
    null,
  )
  const most = rows[0]
  if (!low || low.rate === null || !most) return ''
  return format.t('onTime.breakdown.reading', {
    most: most.name,
    share: format.percent(total ? most.resolved / total : 0),
    low: low.name,
    rate: format.percent(low.rate, 2),
  })
}
