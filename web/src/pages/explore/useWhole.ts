import { ref, shallowRef } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import type { CubeQuery } from '../../api/cube.ts'
import { createExports } from '../../api/exports.ts'
import { useBase } from '../../stores/base.ts'
import type { ArrowRows } from './arrow-rows.ts'

export interface Whole {
  rows: ShallowRef<ArrowRows | null>
  /** Rows that have come so far; null while nothing is on its way. */
  coming: Ref<number | null>
  failed: Ref<boolean>
  fetchAll: (query: CubeQuery) => Promise<void>
  clear: () => void
}

/** All rows of a result that is longer than an answer of the API, in the browser. */
export const useWhole = (): Whole => {
  const exports = createExports(useBase().client)
  const rows = shallowRef<ArrowRows | null>(null)
  const coming = ref<number | null>(null)
  const failed = ref(false)
  let leaving = new AbortController()

  const clear = (): void => {
    leaving.abort()
    leaving = new AbortController()
    rows.value = null
    coming.value = null
    failed.value = false
  }
  const fetchAll = async (query: CubeQuery): Promise<void> => {
    clear()
    const { signal } = leaving
    coming.value = 0
    try {
      const [{ readArrow }, answer] = await Promise.all([
        import('./arrow-rows.ts'),
        exports.file(query, 'arrow', {}, signal),
      ])
      if (!answer.body) throw new Error('nothing came')
      const read = await readArrow(answer.body, (count) => {
        if (!signal.aborted) coming.value = count
      })
      if (signal.aborted) return
      rows.value = read
    } catch {
      if (signal.aborted) return
      failed.value = true
    }
    coming.value = null
  }
  return { rows, coming, failed, fetchAll, clear }
}
