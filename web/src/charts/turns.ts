/** Drawing waits until what caused it is painted, and charts take turns: a press is answered at once, however many there are. */
const waiting = new Set<() => void>()

const next = (): void => {
  requestAnimationFrame(() =>
    // After this frame's paint.
    setTimeout(() => {
      const [work] = waiting
      if (!work) return
      waiting.delete(work)
      if (waiting.size > 0) next()
      work()
    }),
  )
}

/** Does the work when its turn comes; once, however often it is asked for meanwhile. */
export const inTurn = (work: () => void): void => {
  waiting.add(work)
  if (waiting.size === 1) next()
}
