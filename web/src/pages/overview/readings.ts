/** The overview's sentences, computed from the figures. */
import type { Format, ValueKind } from '../../composables/useFormat.ts'
import type { Sense } from '../../view/change.ts'
import type { Standing } from '../../view/ranking.ts'
import { ranked } from '../../view/ranking.ts'

const show = (format: Format, kind: ValueKind, value: number): string =>
  kind === 'ratio' ? format.percent(value, 2) : format.count(value)

export interface Headline {
  place: string
  period: string
  received: number | null
  onTime: number | null
  overdue: number | null
  worst: { name: string; overdue: number } | null
}

/** The page in one sentence, for someone with thirty seconds. */
export const headlineReading = (format: Format, h: Headline): string => {
  if (h.received === null && h.overdue === null)
    return format.t('overview.headline.none', { place: h.place, period: h.period })
  return [
    format.t('overview.headline.received', {
      place: h.place,
      period: h.period,
      count: format.count(h.received),
    }),
    h.onTime === null
      ? format.t('overview.headline.noRate')
      : format.t('overview.headline.onTime', { rate: format.percent(h.onTime, 2) }),
    h.overdue === null
      ? ''
      : h.overdue === 0
        ? format.t('overview.headline.noOverdue')
        : h.worst
          ? format.t('overview.headline.overdueWorst', {
              count: format.count(h.overdue),
              name: h.worst.name,
              most: format.count(h.worst.overdue),
            })
          : format.t('overview.headline.overdue', { count: format.count(h.overdue) }),
  ]
    .filter(Boolean)
    .join(' ')
}

/** Extremes of a map: highest and lowest province, and how many have data. */
export const mapReading = (
  format: Format,
  name: string,
  standings: readonly Standing[],
  kind: ValueKind,
  goodWhen: Sense,
  units: number,
): string => {
  const order = ranked(standings, goodWhen)
  const first = order[0]
  const last = order.at(-1)
  if (!first || !last) return ''
  const key = goodWhen === 'neutral' ? 'overview.map.readingNeutral' : 'overview.map.reading'
  const text = format.t(key, {
    name,
    best: first.name,
    bestValue: show(format, kind, first.value),
    worst: last.name,
    worstValue: show(format, kind, last.value),
  })
  const missing = units - standings.length
  return missing > 0 ? `${text} ${format.t('overview.map.missing', { count: missing })}` : text
}
