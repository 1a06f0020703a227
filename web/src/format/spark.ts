/** Geometry of a sparkline, in the units of its view box. */
export interface Spark {
  /** One stroke an unbroken run of values; a gap in the data is a gap in the line. */
  line: string
  area: string
  last: { x: number; y: number } | null
}

/** Scales values into the box; the line touches neither edge. Fewer than two values draw no line. */
export const sparkOf = (
  values: readonly (number | null)[],
  width: number,
  height: number,
  pad = 3,
): Spark => {
  const known = values.filter((v) => v !== null)
  if (known.length < 2) return { line: '', area: '', last: null }
  const low = Math.min(...known)
  const spread = Math.max(...known) - low
  const x = (i: number): number => pad + (i * (width - 2 * pad)) / Math.max(values.length - 1, 1)
  const y = (v: number): number =>
    spread === 0 ? height / 2 : pad + (1 - (v - low) / spread) * (height - 2 * pad)
  const point = (i: number, v: number): string => `${x(i).toFixed(1)} ${y(v).toFixed(1)}`
  const runs: [number, number][][] = []
  values.forEach((v, i) => {
    if (v === null) return
    const run = runs.at(-1)
    if (run && run.at(-1)?.[0] === i - 1) run.push([i, v])
    else runs.push([[i, v]])
  })
  const drawn = runs.filter((run) => run.length > 1)
  const trace = (run: [number, number][]): string => run.map(([i, v]) => point(i, v)).join('L')
  // A value between two that are missing is a dot.
  const line = (run: [number, number][]): string => `M${trace(run)}${run.length > 1 ? '' : 'h0.01'}`
  const end = runs.at(-1)?.at(-1)
  return {
    line: runs.map(line).join(''),
    area: drawn
      .map(
        (run) =>
          `M${x(run[0]?.[0] ?? 0).toFixed(1)} ${height}L${trace(run)}L${x(run.at(-1)?.[0] ?? 0).toFixed(1)} ${height}Z`,
      )
      .join(''),
    last: end ? { x: Number(x(end[0]).toFixed(1)), y: Number(y(end[1]).toFixed(1)) } : null,
  }
}
