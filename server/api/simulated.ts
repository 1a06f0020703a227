import { z } from 'zod'
import { readRows, type ReadableWarehouse } from './warehouse-rows.ts'

const row = z.object({ simulated: z.coerce.number() })

/**
 * Whether the data is simulated, for the sign-in page, which must come at once and for everyone: the answer is kept for a
 * minute, and not waited for longer than a moment.
 */
export function createSimulated(warehouse: ReadableWarehouse): () => Promise<boolean | null> {
  let known: boolean | null = null
  let askedAt = -Infinity
  let asking: Promise<boolean | null> = Promise.resolve(null)

  async function ask(): Promise<boolean | null> {
    try {
      const [answer] = await readRows(
        warehouse,
        row,
        'SELECT max(simulated) AS simulated FROM dataset_state',
        () => {},
      )
      known = answer?.simulated === 1
    } catch {
      askedAt = -Infinity
    }
    return known
  }

  return async () => {
    const now = performance.now()
    if (now - askedAt > 60_000) {
      askedAt = now
      asking = ask()
    }
    let timer: NodeJS.Timeout | undefined
    const soon = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, 300, null)
    })
    const answer = await Promise.race([asking, soon])
    clearTimeout(timer)
    return answer ?? known
  }
}
