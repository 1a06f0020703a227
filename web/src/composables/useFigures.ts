import { onScopeDispose, reactive, watch } from 'vue'
import type { CubeQuery, CubeRow } from '../api/cube.ts'
import { createRetry, isPassing } from '../api/retry.ts'
import { useBase } from '../stores/base.ts'
import { useTroubles } from '../stores/troubles.ts'

export interface Figure {
  /** Null until the first answer, or where nothing was asked. */
  rows: CubeRow[] | null
  /** `stale`: the last good rows are shown, a newer answer could not be had. */
  state: 'idle' | 'loading' | 'ready' | 'stale' | 'failed'
  /** The query the rows answer. */
  query: CubeQuery | null
  /** When they were answered, ms since 1970. */
  at: number | null
}
export type Figures<K extends string> = Record<K, Figure>

/** True while a figure has been asked for and nothing can be shown for it yet. */
export const isPending = (figure: Figure): boolean => figure.state === 'loading' && figure.rows === null

const blank = (): Figure => ({ rows: null, state: 'idle', query: null, at: null })

/**
 * Keeps a page's figures in step with its queries and the published data. While a new answer is on its way, and where it
 * cannot be had, the last good rows of the same question stay; it is asked again until it is answered. Rows of another
 * question never stand in. A null query asks nothing and clears its figure.
 */
export const useFigures = <K extends string>(
  queries: () => Record<K, CubeQuery | null>,
): { figures: Figures<K>; retry: () => void } => {
  const base = useBase()
  const troubles = useTroubles()
  const source = Symbol('figures')
  const names = Object.keys(queries()) as K[]
  const figures = reactive(Object.fromEntries(names.map((name) => [name, blank()]))) as Figures<K>
  const wanted = new Map<K, string>()
  /** Figures on their way, and those that are tried again. */
  const asked = new Set<K>()
  const lost = new Set<K>()
  const again = createRetry(() => askAll())

  const review = (): void => {
    if (lost.size === 0) {
      again.reset()
      troubles.report(source, null)
      return
    }
    again.later()
    const shown = [...lost].flatMap((name) => figures[name].at ?? [])
    troubles.report(source, { at: shown.length > 0 ? Math.min(...shown) : null, retry })
  }
  const fail = (name: K, query: CubeQuery, cause: unknown): void => {
    const figure = figures[name]
    const same = JSON.stringify(figure.query) === JSON.stringify(query)
    if (isPassing(cause)) lost.add(name)
    if (isPassing(cause) && same && figure.rows) figure.state = 'stale'
    else Object.assign(figure, { ...blank(), state: 'failed' })
  }
  const ask = (name: K, query: CubeQuery | null, edition: string): void => {
    const figure = figures[name]
    const key = `${edition} ${JSON.stringify(query)}`
    const repeated = wanted.get(name) === key
    if (repeated && (!lost.has(name) || asked.has(name))) return
    wanted.set(name, key)
    asked.delete(name)
    if (!query) {
      lost.delete(name)
      Object.assign(figure, blank())
      return
    }
    if (!repeated) {
      lost.delete(name)
      figure.state = 'loading'
    }
    asked.add(name)
    const settle = (done: () => void): void => {
      if (wanted.get(name) !== key) return
      asked.delete(name)
      done()
      review()
    }
    base.client.load(query, edition).then(
      (rows) =>
        settle(() => {
          lost.delete(name)
          Object.assign(figure, { rows, state: 'ready', query, at: Date.now() })
        }),
      (cause: unknown) => settle(() => fail(name, query, cause)),
    )
  }
  const askAll = (): void => {
    const { edition } = base
    if (edition === null) return
    const all = queries()
    for (const name of names) ask(name, all[name], edition)
  }
  const retry = (): void => {
    again.reset()
    // Who asks by hand sees that it is asked, also where it was refused.
    for (const name of names) if (figures[name].state === 'failed' && !asked.has(name)) wanted.delete(name)
    askAll()
  }
  watch([queries, () => base.edition], askAll, { immediate: true })
  onScopeDispose(() => {
    again.stop()
    troubles.report(source, null)
  })
  return { figures, retry }
}
