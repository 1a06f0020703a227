/** Provinces in order of a figure. Pure, so that the page, its sentence and its table agree. */
import type { CubeRow } from '../api/cube.ts'
import { numberOf, textOf } from '../api/cube.ts'
import { byName } from '../format/text.ts'
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
    return code && value !== null
      ? [{ code, name: nameOf(code), value, before: earlier.get(code) ?? null }]
      : []
  })
}

export interface Ranked extends Standing {
  /** 1-2-2-4: equal values share a rank, and the next one counts those before it. */
  rank: number
}

/** Best first; where more is neither good nor bad, most first. Equals stand by name. */
export const ranked = (standings: readonly Standing[], goodWhen: Sense): Ranked[] => {
  const sign = goodWhen === 'down' ? 1 : -1
  const order = [...standings].sort((a, b) => sign * (a.value - b.value) || byName(a.name, b.name))
  return order.map((s) => ({ ...s, rank: order.findIndex((other) => other.value === s.value) + 1 }))
}

/** The largest moves against the comparison, either way, largest first. */
export const moversOf = (standings: readonly Standing[], count: number): Mover[] =>
  standings
    .flatMap((s) => (s.before === null ? [] : [{ ...s, before: s.before, difference: s.value - s.before }]))
    .filter((m) => m.difference !== 0)
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
    .slice(0, count)
