/**
 * The periods of reports. `reporting` periods run from the 15th to the 14th and are named by the month they end in, so the first
 * quarter of 2022 is 15/12/2021 to 14/03/2022.
 */
import { addDays, dayOf, isDay, mondayOf, type Day, type DayRange } from '../../web/src/view/day.ts'

export const SYSTEMS = ['calendar', 'reporting'] as const
export const BANDS = ['day', 'week', 'month', 'quarter', 'half', 'year'] as const

export interface PeriodRule {
  system: (typeof SYSTEMS)[number]
  kind: (typeof BANDS)[number]
}

export interface ReportPeriod extends PeriodRule, DayRange {
  /** `2022-04-18`, `2022-W12`, `2022-03`, `2022-Q1`, `2022-H1`, `2022`. */
  word: string
}

const MONTHS = { month: 1, quarter: 3, half: 6, year: 12 } as const

/** How each kind is written, for messages. */
const EXAMPLE: Record<PeriodRule['kind'], string> = {
  day: '2022-04-18',
  week: '2022-W12',
  month: '2022-03',
  quarter: '2022-Q1',
  half: '2022-H1',
  year: '2022',
}

/** A word that names no period; the message names the fix. */
export class PeriodError extends Error {
  override name = 'PeriodError'
}

/** @throws PeriodError when the word is not a period of the rule's kind. */
export function readPeriod(word: string, rule: PeriodRule): ReportPeriod {
  const read = parse(word, rule)
  if (read?.word === word) return read
  throw new PeriodError(
    `"${word}" is not a ${rule.kind} of this report: write it as ${EXAMPLE[rule.kind]}, for instance`,
  )
}

function parse(word: string, rule: PeriodRule): ReportPeriod | null {
  if (rule.kind === 'day') return isDay(word) ? periodAt(word, rule) : null
  const match = /^(\d{4})(?:-(Q|H|W)?(\d{1,2}))?$/.exec(word)
  if (!match) return null
  const [year, index] = [Number(match[1]), Number(match[3] ?? 1)]
  if (rule.kind === 'week') return periodAt(addDays(firstMonday(year), 7 * (index - 1)), rule)
  return ofMonths(year, index, rule)
}

/** The period that a day is in. */
export function periodAt(day: Day, rule: PeriodRule): ReportPeriod {
  if (rule.kind === 'day') return { ...rule, from: day, to: day, word: day }
  if (rule.kind === 'week') {
    const from = mondayOf(day)
    // A week belongs to the year its Thursday is in (ISO 8601).
    const year = Number(addDays(from, 3).slice(0, 4))
    const index = (Date.parse(from) - Date.parse(firstMonday(year))) / (7 * 86_400_000) + 1
    return { ...rule, from, to: addDays(from, 6), word: `${year}-W${String(index).padStart(2, '0')}` }
  }
  // From the 15th on, a day belongs to the reporting month of the month after.
  const ahead = rule.system === 'reporting' && Number(day.slice(8)) >= 15
  const named = ahead ? addDays(day, 17) : day
  return ofMonths(Number(named.slice(0, 4)), Math.ceil(Number(named.slice(5, 7)) / MONTHS[rule.kind]), rule)
}

/** The last period that was over before a day began: what a report planned for that day is about. */
export const lastComplete = (day: Day, rule: PeriodRule): ReportPeriod =>
  periodAt(addDays(periodAt(day, rule).from, -1), rule)

export const previousPeriod = (period: ReportPeriod): ReportPeriod => lastComplete(period.from, period)

/** The period of the same name one year before; of a day or a week the one 52 weeks before. */
export const lastYear = (period: ReportPeriod): ReportPeriod =>
  period.kind === 'day' || period.kind === 'week'
    ? periodAt(addDays(period.from, -364), period)
    : readPeriod(`${Number(period.word.slice(0, 4)) - 1}${period.word.slice(4)}`, period)

/** The ministry's day at an instant. */
export const dayAt = (instant: Date): Day =>
  new Date(instant.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)

const firstMonday = (year: number): Day => mondayOf(dayOf(year, 1, 4))

function ofMonths(year: number, index: number, rule: PeriodRule): ReportPeriod {
  const kind = rule.kind as keyof typeof MONTHS
  const count = MONTHS[kind]
  const first = (index - 1) * count + 1
  const range =
    rule.system === 'reporting'
      ? { from: dayOf(year, first - 1, 15), to: dayOf(year, first + count - 1, 14) }
      : { from: dayOf(year, first, 1), to: dayOf(year, first + count, 0) }
  const suffix = {
    month: `-${String(index).padStart(2, '0')}`,
    quarter: `-Q${index}`,
    half: `-H${index}`,
    year: '',
  }
  const valid = index >= 1 && index <= 12 / count
  return { ...rule, ...range, word: valid ? `${year}${suffix[kind]}` : '' }
}
