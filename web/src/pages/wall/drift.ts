/** Keeps still pictures from burning in: where the picture stands in a minute, a few pixels about its middle. Pure. */
const REACH = 6
const STEP = 2

/** Every place of a small square in turn, row by row and back, one a minute. */
export const driftAt = (minute: number): { x: number; y: number } => {
  const side = (2 * REACH) / STEP + 1
  const at = ((Math.floor(minute) % (side * side)) + side * side) % (side * side)
  const row = Math.floor(at / side)
  const column = row % 2 === 0 ? at % side : side - 1 - (at % side)
  return { x: column * STEP - REACH, y: row * STEP - REACH }
}
