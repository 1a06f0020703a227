/** The chart a question calls for: lines along time, bars for groups, or the figures alone. Pure. */
import type { CubeRow } from '../../api/cube.ts'
import { numberOf } from '../../api/cube.ts'
import type { ValueKind } from '../../composables/useFormat.ts'
import type { Bucket } from '../../view/buckets.ts'
import { asText, beforeOf, bucketsIn, dateKey, keyOf, measuresOf } from './result.ts'
import type { Answer, Wording } from './result.ts'

export interface DrawnSeries {
  name: string
  values: (number | null)[]
  /** The other period's, drawn lightly. */
  faint: boolean
}
export interface Drawing {
  form: 'lines' | 'bars'
  labels: string[]
  /** What the labels of lines stand for; none of bars. */
  buckets: readonly Bucket[]
  series: DrawnSeries[]
  /** Names of the measures that are drawn. */
  measures: string[]
  kind: ValueKind
  /** Groups that are left out because they are too many. */
  hidden: number
  /** Measures that are left out because they are of another kind than the first. */
  apart: string[]
}

const MOST_LINES = 6
const MOST_BARS = 30

interface Group {
  label: string
  rows: CubeRow[]
}

const sizeOf = (rows: readonly CubeRow[], key: string): number =>
  rows.reduce((sum, row) => sum + Math.abs(numberOf(row, key) ?? 0), 0)

/** Groups of the dimensions in `names`, the largest by the first measure first. */
const groupsOf = (answer: Answer, words: Wording, names: readonly string[], measure: string): Group[] => {
  const keys = names.map((name) => keyOf(answer, name))
  const groups = new Map<string, CubeRow[]>()
  for (const row of answer.rows) {
    const label = names.map((name, i) => words.value(name, asText(row[keys[i] ?? '']))).join(' · ')
    groups.set(label, [...(groups.get(label) ?? []), row])
  }
  return [...groups]
    .map(([label, rows]) => ({ label, rows }))
    .sort((a, b) => sizeOf(b.rows, measure) - sizeOf(a.rows, measure))
}

/** Null where nothing is divided: then the figures themselves are shown, large. */
export const drawingOf = (answer: Answer, words: Wording): Drawing | null => {
  const { question } = answer
  const measures = measuresOf(answer).filter(({ value }) => value !== 'text')
  const [first] = measures
  if (!first || (question.dimensions.length === 0 && !question.grain)) return null
  const alike = measures.filter(({ value }) => value === first.value)
  const apart = measures.filter(({ value }) => value !== first.value).map((m) => m.title[words.language])
  const firstKey = keyOf(answer, first.name)

  if (question.grain) {
    const buckets = bucketsIn(answer)
    const date = dateKey(answer)
    const along = (rows: readonly CubeRow[], key: string): (number | null)[] => {
      const byStart = new Map(rows.map((row) => [row[date], row]))
      return buckets.map(({ start }) => numberOf(byStart.get(start), key))
    }
    const common = { form: 'lines' as const, labels: buckets.map(words.bucket), buckets, kind: first.value }
    if (question.dimensions.length > 0) {
      const groups = groupsOf(answer, words, question.dimensions, firstKey)
      const series = groups
        .slice(0, MOST_LINES)
        .map(({ label, rows }) => ({ name: label, values: along(rows, firstKey), faint: false }))
      return {
        ...common,
        series,
        measures: [first.name],
        hidden: groups.length - series.length,
        apart: measures.slice(1).map((m) => m.title[words.language]),
      }
    }
    const drawn = alike.slice(0, MOST_LINES)
    const series = drawn.map((measure) => ({
      name: measure.title[words.language],
      values: along(answer.rows, keyOf(answer, measure.name)),
      faint: false,
    }))
    const previous = beforeOf(answer)
    const bucketRow = new Map(answer.rows.map((row) => [row[date], row]))
    const earlier: DrawnSeries = {
      name: words.before,
      values: buckets.map(({ start }) => {
        const row = bucketRow.get(start)
        return row ? numberOf(previous(row), firstKey) : null
      }),
      faint: true,
    }
    const withBefore = answer.before !== null && series.length === 1
    return {
      ...common,
      series: withBefore ? [...series, earlier] : series,
      measures: drawn.map(({ name }) => name),
      hidden: 0,
      apart,
    }
  }

  // Two dimensions: the first down the side, the largest groups of the second as bars beside each other.
  const [down = '', ...rest] = question.dimensions
  const split = rest.length > 0 && alike.length === 1
  const groups = groupsOf(answer, words, split ? [down] : question.dimensions, firstKey)
  const bars = groups.slice(0, split ? 15 : MOST_BARS)
  const common = {
    form: 'bars' as const,
    labels: bars.map(({ label }) => label),
    buckets: [],
    measures: (split ? [first] : alike.slice(0, 3)).map(({ name }) => name),
    kind: first.value,
    hidden: groups.length - bars.length,
  }
  if (!split) {
    const series = alike.slice(0, 3).map((measure) => ({
      name: measure.title[words.language],
      values: bars.map(({ rows }) => numberOf(rows[0], keyOf(answer, measure.name))),
      faint: false,
    }))
    return { ...common, series, apart }
  }
  const parts = groupsOf(answer, words, rest, firstKey).slice(0, MOST_LINES)
  const series = parts.map(({ label, rows }) => {
    const own = new Set(rows)
    return {
      name: label,
      values: bars.map((bar) =>
        numberOf(
          bar.rows.find((row) => own.has(row)),
          firstKey,
        ),
      ),
      faint: false,
    }
  })
  return { ...common, series, apart }
}
