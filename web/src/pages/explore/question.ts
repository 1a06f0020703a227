/** A question of the explorer, to and from the address. Pure. */
import type { Granularity } from '../../view/buckets.ts'

export interface Condition {
  dimension: string
  /** True: all but these. */
  exclude: boolean
  values: string[]
}
export const SHAPES = ['table', 'pivot', 'chart'] as const
export type Shape = (typeof SHAPES)[number]

/** Members by their names within the subject. The period, the place and the units are the page's own. */
export interface Question {
  subject: string
  measures: string[]
  dimensions: string[]
  /** How the period is cut; null: not at all. */
  grain: Granularity | null
  conditions: Condition[]
  shape: Shape
  /** What runs along the top of a pivot: a dimension, or `date`; empty: the last one. */
  across: string
  /** Whether rows of the table stand under what is in its first column. */
  grouped: boolean
  /** Column the table is sorted by, with `-` before it where the largest come first; empty: by the API's own order. */
  sort: string
}

export const GRAINS: readonly Granularity[] = [
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'reporting_month',
  'reporting_quarter',
  'reporting_year',
]

export const EMPTY: Question = {
  subject: 'dossiers',
  measures: [],
  dimensions: [],
  grain: null,
  conditions: [],
  shape: 'table',
  across: '',
  grouped: false,
  sort: '',
}

/** The parameters of the address that hold a question. */
export type Address = Record<string, string | string[]>

const NAME = /^[a-z][a-z0-9_]*$/
const escape = (value: string): string => value.replace(/[\\,]/g, '\\$&')
const valuesOf = (text: string): string[] =>
  (text.match(/(?:\\.|[^\\,])+/gs) ?? []).map((value) => value.replace(/\\(.)/gs, '$1'))

export const formatQuestion = (question: Question): Address => {
  const address: Address = {}
  if (question.subject !== EMPTY.subject || question.measures.length > 0)
    address['subject'] = question.subject
  if (question.measures.length > 0) address['measures'] = question.measures.join(',')
  if (question.dimensions.length > 0) address['dimensions'] = question.dimensions.join(',')
  if (question.grain) address['grain'] = question.grain
  if (question.conditions.length > 0) {
    address['where'] = question.conditions.map(
      ({ dimension, exclude, values }) => `${dimension}${exclude ? '!' : ''}:${values.map(escape).join(',')}`,
    )
  }
  if (question.shape !== EMPTY.shape) address['shape'] = question.shape
  if (question.across) address['across'] = question.across
  if (question.grouped) address['grouped'] = '1'
  if (question.sort) address['sort'] = question.sort
  return address
}

const listOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string')

/** Reads an address; what cannot be understood is left out, so an old link never breaks. */
export const parseQuestion = (address: Record<string, unknown>): Question => {
  const text = (key: string): string => listOf(address[key])[0] ?? ''
  const names = (key: string): string[] => [
    ...new Set(
      text(key)
        .split(',')
        .filter((name) => NAME.test(name)),
    ),
  ]
  return {
    subject: /^[a-z0-9]+(\.[a-z0-9]+)?$/.exec(text('subject'))?.[0] ?? EMPTY.subject,
    measures: names('measures'),
    dimensions: names('dimensions'),
    grain: GRAINS.find((grain) => grain === text('grain')) ?? null,
    conditions: listOf(address['where']).flatMap((one) => {
      const match = /^([a-z][a-z0-9_]*)(!?):(.+)$/s.exec(one)
      return match?.[1] && match[3]
        ? [{ dimension: match[1], exclude: match[2] === '!', values: valuesOf(match[3]) }]
        : []
    }),
    shape: SHAPES.find((shape) => shape === text('shape')) ?? EMPTY.shape,
    across: NAME.exec(text('across'))?.[0] ?? '',
    grouped: text('grouped') === '1',
    sort: /^-?[a-z][a-z0-9_~]*$/.exec(text('sort'))?.[0] ?? '',
  }
}
