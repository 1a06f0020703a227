/** A province's figures beside its region's and the country's, with its rank and where it lies among the others. Pure. */
import { numberOf, textOf } from '../../api/cube.ts'
import type { CubeRow } from '../../api/cube.ts'
import { ranked, standingsOf } from '../../view/ranking.ts'
import { COMPARED } from './queries.ts'
import type { Compared } from './queries.ts'

export interface Beside extends Compared {
  own: number | null
  region: number | null
  national: number | null
  /** Null where the province has no figure, or the account does not see the others. */
  rank: number | null
  /** How many are ranked. */
  of: number
  /** Values of all that have one, for the strip; empty where the account does not see the others. */
  others: number[]
}
export type Answers = Record<Compared['view'], readonly CubeRow[] | null>

/**
 * @param peers rows by province; @param place the place dimension's name without its view
 * @param whole whether the account sees every province: of a part there is no rank.
 */
export const besideOf = (
  code: string,
  place: string,
  peers: Answers,
  region: Answers,
  national: Answers,
  whole: boolean,
): Beside[] =>
  COMPARED.map((compared) => {
    const { view, measure, goodWhen } = compared
    const member = `${view}.${measure}`
    const all = standingsOf(peers[view] ?? [], [], `${view}.${place}`, member, (one) => one)
    const own = all.find((standing) => standing.code === code)
    const row = (peers[view] ?? []).find((one) => textOf(one, `${view}.${place}`) === code)
    // Index 766 ranks by itself: places of which too little is assessed have no rank there.
    const official = view === 'scores766'
    const among = official
      ? (peers[view] ?? []).filter((one) => numberOf(one, 'scores766.rank') !== null).length
      : all.length
    return {
      ...compared,
      own: own?.value ?? null,
      region: numberOf(region[view]?.[0], member),
      national: numberOf(national[view]?.[0], `national.${view}_${measure}`),
      rank: official
        ? numberOf(row, 'scores766.rank')
        : whole
          ? (ranked(all, goodWhen).find((standing) => standing.code === code)?.rank ?? null)
          : null,
      of: whole ? among : 0,
      others: whole ? all.map((standing) => standing.value) : [],
    }
  })

/** Whether the province does better than the country; null where they are equal or one is missing. */
export const isBetter = (figure: Beside): boolean | null => {
  const { own, national, goodWhen } = figure
  if (own === null || national === null || own === national) return null
  return own > national === (goodWhen === 'up')
}
