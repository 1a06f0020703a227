/** Answers as tables: one row a group, or crossed. No value is null, never zero. Pure. */
import type { CubeRow, CubeValue } from '../../api/cube.ts'
import type { ValueKind } from '../../composables/useFormat.ts'
import type { Language } from '../../format/number.ts'
import type { Cell, Column } from '../../format/table.ts'
import { bucketsOf } from '../../view/buckets.ts'
import type { Bucket } from '../../view/buckets.ts'
import type { Scope } from '../../view/scope.ts'
import { acrossOf } from './queries.ts'
import type { Question } from './question.ts'
import { fullName } from './subjects.ts'
import type { Measure, Subject } from './subjects.ts'

export interface Answer {
  subject: Subject
  question: Question
  scope: Scope
  rows: CubeRow[]
  before: CubeRow[] | null
  total: CubeRow | null
  totalBefore: CubeRow | null
  down: CubeRow[] | null
  across: CubeRow[] | null
  groups: CubeRow[] | null
}

export interface ResultColumn extends Column {
  /** In the address, for sorting: `received`, `received~change`. */
  key: string
  note: string
  /** What the column holds: a bucket, a dimension's value, a measure, or how a measure has changed. */
  role: 'date' | 'dimension' | 'measure' | 'change'
  /** Of a dimension: its name. */
  dimension: string
}
export interface ResultTable {
  columns: ResultColumn[]
  rows: Cell[][]
  totals: Cell[] | null
  /** Columns of a pivot that are not shown because they are too many. */
  hidden: number
}

/** Words the tables need: of buckets, of values, and of what stands for everything. */
export interface Wording {
  language: Language
  bucket: (bucket: Bucket) => string
  value: (dimension: string, value: string) => string
  date: string
  change: string
  all: string
  /** The period that is compared with. */
  before: string
}

export const keyOf = (answer: Answer, name: string): string =>
  fullName(answer.subject, name, answer.scope.units)
/** The API's key of a bucket. */
export const dateKey = ({ subject, question, scope }: Answer): string =>
  `${fullName(subject, 'date', scope.units)}.${question.grain ?? ''}`

const cellOf = (row: CubeRow | undefined, key: string): Cell => row?.[key] ?? null
/** Of a row that stands for all: empty where the measure has no total, null where it has one without data. */
const totalOf = (row: CubeRow | undefined, key: string): Cell => (row && key in row ? (row[key] ?? null) : '')

export const measuresOf = ({ subject, question }: Answer): Measure[] =>
  question.measures.flatMap((name) => subject.measures.find((measure) => measure.name === name) ?? [])

/** How a measure has changed: a ratio or a score by a difference, a count by its share. Null where either is not there. */
export const changeOf = (kind: ValueKind, now: Cell, before: Cell): number | null => {
  if (typeof now !== 'number' || typeof before !== 'number') return null
  if (kind === 'ratio' || kind === 'score') return now - before
  return before === 0 ? null : (now - before) / before
}

export const bucketsIn = (answer: Answer): Bucket[] => {
  const { scope, question } = answer
  return scope.extent.range && question.grain
    ? bucketsOf({ range: scope.extent.range, granularity: question.grain })
    : []
}

const SEPARATOR = '\u0000'
/** A row's group; buckets by their place in the period, so that those of two periods meet. */
const groupOf = (answer: Answer, places: Map<string, number>): ((row: CubeRow) => string) => {
  const keys = answer.question.dimensions.map((name) => keyOf(answer, name))
  const date = dateKey(answer)
  return (row) =>
    [
      answer.question.grain ? places.get(String(row[date])) : '',
      ...keys.map((key) => row[key] ?? SEPARATOR),
    ].join(SEPARATOR)
}
const placesOf = (buckets: readonly Bucket[]): Map<string, number> =>
  new Map(buckets.map(({ start }, place) => [start, place]))

const dimensionColumn = (answer: Answer, words: Wording, name: string): ResultColumn => {
  const known = answer.subject.dimensions.find((one) => one.name === name)
  return {
    key: name,
    label: known?.title[words.language] ?? name,
    note: known?.description[words.language] ?? '',
    kind: 'text',
    role: 'dimension',
    dimension: name,
  }
}
const dateColumn = (words: Wording): ResultColumn => ({
  key: 'date',
  label: words.date,
  note: '',
  kind: 'day',
  role: 'date',
  dimension: '',
})
const measureColumn = (words: Wording, measure: Measure, label: string): ResultColumn => ({
  key: measure.name,
  label,
  note: measure.description[words.language],
  kind: measure.value,
  role: 'measure',
  dimension: '',
})

/** The row of the same group in the other period. */
export const beforeOf = (answer: Answer): ((row: CubeRow) => CubeRow | undefined) => {
  const { before, scope, question } = answer
  if (!before || !scope.comparison) return () => undefined
  const others = question.grain
    ? bucketsOf({ range: scope.comparison.range, granularity: question.grain })
    : []
  const otherGroup = groupOf(answer, placesOf(others))
  const known = new Map(before.map((row) => [otherGroup(row), row]))
  const group = groupOf(answer, placesOf(bucketsIn(answer)))
  return (row) => known.get(group(row))
}

/** The name of what stands for all, in the first column. */
const named = (cells: Cell[], name: string): Cell[] => [name, ...cells.slice(1)]

