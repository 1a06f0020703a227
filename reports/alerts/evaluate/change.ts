import { formatPercent, type Language } from '../../../web/src/format/number.ts'
import type { DayRange } from '../../../web/src/view/day.ts'
import { differenceText, figureText, inBoth, judged, rangeText, word } from './figure-text.ts'
import { zoneOf, type Judgement, type Measured, type Spoken } from './judgement.ts'
import type { ConditionOf } from '../rules/schema.ts'

export interface Compared {
  range: DayRange
  value: number | null
}

/** A figure against that of the days it is compared with: a count by its share, a rate or points by the difference. */
export function judgeChange(
  { direction, by, margin }: Pick<ConditionOf<'change'>, 'direction' | 'by' | 'margin'>,
  spoken: Spoken,
  measured: Measured,
  range: DayRange | null,
  before: Compared | null,
): Judgement {
  return judged(measured, spoken, range, (value, days) => {
    const shown = (language: Language) =>
      `${spoken.title[language]}: ${figureText(value, spoken.unit, language)} ${rangeText(days)}`
    const relative = spoken.unit === 'count'
    if (before === null || before.value === null || (relative && before.value === 0)) {
      const sentence = inBoth(
        (language) =>
          `${shown(language)}; ${word(language, 'chưa so sánh được, vì trước đó không có số', 'not compared, for there is nothing before it')}.`,
      )
      return { zone: 'unjudged', value, sentence }
    }
    const old = before.value
    const moved = relative ? (value - old) / old : value - old
    const size = (language: Language) =>
      relative
        ? formatPercent(Math.abs(moved), language, 1)
        : differenceText(Math.abs(moved), spoken.unit, language).replace('+', '')
    const how = (language: Language) => {
      if (moved === 0) return word(language, 'bằng', 'the same as')
      return moved < 0
        ? word(language, `giảm ${size('vi')} so với`, `${size('en')} less than`)
        : word(language, `tăng ${size('vi')} so với`, `${size('en')} more than`)
    }
    return {
      zone: zoneOf(direction === 'fall' ? -moved : moved, 'above', by, margin),
      value,
      sentence: inBoth((language) => {
        const then = `${figureText(old, spoken.unit, language)} ${rangeText(before.range)}`
        return `${shown(language)}, ${how(language)} ${then}.`
      }),
    }
  })
}
