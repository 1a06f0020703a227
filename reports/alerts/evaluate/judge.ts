import { addDays, type Day, type DayRange } from '../../../web/src/view/day.ts'
import { stateOf, type ReportParts } from '../../compose/compose.ts'
import { createModel, type Model } from '../../compose/composing.ts'
import { COUNTRY } from '../../schedule/recipients.ts'
import { judgeAnomaly } from './anomaly.ts'
import { judgeChange } from './change.ts'
import { judgeForecast } from './forecast.ts'
import { judgeRank, ranksOf } from './rank.ts'
import { judgeStale } from './stale.ts'
import { judgeThreshold } from './threshold.ts'
import { askFiguresFor, type AskFigures, type FigureRow } from './figures.ts'
import type { Judgement, Measured } from './judgement.ts'
import { spokenOf } from './names.ts'
import { sameWeekdays, weeksTo, windowAt, windowBefore } from './ranges.ts'
import type { AlertRule, ConditionOf, MetricCondition } from '../rules/schema.ts'
import { limitOn, type Watching } from './watching.ts'

/** What every alert of a rule looks like now, by the place or dataset it is about. */
export async function judgeRule(
  rule: AlertRule,
  parts: Pick<ReportParts, 'cube' | 'provinces'>,
  watching: Watching,
): Promise<Map<string, Judgement>> {
  const { condition } = rule
  if (condition.kind === 'stale') return judgeDatasets(condition, watching)
  const places = rule.scope === 'national' ? [COUNTRY] : [...parts.provinces.keys()]
  const model = createModel(await parts.cube.describe(measuresOf(condition), DESCRIBING))
  const ask = askFiguresFor(rule, parts.cube, [...parts.provinces.keys()])
  const newest = stateOf(watching.states, condition.measure.split('.')[0] ?? '')?.as_of ?? null
  const judge = await judgeOf({ condition, ask, model, watching, places }, newest)
  return new Map(places.map((place) => [place, judge(place)]))
}

/** Definitions are the same for everyone. */
const DESCRIBING = { name: 'alerts', role: 'service', provinces: 'all' } as const

const measuresOf = ({ measure, of, min_count }: MetricCondition): string[] => [
  ...new Set([measure, of, min_count?.measure].filter((member) => member !== undefined)),
]

/** The figure a rule is about; a share of nothing is no figure. */
function valueIn({ measure, of }: MetricCondition, row: FigureRow | undefined): number | null {
  const value = row?.values[measure] ?? null
  if (of === undefined || value === null) return value
  const whole = row?.values[of] ?? 0
  return whole === 0 ? null : value / whole
}

interface Judging<C extends MetricCondition = MetricCondition> {
  condition: C
  ask: AskFigures
  model: Model
  watching: Watching
  places: readonly string[]
}
type JudgeOf = (place: string) => Judgement

/** Asks what the condition needs of all places at once. @returns what it says of each. */
function judgeOf(judging: Judging, newest: Day | null): Promise<JudgeOf> {
  const { condition } = judging
  switch (condition.kind) {
    case 'threshold':
      return byThreshold({ ...judging, condition }, newest)
    case 'change':
      return byChange({ ...judging, condition }, newest)
    case 'rank':
      return byRank({ ...judging, condition }, newest)
    case 'forecast':
      return byForecast({ ...judging, condition }, newest)
    case 'anomaly':
      return byAnomaly({ ...judging, condition }, newest)
  }
}

async function byThreshold(judging: Judging<ConditionOf<'threshold'>>, newest: Day | null): Promise<JudgeOf> {
  const { condition, watching, model } = judging
  const range = newest === null ? null : windowAt(condition.window, newest)
  const rows = await rowsOf(judging, range)
  const limit = limitOn(condition.limit, watching.thresholds, range?.to ?? LATEST)
  const spoken = spokenOf(model, condition)
  return (place) => judgeThreshold(condition, limit, spoken, measuredIn(judging, rows.get(place)), range)
}

async function byChange(judging: Judging<ConditionOf<'change'>>, newest: Day | null): Promise<JudgeOf> {
  const { condition, model } = judging
  // The newest day may not be whole yet.
  const last = newest === null ? null : addDays(newest, -1)
  const range = last === null ? null : windowAt(condition.window, last)
  const old = last === null ? null : windowBefore(condition.window, last, condition.against)
  const [rows, before] = [await rowsOf(judging, range), await rowsOf(judging, old)]
  const spoken = spokenOf(model, condition)
  return (place) => {
    const value = valueIn(condition, before.get(place)?.[0])
    const compared = old === null ? null : { range: old, value }
    return judgeChange(condition, spoken, measuredIn(judging, rows.get(place)), range, compared)
  }
}