export const flatTable = (answer: Answer, words: Wording): ResultTable => {
  const { question, rows, total, totalBefore } = answer
  const measures = measuresOf(answer)
  const compared = answer.before !== null
  const columns: ResultColumn[] = [
    ...(question.grain ? [dateColumn(words)] : []),
    ...question.dimensions.map((name) => dimensionColumn(answer, words, name)),
    ...measures.flatMap((measure) => {
      const title = measure.title[words.language]
      const own = measureColumn(words, measure, title)
      return compared && measure.value !== 'text'
        ? [
            own,
            {
              ...own,
              key: `${measure.name}~change`,
              label: words.change,
              note: title,
              role: 'change' as const,
            },
          ]
        : [own]
    }),
  ]
  const previous = beforeOf(answer)
  const cellsOf = (
    row: CubeRow,
    before: CubeRow | undefined,
    read: (row: CubeRow, key: string) => Cell,
  ): Cell[] =>
    columns.map(({ role, key, kind }) => {
      if (role === 'date') return read(row, dateKey(answer))
      if (role !== 'change') return read(row, keyOf(answer, key))
      const name = keyOf(answer, key.replace('~change', ''))
      if (!(name in row)) return ''
      return changeOf(kind, cellOf(row, name), cellOf(before, name))
    })
  return {
    columns,
    rows: rows.map((row) => cellsOf(row, previous(row), cellOf)),
    totals: total && named(cellsOf(total, totalBefore ?? undefined, totalOf), words.all),
    hidden: 0,
  }
}

/** A row for each group of a table, under whose name its rows stand; of what only one row can say, nothing. */
export const groupHeads = (answer: Answer, { columns }: ResultTable): Cell[][] =>
  (answer.groups ?? []).map((row) =>
    columns.map(({ role, key }, c) => {
      if (role === 'measure') return totalOf(row, keyOf(answer, key))
      if (c > 0) return ''
      return cellOf(row, role === 'date' ? dateKey(answer) : keyOf(answer, key))
    }),
  )

/** So many groups fit across. */
const MOST_ACROSS = 60

/**
 * One dimension, or the date, across; a row for each group of the others. A combination that the data does not have is null. The
 * last column and row are what the API answers for all together, not sums.
 */
export const pivotTable = (answer: Answer, words: Wording): ResultTable => {
  const { question, rows } = answer
  const across = acrossOf(question)
  if (across === null) return flatTable(answer, words)
  const measures = measuresOf(answer)
  const side = question.dimensions.filter((name) => name !== across)
  const dated = question.grain !== null && across !== 'date'
  const topKey = across === 'date' ? dateKey(answer) : keyOf(answer, across)
  const topOf = (row: CubeRow): string => String(row[topKey] ?? '')
  const sideKeys = [...(dated ? [dateKey(answer)] : []), ...side.map((name) => keyOf(answer, name))]
  const sideOf = (row: CubeRow): string => sideKeys.map((key) => row[key] ?? SEPARATOR).join(SEPARATOR)

  // In the order of the answers: days by time, the rest by the first measure of all rows together.
  const listed = [...(answer.across ?? []), ...rows].map(topOf)
  const tops = [...new Set(listed)]
  if (across === 'date') tops.sort()
  const shown = tops.slice(0, MOST_ACROSS)
  const buckets = new Map(bucketsIn(answer).map((bucket) => [bucket.start, bucket]))
  const topLabel = (top: string): string => {
    const bucket = buckets.get(top)
    return across === 'date' ? (bucket ? words.bucket(bucket) : top) : words.value(across, top)
  }
  const under = (key: string, label: string): ResultColumn[] =>
    measures.map((measure) => ({
      ...measureColumn(
        words,
        measure,
        measures.length > 1 ? `${label} · ${measure.title[words.language]}` : label,
      ),
      key: `${measure.name}~${key}`,
    }))
  const withAll = answer.down !== null && tops.length > 1
  const columns = [
    ...(dated ? [dateColumn(words)] : []),
    ...side.map((name) => dimensionColumn(answer, words, name)),
    ...shown.flatMap((top, i) => under(String(i), topLabel(top))),
    ...(withAll ? under('all', words.all) : []),
  ]
  const groups = new Map<string, { head: Cell[]; cells: Map<string, CubeRow> }>()
  for (const row of rows) {
    const group = sideOf(row)
    const known = groups.get(group) ?? { head: sideKeys.map((key) => cellOf(row, key)), cells: new Map() }
    groups.set(group, known)
    known.cells.set(topOf(row), row)
  }
  const downRows = new Map((answer.down ?? []).map((row) => [sideOf(row), row]))
  const acrossRows = new Map((answer.across ?? []).map((row) => [topOf(row), row]))
  const valuesOf = (row: CubeRow | undefined, read: typeof cellOf): Cell[] =>
    measures.map(({ name }) => read(row, keyOf(answer, name)))
  return {
    columns,
    rows: [...groups].map(([group, { head, cells }]) => [
      ...head,
      ...shown.flatMap((top) => valuesOf(cells.get(top), cellOf)),
      ...(withAll ? valuesOf(downRows.get(group), totalOf) : []),
    ]),
    totals:
      groups.size > 1 && answer.across
        ? [
            ...sideKeys.map((_, i) => (i === 0 ? words.all : '')),
            ...shown.flatMap((top) => valuesOf(acrossRows.get(top), totalOf)),
            ...(withAll ? valuesOf(answer.total ?? undefined, totalOf) : []),
          ]
        : null,
    hidden: tops.length - shown.length,
  }
}

export const asText = (value: CubeValue | undefined): string => String(value ?? '')
