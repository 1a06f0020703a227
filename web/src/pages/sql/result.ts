/** A result as the page shows it: exact numbers, columns by the engine's types. */
import type { Cell } from '../../format/table.ts'
import { formatDay, formatNumber } from '../../format/number.ts'
import type { Language } from '../../format/number.ts'

export type ColumnKind = 'number' | 'day' | 'instant' | 'text'
export interface ResultColumn {
  name: string
  type: string
  kind: ColumnKind
}
export interface Result {
  columns: ResultColumn[]
  rows: unknown[][]
}

/** A type without what it is wrapped in. */
export const innerType = (type: string): string => {
  const wrapped = /^(?:Nullable|LowCardinality)\((.*)\)$/.exec(type)?.[1]
  return wrapped === undefined ? type : innerType(wrapped)
}

/** What a column of one of the engine's types is to a reader. */
export const kindOf = (type: string): ColumnKind => {
  const bare = innerType(type)
  if (/^(?:U?Int|Float|Decimal|BFloat)\d*/.test(bare)) return 'number'
  if (/^DateTime/.test(bare)) return 'instant'
  return /^Date/.test(bare) ? 'day' : 'text'
}

const MAY_BE_LARGE = /(?:U?Int(?:64|128|256)|Decimal)/
type Reviver = (key: string, value: unknown, context?: { source: string }) => unknown
const withSource: Reviver = (_key, value, context) =>
  typeof value === 'number' && !Number.isSafeInteger(value) && context && /^-?\d{16,}/.test(context.source)
    ? context.source
    : value

/**
 * Reads ClickHouse's JSONCompact. Whole numbers that a JavaScript number does not hold exactly come as their digits.
 */
export const readResult = (text: string): Result => {
  const read = (reviver?: Reviver): { meta: { name: string; type: string }[]; data: unknown[][] } =>
    JSON.parse(text, reviver as Parameters<typeof JSON.parse>[1]) as ReturnType<typeof read>
  let answer = read()
  const large = answer.meta.flatMap(({ type }, c) => (MAY_BE_LARGE.test(type) ? [c] : []))
  const unsafe = (value: unknown): boolean =>
    typeof value === 'object'
      ? JSON.stringify(value).length > 16
      : typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER
  if (answer.data.some((row) => large.some((c) => unsafe(row[c])))) answer = read(withSource)
  return {
    columns: answer.meta.map(({ name, type }) => ({ name, type, kind: kindOf(type) })),
    rows: answer.data,
  }
}

/** A value for sorting and showing: lists and maps as JSON. */
export const cellOf = (value: unknown): Cell => {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number') return value
  return JSON.stringify(value)
}

/** Numbers below this are not grouped: they may be years or codes. */
const GROUPED_FROM = 10_000

const numberText = (value: Cell, language: Language): string => {
  if (typeof value === 'string') return value.replace('-', '−')
  if (value === null) return 'NULL'
  if (Number.isInteger(value) && Math.abs(value) < GROUPED_FROM) return String(value).replace('-', '−')
  const size = Math.abs(value)
  // Six digits that say something, however small the value.
  const digits = Number.isInteger(value) ? 0 : size >= 1 ? 4 : Math.min(5 - Math.floor(Math.log10(size)), 12)
  return formatNumber(value, language, digits)
}

/** A value as the reader's language writes it. No value is `NULL`, an empty text is empty. */
export const cellText = (value: Cell, { kind }: ResultColumn, language: Language): string => {
  if (value === null) return 'NULL'
  if (kind === 'number') return numberText(value, language)
  const text = String(value)
  if (kind === 'day' || kind === 'instant') return `${formatDay(text)}${text.slice(10)}`
  return text
}
