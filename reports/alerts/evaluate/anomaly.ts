import { formatDay } from '../../../web/src/format/number.ts'
import type { Day } from '../../../web/src/view/day.ts'
import { figureText, inBoth, word } from './figure-text.ts'
import { zoneOf, type Judgement, type Spoken } from './judgement.ts'
import type { ConditionOf } from '../rules/schema.ts'

/** So many of the weeks before must have a figure. */
const FEWEST = 5
/** The median distance from the median, times this, is the standard deviation of what is spread normally. */
const TO_DEVIATION = 1.4826

const WEEKDAYS = {
  vi: ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]]
  return sorted.length % 2 === 1 ? high : (low + high) / 2
}

type Rule = Pick<ConditionOf<'anomaly'>, 'side' | 'width' | 'least_width' | 'margin' | 'least_usual'>

/** What is usual: the median, and half the range around it. */
export function usualOf(
  { width, least_width }: Pick<Rule, 'width' | 'least_width'>,
  history: readonly number[],
): { median: number; half: number } {
  const median = medianOf(history)
  const distance = medianOf(history.map((value) => Math.abs(value - median)))
  return { median, half: Math.max(width * TO_DEVIATION * distance, least_width * Math.abs(median)) }
}

/**
 * A day against the same weekday of the weeks before. A day the calendar says is no common one, or with too little to go
 * by, is not judged.
 */
export function judgeAnomaly(
  condition: Rule,
  spoken: Spoken,
  { day, value, special }: { day: Day; value: number | null; special: boolean },
  history: readonly number[],
): Judgement {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  const when = (language: 'vi' | 'en') =>
    word(
      language,
      `${WEEKDAYS.vi[weekday]} ngày ${formatDay(day)}`,
      `on ${WEEKDAYS.en[weekday]}, ${formatDay(day)}`,
    )
  const said = (zone: Judgement['zone'], say: (language: 'vi' | 'en') => string): Judgement => ({
    zone,
    value,
    sentence: inBoth((language) => `${spoken.title[language]}: ${say(language)}.`),
  })
  if (special) {
    return said('unjudged', (language) =>
      word(
        language,
        `không xét ${when('vi')}, ngày nghỉ hoặc làm bù`,
        `${when('en')} is no common working day`,
      ),
    )
  }
  if (value === null)
    return said('no_data', (language) =>
      word(language, `không có dữ liệu ${when('vi')}`, `no data ${when('en')}`),
    )
  if (history.length < FEWEST) {
    return said('unjudged', (language) =>
      word(
        language,
        `chưa đủ ${FEWEST} tuần trước đó có số để so với ${when('vi')}`,
        `fewer than ${FEWEST} weeks before to compare ${when('en')} with`,
      ),
    )
  }
  const { median, half } = usualOf(condition, history)
  const zone = median < condition.least_usual ? 'unjudged' : placeOf(condition, value, median, half)
  return said(zone, (language) => {
    const text = (figure: number) => figureText(figure, spoken.unit, language)
    const whole = spoken.unit === 'count' ? Math.round : (figure: number) => figure
    const [low, high] = [text(whole(Math.max(0, median - half))), text(whole(median + half))]
    return word(
      language,
      `${text(value)} ${when('vi')}; cùng thứ trong ${history.length} tuần trước thường từ ${low} đến ${high} (trung vị ${text(whole(median))})`,
      `${text(value)} ${when('en')}; the same weekday of the ${history.length} weeks before is usually ${low} to ${high} (median ${text(whole(median))})`,
    )
  })
}

function placeOf(
  { side, margin }: Rule,
  value: number,
  median: number,
  half: number,
): 'beyond' | 'between' | 'within' {
  const far = side === 'both' ? Math.abs(value - median) : side === 'above' ? value - median : median - value
  return zoneOf(far, 'above', half, half * margin)
}
