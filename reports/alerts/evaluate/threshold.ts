import type { DayRange } from '../../../web/src/view/day.ts'
import { figureText, inBoth, judged, rangeText, word } from './figure-text.ts'
import { zoneOf, type Judgement, type Measured, type Spoken } from './judgement.ts'
import type { ConditionOf } from '../rules/schema.ts'

/** A figure against a limit. */
export function judgeThreshold(
  { side, margin }: Pick<ConditionOf<'threshold'>, 'side' | 'margin'>,
  limit: number,
  spoken: Spoken,
  measured: Measured,
  range: DayRange | null,
): Judgement {
  return judged(measured, spoken, range, (value, days) => {
    const zone = zoneOf(value, side, limit, margin)
    return {
      zone,
      value,
      sentence: inBoth((language) => {
        const shown = `${spoken.title[language]}: ${figureText(value, spoken.unit, language)} ${rangeText(days)}`
        const bound = figureText(limit, spoken.unit, language)
        const beyond =
          side === 'above'
            ? word(language, `vượt ngưỡng ${bound}`, `above the limit of ${bound}`)
            : word(language, `dưới ngưỡng ${bound}`, `below the limit of ${bound}`)
        const within = word(language, `trong ngưỡng ${bound}`, `within the limit of ${bound}`)
        return `${shown}, ${zone === 'beyond' ? beyond : within}.`
      }),
    }
  })
}
