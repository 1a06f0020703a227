import type { Language } from '../../../web/src/format/number.ts'
import type { DayRange } from '../../../web/src/view/day.ts'
import { figureText, inBoth, judged, rangeText, word } from './figure-text.ts'
import { zoneOf, type Judgement, type Measured, type Spoken } from './judgement.ts'
import type { ConditionOf } from '../rules/schema.ts'

/**
 * 1-2-2-4: equals share a rank, the next counts those before it; places without a figure have none. What is a rank by
 * itself stays as it is.
 */
export function ranksOf(
  values: ReadonlyMap<string, number | null>,
  best: 'high' | 'low',
  unit: Spoken['unit'],
): Map<string, number> {
  const sign = best === 'high' ? 1 : -1
  const known = [...values].flatMap(([place, value]) => (value === null ? [] : [{ place, value }]))
  return new Map(
    known.map(({ place, value }) => [
      place,
      unit === 'rank' ? value : 1 + known.filter((other) => sign * (other.value - value) > 0).length,
    ]),
  )
}

export interface Ranked {
  rank: number | null
  /** How many have one. */
  of: number
  range: DayRange
}

/** How far a province has fallen among all, against the period before. */
export function judgeRank(
  { fell_by, margin }: Pick<ConditionOf<'rank'>, 'fell_by' | 'margin'>,
  spoken: Spoken,
  measured: Measured,
  now: Ranked | null,
  before: Ranked | null,
): Judgement {
  const rank = now?.rank ?? null
  const known = { ...measured, value: rank === null ? null : measured.value }
  return judged(known, spoken, now?.range ?? null, (value, range) => {
    const old = before?.rank ?? null
    const fallen = old === null ? 0 : Number(rank) - old
    const shown = (language: Language) => {
      const place = word(language, `hạng ${rank}/${now?.of}`, `rank ${rank} of ${now?.of}`)
      const figure = spoken.unit === 'rank' ? '' : ` (${figureText(value, spoken.unit, language)})`
      return `${spoken.title[language]}: ${place}${figure} ${rangeText(range)}`
    }
    const how = (language: Language) => {
      if (fallen === 0) return word(language, 'giữ hạng', 'the same as')
      const places = Math.abs(fallen)
      return fallen > 0
        ? word(language, `tụt ${places} bậc từ hạng`, `${places} places down from`)
        : word(language, `lên ${places} bậc từ hạng`, `${places} places up from`)
    }
    return {
      zone: old === null ? 'unjudged' : zoneOf(fallen, 'above', fell_by - 1, margin),
      value: rank,
      sentence: inBoth((language) =>
        old === null || before === null
          ? `${shown(language)}; ${word(language, 'kỳ trước không có hạng', 'no rank in the period before')}.`
          : `${shown(language)}, ${how(language)} ${old} ${rangeText(before.range)}.`,
      ),
    }
  })
}
