/** A day of a count as it may be seen: its block's count where that ends on the day, and whether it is in one that does not. */
export interface Released {
  count: number | null
  withheld: boolean
}

/**
 * The days of one count of one series, in order, as metrics define it: days are joined into a block, dated its last day, and
 * released when its sum is 0 or at least 5. Null is not reported.
 */
export function released(days: readonly (number | null)[]): Released[] {
  let block: number[] = []
  return days.map((count) => {
    if (count === null) return { count: null, withheld: false }
    block.push(count)
    const sum = block.reduce((a, b) => a + b, 0)
    if (sum > 0 && sum < 5) return { count: null, withheld: true }
    block = []
    return { count: sum, withheld: false }
  })
}
