import type { ReadableWarehouse } from './warehouse-rows.ts'

/** `GET /api/health`, for everyone: whether the parts answer, and nothing about what they hold. */
export interface HealthAnswer {
  ok: boolean
  warehouse: boolean
  cube: boolean
  version: string
}

/** What may be asked of the part that serves Cube, where it can tell. */
export interface HealthOfCube {
  healthy?(): Promise<boolean> | boolean
}

/** Milliseconds for which an answer is kept, so that those who are not signed in cannot make the warehouse work. */
const keepMs = 2_000

/** @returns a function that asks the parts, at most once every two seconds however often it is called. */
export function createHealth(
  warehouse: ReadableWarehouse,
  cube: HealthOfCube,
  version: string,
): () => Promise<HealthAnswer> {
  let kept: { at: number; answer: Promise<HealthAnswer> } | null = null

  async function ask(): Promise<HealthAnswer> {
    const [warehouseOk, cubeOk] = await Promise.all([
      answersInTime(() => pingWarehouse(warehouse)),
      answersInTime(async () => (await cube.healthy?.()) ?? true),
    ])
    return { ok: warehouseOk && cubeOk, warehouse: warehouseOk, cube: cubeOk, version }
  }

  return () => {
    const at = performance.now()
    if (kept === null || at - kept.at > keepMs) kept = { at, answer: ask() }
    return kept.answer
  }
}

async function pingWarehouse(warehouse: ReadableWarehouse): Promise<boolean> {
  const answer = await warehouse.client('reader').query({
    query: 'SELECT 1 AS one',
    format: 'JSONEachRow',
    abort_signal: AbortSignal.timeout(3_000),
  })
  return (await answer.json()).length === 1
}

async function answersInTime(ask: () => Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, 3_000, false)
  })
  try {
    return await Promise.race([ask(), late])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}
