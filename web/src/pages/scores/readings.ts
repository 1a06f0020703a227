/** The sentences of the index 766 page, computed from the figures. */
import type { Format } from '../../composables/useFormat.ts'
import type { Criterion } from './catalogue.ts'

/** Changes below this are shown as none: scores have two decimals. */
export const SCORE_STEP = 0.01

export interface IndexFigures {
  place: string
  period: string
  score: number | null
  /** Name of the band; empty where there is none. */
  band: string
  /** Of a province, with how many places are ranked. */
  rank: number | null
  ranked: number
  change: { before: number; period: string } | null
}

/** The page in one sentence. */
export const indexReading = (format: Format, i: IndexFigures): string => {
  const where = { place: i.place, period: i.period }
  if (i.score === null) return format.t('scores.headingNone', where)
  const parts = [
    format.t('scores.heading', { ...where, score: format.score(i.score) }),
    i.band ? format.t('scores.headingBand', { band: i.band }) : '',
    i.rank === null ? '' : format.t('scores.headingRank', { rank: i.rank, all: i.ranked }),
    i.change
      ? format.t('scores.headingChange', {
          change: format.change('score', i.score, i.change.before),
          period: i.change.period,
        })
      : '',
  ]
  return `${parts.filter(Boolean).join(', ')}.`
}

export interface GroupScore {
  code: string
  name: string
  points: number | null
  /** Of the criteria with figures, and of all that apply. */
  max: number | null
  applicable: number | null
  score: number | null
  before: number | null
}

/** The best and the weakest group, and where most points are lost. */
export const groupsReading = (format: Format, groups: readonly GroupScore[]): string => {
  const known = groups.flatMap((g) =>
    g.score === null || g.points === null || g.max === null
      ? []
      : [{ name: g.name, score: g.score, lost: g.max - g.points }],
  )
  if (known.length < 2) return ''
  const best = known.reduce((a, b) => (b.score > a.score ? b : a))
  const weak = known.reduce((a, b) => (b.score < a.score ? b : a))
  const lost = known.reduce((a, b) => (b.lost > a.lost ? b : a))
  return format.t('scores.groups.reading', {
    best: best.name,
    bestShare: format.percent(best.score / 100),
    weak: weak.name,
    weakShare: format.percent(weak.score / 100),
    lost: lost.name,
    points: format.score(lost.lost),
  })
}

export interface Placing {
  code: string
  name: string
  rank: number | null
  score: number | null
  band: string
  before: number | null
  rankBefore: number | null
  assessed: number | null
}

/** Ranked places first, by rank; then those with a score and too little assessed; then those without data. */
export const inOrder = (placings: readonly Placing[]): Placing[] =>
  [...placings].sort(
    (a, b) =>
      (a.rank ?? 1e9) - (b.rank ?? 1e9) ||
      (b.score ?? -1) - (a.score ?? -1) ||
      a.name.localeCompare(b.name, 'vi'),
  )

/** First, last and the largest move of the ranking. */
export const rankingReading = (format: Format, placings: readonly Placing[]): string => {
  const order = inOrder(placings).filter((p) => p.rank !== null)
  const [first] = order
  const last = order.at(-1)
  if (!first || !last || first === last) return ''
  const moved = order.flatMap((p) =>
    p.score === null || p.before === null ? [] : [{ ...p, score: p.score, before: p.before }],
  )
  const mover = moved.reduce<(typeof moved)[number] | null>(
    (a, b) => (a && Math.abs(a.score - a.before) >= Math.abs(b.score - b.before) ? a : b),
    null,
  )
  const text = format.t('scores.ranking.reading', {
    first: first.name,
    firstScore: format.score(first.score),
    last: last.name,
    lastScore: format.score(last.score),
  })
  return mover && Math.abs(mover.score - mover.before) >= SCORE_STEP
    ? `${text} ${format.t('scores.ranking.mover', { name: mover.name, change: format.change('score', mover.score, mover.before) })}`
    : text
}

export interface CriterionScore {
  criterion: Criterion
  points: number | null
  numerator: number | null
  denominator: number | null
  ratio: number | null
  state: 'assessed' | 'not_applicable' | 'not_reported'
  origin: string
  flags: string[]
}

/** How many criteria have figures, and which costs most points. */
export const criteriaReading = (format: Format, rows: readonly CriterionScore[]): string => {
  if (rows.length === 0) return ''
  const count = (state: CriterionScore['state']): number => rows.filter((row) => row.state === state).length
  const losing = rows
    .flatMap((row) =>
      row.points === null
        ? []
        : [{ name: row.criterion.name, lost: (row.criterion.max_points ?? 0) - row.points }],
    )
    .sort((a, b) => b.lost - a.lost)[0]
  const parts = [
    format.t('scores.criteria.reading', { assessed: count('assessed'), all: rows.length }),
    count('not_reported') ? format.t('scores.criteria.missing', { count: count('not_reported') }) : '',
    count('not_applicable')
      ? format.t('scores.criteria.notApplicable', { count: count('not_applicable') })
      : '',
  ]
  const text = `${parts.filter(Boolean).join(', ')}.`
  return losing && losing.lost >= SCORE_STEP
    ? `${text} ${format.t('scores.criteria.losing', { name: losing.name, points: format.score(losing.lost) })}`
    : text
}
