/** Classes of a choropleth: as many provinces in each as can be, so that skewed values still tell provinces apart. */
export interface Classes {
  /** Lowest and highest value of each class that holds any, in order of size. */
  ranges: { low: number; high: number; step: number }[]
  /** Step of the colour scale for a value, 0 … 4. */
  stepOf: (value: number) => number
}

const STEPS = 5

/** Equal values always share a class; fewer distinct values than classes use steps spread over the scale. */
export const classesOf = (values: readonly number[]): Classes => {
  const sorted = [...values].sort((a, b) => a - b)
  const limits: number[] = []
  for (let i = 1; i < STEPS; i++) {
    const limit = sorted[Math.floor((i * sorted.length) / STEPS)]
    if (limit !== undefined && limit !== limits.at(-1) && limit !== sorted[0]) limits.push(limit)
  }
  const spread = limits.length === 0 ? 0 : (STEPS - 1) / limits.length
  const stepOf = (value: number): number => {
    const passed = limits.filter((limit) => value >= limit).length
    return limits.length === 0 ? 2 : Math.round(passed * spread)
  }
  const ranges = new Map<number, { low: number; high: number; step: number }>()
  for (const value of sorted) {
    const step = stepOf(value)
    const known = ranges.get(step)
    ranges.set(step, { low: known?.low ?? value, high: value, step })
  }
  return { ranges: [...ranges.values()], stepOf }
}
