/** Provinces in order of a figure. Pure, so that the page, its sentence and its table agree. */
import type { CubeRow } from '../api/cube.ts'
import { numberOf, textOf } from '../api/cube.ts'
import type { Sense } from './change.ts'

export interface Standing {
  code: string
  name: string
  value: number
  /** Value in the comparison period; null where there is none. */
  before: number | null
}
export interface Mover extends Standing {
  before: number
  difference: number
}

/** One standing per province that has a value; provinces without data are not ranked. */
export const standingsOf = (
  rows: readonly CubeRow[],
  before: readonly CubeRow[],
  place: string,
  member: string,
  nameOf: (code: string) => string,
): Standing[] => {
  const earlier = new Map(before.map((row) => [textOf(row, place), numberOf(row, member)]))
  return rows.flatMap((row) => {
    const code = textOf(row, place)
    const value = numberOf(row, member)
    return code && value !== null ? [{ code, name: nameOf(code), value, before: earlier.get(code) ?? null }] : []
  })
}

/** Best first; where more is neither good nor bad, most first. */
export const ranked = (standings: readonly Standing[], goodWhen: Sense): Standing[] =>
  [...standings].sort((a, b) => (goodWhen === 'down' ? a.value - b.value : b.value - a.value))

/** The largest moves against the comparison, either way, largest first. */
export const moversOf = (standings: readonly Standing[], count: number): Mover[] =>
  standings
    .flatMap((s) => (s.before === null ? [] : [{ ...s, before: s.before, difference: s.value - s.before }]))
    .filter((m) => m.difference !== 0)
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
    .slice(0, count)
