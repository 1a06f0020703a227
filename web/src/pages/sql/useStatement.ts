import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import { ApiError } from '../../api/http.ts'
import type { Progress, Sql } from '../../api/sql.ts'
import type { Position } from '../../editor/position.ts'
import { readResult } from './result.ts'
import type { Result } from './result.ts'

/** What became of a statement. */
export type Outcome =
  | { state: 'done'; id: string; sql: string; result: Result; seconds: number }
  | { state: 'failed'; id: string; sql: string; code: string; message: string; position: Position | null }

export interface Statement {
  running: ComputedRef<boolean>
  /** Seconds since it was sent. */
  seconds: Ref<number>
  progress: ShallowRef<Progress | null>
  outcome: ShallowRef<Outcome | null>
  run: (sql: string) => Promise<void>
  cancel: () => void
}

const POLL_MS = 500
const TICK_MS = 100

/** Runs one statement at a time, follows it and ends it; one that is left behind with the page is ended too. */
export const useStatement = (sql: Sql, clock: () => number = () => performance.now()): Statement => {
  const current = shallowRef<{ id: string; leave: AbortController } | null>(null)
  const outcome = shallowRef<Outcome | null>(null)
  const progress = shallowRef<Progress | null>(null)
  const seconds = ref(0)

  /** @returns what ends the following. */
  const follow = (id: string, started: number): (() => void) => {
    const tick = setInterval(() => (seconds.value = (clock() - started) / 1000), TICK_MS)
    let asking = false
    const poll = setInterval(() => {
      if (asking) return
      asking = true
      sql
        .progress(id)
        .then((told) => current.value?.id === id && told.state === 'running' && (progress.value = told))
        // Not begun yet: the answer itself tells.
        .catch(() => undefined)
        .finally(() => (asking = false))
    }, POLL_MS)
    return () => {
      clearInterval(tick)
      clearInterval(poll)
    }
  }

  const run = async (text: string): Promise<void> => {
    if (current.value) return
    const id = crypto.randomUUID()
    const leave = new AbortController()
    const started = clock()
    current.value = { id, leave }
    seconds.value = 0
    progress.value = null
    const unfollow = follow(id, started)
    try {
      const result = readResult(await sql.run(text, id, leave.signal))
      outcome.value = { state: 'done', id, sql: text, result, seconds: (clock() - started) / 1000 }
    } catch (error) {
      const { code, message, position } =
        error instanceof ApiError ? error : { code: '', message: String(error), position: null }
      if (!leave.signal.aborted) outcome.value = { state: 'failed', id, sql: text, code, message, position }
    } finally {
      unfollow()
      current.value = null
    }
  }
  const cancel = (): void => {
    const { id, leave } = current.value ?? {}
    if (id === undefined) return
    // Not under way in the engine any more, or not yet: leaving ends it as well.
    sql.cancel(id).catch(() => leave?.abort())
  }
  onScopeDispose(() => current.value?.leave.abort())
  return { running: computed(() => current.value !== null), seconds, progress, outcome, run, cancel }
}
