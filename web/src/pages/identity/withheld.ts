/** What a figure does not hold because it is too small to be shown. Pure. */
import { numberOf } from '../../api/cube.ts'
import type { CubeRow } from '../../api/cube.ts'

export type Counted = 'received' | 'approved' | 'issued' | 'activated'

/** The members that tell how many blocks of these counts wait for their release at the period's end. */
export const waitingMembers = (counts: readonly Counted[]): string[] =>
  counts.map((count) => `identity.${count}_waiting`)

/** How many blocks of days these rows do not hold; 0 too where nothing is known of any. */
export const waitingIn = (rows: readonly (CubeRow | undefined)[], counts: readonly Counted[]): number =>
  rows
    .flatMap((row) => waitingMembers(counts).map((member) => numberOf(row, member) ?? 0))
    .reduce((sum, n) => sum + n, 0)
