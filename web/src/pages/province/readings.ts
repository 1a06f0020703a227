/** The sentences of a province's page, computed from the figures. */
import type { Format } from '../../composables/useFormat.ts'
import { formatNumber } from '../../format/number.ts'
import { RATE_STEP } from '../../view/change.ts'
import { isBetter } from './beside.ts'
import type { Beside } from './beside.ts'

export interface ProvinceHeadline {
  place: string
  region: string
  period: string
  onTime: Beside | undefined
  overdue: number | null
}

/** The page in one sentence: the on-time rate beside the country's, the rank, what is overdue. */
export const provinceReading = (format: Format, h: ProvinceHeadline): string => {
  const { t } = format
  const where = { place: h.place, region: h.region, period: h.period }
  const rate = h.onTime?.own ?? null
  if (rate === null && h.overdue === null) return t('province.heading.none', where)
  const national = h.onTime?.national ?? null
  return [
    rate === null
      ? t('province.heading.noRate', where)
      : t('province.heading.rate', { ...where, rate: format.percent(rate, 2) }),
    rate === null || national === null
      ? ''
      : Math.abs(rate - national) < RATE_STEP / 2
        ? t('province.heading.same')
        : t(rate > national ? 'province.heading.above' : 'province.heading.below', {
            difference: t('change.points', {
              value: formatNumber(Math.abs(rate - national) * 100, format.language, 2),
            }),
            national: format.percent(national, 2),
          }),
    h.onTime?.rank == null ? '' : t('province.heading.rank', { rank: h.onTime.rank, of: h.onTime.of }),
    h.overdue === null
      ? ''
      : h.overdue === 0
        ? t('province.heading.noOverdue')
        : t('province.heading.overdue', { count: format.count(h.overdue) }),
  ]
    .filter(Boolean)
    .join(', ')
    .concat('.')
}

/** How many figures are better than the country's, and which is furthest down the ranking. */
export const besideReading = (
  format: Format,
  figures: readonly Beside[],
  nameOf: (figure: Beside) => string,
): string => {
  const judged = figures.filter((figure) => figure.own !== null && figure.national !== null)
  if (judged.length === 0) return ''
  const better = judged.filter((figure) => isBetter(figure) === true).length
  const text = format.t('province.beside.reading', { better, all: judged.length })
  const ranked = figures.flatMap((figure) =>
    figure.rank === null || figure.of < 2
      ? []
      : [{ figure, rank: figure.rank, share: figure.rank / figure.of }],
  )
  const low = ranked.reduce<(typeof ranked)[number] | null>((a, b) => (a && a.share >= b.share ? a : b), null)
  return low
    ? `${text} ${format.t('province.beside.low', { name: nameOf(low.figure), rank: low.rank, of: low.figure.of })}`
    : text
}
