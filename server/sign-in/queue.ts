/** A place in the queue: `turn` resolves when its holder may work; `leave` must be called whatever happens. */
export interface Place {
  turn: Promise<void>
  leave(): void
}

/**
 * Lets `atOnce` workers work and `waiting` more wait. `enter` gives null when even the waiting room is full: refusing at
 * once is better than an answer that comes after the asker has gone.
 */
export function createQueue({ atOnce, waiting }: { atOnce: number; waiting: number }): {
  enter(): Place | null
} {
  let working = 0
  const line: (() => void)[] = []

  return {
    enter() {
      if (line.length >= waiting) return null
      let started = false
      let left = false
      const { promise: turn, resolve } = Promise.withResolvers<void>()
      const start = (): void => {
        working++
        started = true
        resolve()
      }
      if (working < atOnce) start()
      else line.push(start)
      return {
        turn,
        leave() {
          if (left) return
          left = true
          if (!started) {
            line.splice(line.indexOf(start), 1)
            return
          }
          working--
          line.shift()?.()
        },
      }
    },
  }
}
