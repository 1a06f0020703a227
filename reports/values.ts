import {
  formatDay,
  formatNumber,
  formatPercent,
  formatPoints,
  formatSigned,
} from '../web/src/format/number.ts'

/** How a value is written. */
export type Kind = 'count' | 'ratio' | 'points' | 'text' | 'day'

export type Cell = string | number | null

/** Units of the model that are not whole numbers. */
const KINDS: Record<string, Kind> = { ratio: 'ratio', points: 'points', score: 'points', text: 'text' }

export const kindOf = (unit: unknown): Kind => KINDS[String(unit)] ?? 'count'

export const NO_DATA = 'không có dữ liệu'

/** What stands in a table for no data, which is not zero. */
export const NO_DATA_MARK = '–'

/** A value as Vietnamese writes it; null stays null, for the caller to say. */
export function textOf(value: Cell, kind: Kind): string | null {
  if (value === null || value === '') return null
  if (kind === 'day') return formatDay(String(value))
  if (typeof value === 'string') return value
  if (kind === 'ratio') return formatPercent(value, 'vi', 2)
  // What others published may be a count or a rate; a count of ours is whole.
  return formatNumber(value, 'vi', kind === 'points' || !Number.isInteger(value) ? 2 : 0)
}

export const sentenceText = (value: Cell, kind: Kind): string => textOf(value, kind) ?? NO_DATA
export const cellText = (value: Cell, kind: Kind): string => textOf(value, kind) ?? NO_DATA_MARK

/** A difference as people say it: points of a rate, per cent of a count. null: none that would be seen. */
function differenceText(now: number, before: number, kind: Kind): string | null {
  const [value, unit] =
    kind === 'ratio'
      ? [formatPoints(now - before, 'vi', 2), ' điểm %']
      : kind === 'points'
        ? [formatSigned(now - before, 'vi', 2), ' điểm']
        : before === 0
          ? [formatSigned(now, 'vi'), '']
          : [formatSigned(((now - before) / before) * 100, 'vi', 1), '%']
  return value === '0' ? null : value + unit
}

export const changeText = (now: number, before: number, kind: Kind): string =>
  differenceText(now, before, kind) ?? 'không đổi'

/** Whether a change is for the better; null where it is neither, or too small to be seen. */
export function isBetter(
  now: number,
  before: number,
  kind: Kind,
  good: 'up' | 'down' | 'neutral',
): boolean | null {
  if (good === 'neutral' || differenceText(now, before, kind) === null) return null
  return now > before === (good === 'up')
}
