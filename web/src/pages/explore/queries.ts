/** The API's questions behind one of the explorer's: rows, what stands for all of them together, and the comparison. Pure. */
import type { CubeFilter, CubeQuery } from '../../api/cube.ts'
import type { DayRange } from '../../view/day.ts'
import { placeFilters } from '../../view/scope.ts'
import type { Scope } from '../../view/scope.ts'
import type { Condition, Question } from './question.ts'
import { needsOf } from './rules.ts'
import type { Need } from './rules.ts'
import { fullName } from './subjects.ts'
import type { Subject } from './subjects.ts'

/** Rows of one answer at most; longer results are fetched whole as a file. */
export const ROW_LIMIT = 50_000

export const EXPLORE_KEYS = ['rows', 'before', 'total', 'totalBefore', 'down', 'across', 'groups'] as const
/** `groups`: a total for each value of a table's first column; `down`: a total for each row of a pivot; `across`: one for each of its columns; `total`: of everything. */
export type ExploreQueries = Record<(typeof EXPLORE_KEYS)[number], CubeQuery | null>

export const NO_QUERIES: ExploreQueries = {
  rows: null,
  before: null,
  total: null,
  totalBefore: null,
  down: null,
  across: null,
  groups: null,
}

/** The view a subject is about: `dossiers`, of the national view too. */
export const partOf = (subject: Subject): string => subject.prefix.slice(0, -1) || subject.view
const isNational = (subject: Subject): boolean => subject.prefix !== ''

/** The page's place as a condition on the subject; none where its rows have no place. */
const placeCondition = (subject: Subject, scope: Scope): Condition[] => {
  if (isNational(subject) || !subject.dimensions.some(({ name }) => name === 'province')) return []
  return placeFilters(subject.view, scope).map(({ member, values = [] }) => ({
    dimension: member.endsWith('.region') ? 'region' : 'province',
    exclude: false,
    values,
  }))
}

/** What is still needed before the question can be asked. */
export const missingOf = (subject: Subject, question: Question, scope: Scope): Need[] =>
  needsOf(partOf(subject), isNational(subject), {
    ...question,
    conditions: [...question.conditions, ...placeCondition(subject, scope)],
  })

/** What runs along the top of a pivot: `date` or a dimension; null where there is nothing to put there. */
export const acrossOf = (question: Question): string | null => {
  const { across, dimensions, grain } = question
  if (across === 'date' && grain) return 'date'
  if (dimensions.includes(across)) return across
  return grain ? 'date' : (dimensions.at(-1) ?? null)
}

/** Whether a table has a column beside its first to tell the rows of a group apart. */
export const canGroup = ({ shape, dimensions, grain }: Question): boolean =>
  shape === 'table' && dimensions.length + (grain === null ? 0 : 1) > 1

interface Cut {
  measures: readonly string[]
  dimensions: readonly string[]
  dated: boolean
}

const queryOf = (
  subject: Subject,
  question: Question,
  scope: Scope,
  range: DayRange,
  cut: Cut,
): CubeQuery => {
  const named = (name: string): string => fullName(subject, name, scope.units)
  const filters: CubeFilter[] = [
    ...question.conditions.map(({ dimension, exclude, values }) => ({
      member: named(dimension),
      operator: exclude ? ('notEquals' as const) : ('equals' as const),
      values,
    })),
    ...(placeCondition(subject, scope).length > 0 ? placeFilters(subject.view, scope) : []),
  ]
  const date = named('date')
  const first = cut.measures[0]
  return {
    measures: cut.measures.map(named),
    ...(cut.dimensions.length > 0 ? { dimensions: cut.dimensions.map(named) } : {}),
    timeDimensions: [
      {
        dimension: date,
        dateRange: [range.from, range.to],
        ...(cut.dated && question.grain ? { granularity: question.grain } : {}),
      },
    ],
    ...(filters.length > 0 ? { filters } : {}),
    order:
      cut.dated && question.grain
        ? { [date]: 'asc', ...(first && cut.dimensions.length > 0 ? { [named(first)]: 'desc' } : {}) }
        : first
          ? { [named(first)]: 'desc' }
          : {},
  }
}

/**
 * Every query is one that the API answers. Totals are asked for, never summed: a rate of all is not the sum of rates. Measures
 * that only mean something within a dimension have no total where that dimension is taken away.
 */
export const exploreQueries = (subject: Subject, question: Question, scope: Scope): ExploreQueries => {
  const { range } = scope.extent
  if (!range || question.measures.length === 0 || missingOf(subject, question, scope).length > 0)
    return NO_QUERIES
  const { dimensions, grain, shape, measures } = question
  const reduced = (kept: readonly string[], dated: boolean, at: DayRange): CubeQuery | null => {
    const able = measures.filter(
      (measure) =>
        missingOf(subject, { ...question, measures: [measure], dimensions: [...kept] }, scope).length === 0,
    )
    return able.length > 0
      ? queryOf(subject, question, scope, at, { measures: able, dimensions: kept, dated })
      : null
  }
  const cut = { measures, dimensions, dated: true }
  const divided = dimensions.length > 0 || grain !== null
  const across = shape === 'pivot' ? acrossOf(question) : null
  const compared = shape === 'pivot' ? null : (scope.comparison?.range ?? null)
  return {
    rows: queryOf(subject, question, scope, range, cut),
    before: compared && queryOf(subject, question, scope, compared, cut),
    total: divided && shape !== 'chart' ? reduced([], false, range) : null,
    totalBefore: divided && compared && shape === 'table' ? reduced([], false, compared) : null,
    down:
      across === null
        ? null
        : reduced(
            dimensions.filter((name) => name !== across),
            across !== 'date',
            range,
          ),
    across: across === null ? null : reduced(across === 'date' ? [] : [across], across === 'date', range),
    groups:
      question.grouped && canGroup(question)
        ? reduced(grain === null ? dimensions.slice(0, 1) : [], grain !== null, range)
        : null,
  }
}

/** Before any data. */
const EVER = '2000-01-01'

/** The values a dimension has had up to the period's end. */
export const valuesQuery = (subject: Subject, dimension: string, scope: Scope): CubeQuery => {
  const named = (name: string): string => fullName(subject, name, scope.units)
  // The API tells nothing of identity products taken together, not even their names.
  const beside = partOf(subject) === 'identity' && dimension !== 'product' ? [named('product')] : []
  const to = scope.extent.range?.to ?? scope.asOf ?? EVER
  return {
    measures: [],
    dimensions: [named(dimension), ...beside],
    timeDimensions: [{ dimension: named('date'), dateRange: [EVER, to] }],
    limit: ROW_LIMIT,
  }
}
