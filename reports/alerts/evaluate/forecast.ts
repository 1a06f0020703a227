import { formatDay, type Language } from '../../../web/src/format/number.ts'
import { dayOf, spanOf, yearOf, type Day } from '../../../web/src/view/day.ts'
import { differenceText, figureText, inBoth, judged, word } from './figure-text.ts'
import { zoneOf, type Judgement, type Measured, type Spoken } from './judgement.ts'
import type { ConditionOf } from '../rules/schema.ts'

export interface Point {
  day: Day
  value: number
}

/** Fewer weeks with a figure tell no direction. */
const FEWEST = 4

/** The line of least squares through points: its value at a day, and how much it rises in a week. null: there is none. */
export function lineOf(points: readonly Point[]): { at: (day: Day) => number; perWeek: number } | null {
  const [first] = points
  if (first === undefined || points.length < FEWEST) return null
  const x = ({ day }: { day: Day }) => spanOf(first.day, day) - 1
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length
  const [middle, height] = [mean(points.map(x)), mean(points.map(({ value }) => value))]
  const spread = points.reduce((sum, point) => sum + (x(point) - middle) ** 2, 0)
  if (spread === 0) return null
  const slope = points.reduce((sum, point) => sum + (x(point) - middle) * (point.value - height), 0) / spread
  return { at: (day) => height + slope * (x({ day }) - middle), perWeek: slope * 7 }
}

/** The day a forecast is for, seen from the data's last day. */
export const deadlineOf = ({ deadline }: Pick<ConditionOf<'forecast'>, 'deadline'>, asOf: Day): Day =>
  deadline === 'year_end' ? dayOf(yearOf(asOf), 12, 31) : deadline

/** Where the last weeks, drawn on in a straight line, lead by the deadline; after it, where the figure then was. */
export function judgeForecast(
  condition: Pick<ConditionOf<'forecast'>, 'deadline' | 'margin'>,
  target: number,
  spoken: Spoken,
  measured: Measured,
  points: readonly Point[],
): Judgement {
  const end = points.at(-1)?.day
  return judged(
    measured,
    spoken,
    end === undefined ? null : { from: end, to: end },
    (value, { to: last }) => {
      const line = lineOf(points)
      const text = (figure: number, language: Language) => figureText(figure, spoken.unit, language)
      const shown = (language: Language) =>
        `${spoken.title[language]}: ${text(value, language)} ${word(language, 'ngày', 'on')} ${formatDay(last)}`
      if (line === null) {
        const sentence = inBoth(
          (language) =>
            `${shown(language)}; ${word(language, `chưa đủ ${FEWEST} tuần có số để dự báo`, `fewer than ${FEWEST} weeks with a figure to forecast from`)}.`,
        )
        return { zone: 'unjudged', value, sentence }
      }
      const deadline = deadlineOf(condition, last)
      const projected = deadline <= last ? value : line.at(deadline)
      const zone = zoneOf(projected, 'below', target, condition.margin)
      return {
        zone,
        value: projected,
        sentence: inBoth((language) => {
          const perWeek = differenceText(line.perWeek, spoken.unit, language)
          const [led, aim] = [text(projected, language), text(target, language)]
          const way = word(
            language,
            `theo đường thẳng qua ${points.length} tuần gần nhất (${perWeek} mỗi tuần) thì đến ${formatDay(deadline)} đạt ${led}`,
            `the straight line through the last ${points.length} weeks (${perWeek} a week) leads to ${led} on ${formatDay(deadline)}`,
          )
          const against =
            zone === 'beyond'
              ? word(language, `thấp hơn mục tiêu ${aim}`, `below the target of ${aim}`)
              : word(language, `đạt mục tiêu ${aim}`, `which reaches the target of ${aim}`)
          return `${shown(language)}; ${way}, ${against}.`
        }),
      }
    },
  )
}
