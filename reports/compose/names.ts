import type { AnswerRow } from '../../cube/gateway/rows.ts'
import { objective, programme, published } from '../../web/src/i18n/vi/rollout.ts'
import { shell } from '../../web/src/i18n/vi/shell.ts'
import type { Cell, Kind } from '../values.ts'

/** Words for codes that the data has, by the last part of the member. */
const WORDS: Record<string, Readonly<Record<string, string>>> = {
  channel: shell.channel,
  product: shell.product,
  group: { all: 'Tất cả', ...shell.group },
  objective: objective.short,
  programme,
  figure: published.figure,
  band: { excellent: 'Xuất sắc', good: 'Tốt', fair: 'Khá', average: 'Trung bình', weak: 'Yếu' },
}

const DAYS = new Set(['due_on', 'as_of', 'date'])

export const dimensionKind = (member: string): Kind => (DAYS.has(lastPart(member)) ? 'day' : 'text')

/** A dimension's value, or a measure that is a word, as people read it. */
export function nameOf(row: AnswerRow, member: string, provinces: ReadonlyMap<string, string>): Cell {
  const value = row[member] ?? null
  if (value === null) return null
  const part = lastPart(member)
  if (part === 'province') return provinces.get(String(value)) ?? String(value)
  return WORDS[part]?.[String(value)] ?? String(value)
}

export const datasetName = (dataset: string): string =>
  (shell.dataset as Readonly<Record<string, string>>)[dataset] ?? dataset

const lastPart = (member: string): string => member.slice(member.lastIndexOf('.') + 1)