async function byRank(judging: Judging<ConditionOf<'rank'>>, newest: Day | null): Promise<JudgeOf> {
  const { condition, places, model } = judging
  const range = newest === null ? null : windowAt(condition.window, newest)
  const old = newest === null ? null : windowBefore(condition.window, newest)
  const spoken = spokenOf(model, condition)
  const ranked = async (days: DayRange | null) => {
    const rows = await rowsOf(judging, days)
    const values = new Map(places.map((place) => [place, valueIn(condition, rows.get(place)?.[0])]))
    return { rows, ranks: ranksOf(values, condition.best, spoken.unit) }
  }
  const [now, before] = [await ranked(range), await ranked(old)]
  const rankIn = (ranks: ReadonlyMap<string, number>, place: string, days: DayRange | null) =>
    days === null ? null : { rank: ranks.get(place) ?? null, of: ranks.size, range: days }
  return (place) =>
    judgeRank(
      condition,
      spoken,
      measuredIn(judging, now.rows.get(place)),
      rankIn(now.ranks, place, range),
      rankIn(before.ranks, place, old),
    )
}

async function byForecast(judging: Judging<ConditionOf<'forecast'>>, newest: Day | null): Promise<JudgeOf> {
  const { condition, watching, model } = judging
  const range = newest === null ? null : weeksTo(newest, condition.weeks)
  const rows = await rowsOf(judging, range, 'week')
  const target = limitOn(condition.target, watching.thresholds, range?.to ?? LATEST)
  const spoken = spokenOf(model, condition)
  return (place) => {
    const points = (rows.get(place) ?? []).flatMap((row) => {
      const { day } = row
      const value = valueIn(condition, row)
      if (value === null || day === null || range === null) return []
      // The end of the week, or of the data.
      const end = addDays(day, 6)
      return [{ day: end < range.to ? end : range.to, value }]
    })
    const latest = rows.get(place)?.slice(-1)
    return judgeForecast(condition, target, spoken, measuredIn(judging, latest), points)
  }
}

async function byAnomaly(judging: Judging<ConditionOf<'anomaly'>>, newest: Day | null): Promise<JudgeOf> {
  const { condition, watching, model } = judging
  // The newest day may not be whole yet.
  const day = newest === null ? LATEST : addDays(newest, -1)
  const before = sameWeekdays(day, condition.weeks)
  const range = newest === null ? null : { from: before[0] ?? day, to: day }
  const rows = await rowsOf(judging, range, 'day')
  const spoken = spokenOf(model, condition)
  return (place) => {
    const values = new Map(rows.get(place)?.map((row) => [row.day, valueIn(condition, row)]))
    const history = before.filter((one) => !watching.special.has(one)).flatMap((one) => values.get(one) ?? [])
    const judged = { day, value: values.get(day) ?? null, special: watching.special.has(day) }
    return judgeAnomaly(condition, spoken, judged, history)
  }
}

/** Where there is no data at all, thresholds are those of the latest rule. */
const LATEST: Day = '9999-12-31'

const rowsOf = async (
  { condition, ask }: Judging,
  range: DayRange | null,
  step?: 'day' | 'week',
): Promise<Map<string, FigureRow[]>> =>
  range === null
    ? new Map()
    : ask({
        measures: measuresOf(condition),
        filters: condition.filters,
        range,
        ...(step === undefined ? {} : { step }),
      })

function measuredIn({ condition, model }: Judging, rows: readonly FigureRow[] | undefined): Measured {
  const [row] = rows ?? []
  const value = valueIn(condition, row)
  const least = condition.min_count
  if (least === undefined) return { value }
  const count = row?.values[least.measure] ?? null
  return { value, count: { value: count, at_least: least.at_least, title: model.of(least.measure).title } }
}

function judgeDatasets(condition: ConditionOf<'stale'>, { states, now }: Watching): Map<string, Judgement> {
  const watched = states.filter(({ dataset, rhythm_days }) =>
    condition.datasets.length > 0 ? condition.datasets.includes(dataset) : rhythm_days > 0,
  )
  return new Map(watched.map((state) => [state.dataset, judgeStale(condition, state, now)]))
}
