import { reactive, watch } from 'vue'
import type { CubeQuery, CubeRow } from '../api/cube.ts'
import { useBase } from '../stores/base.ts'

export interface Figure {
  /** Null until the first answer, or where nothing was asked. */
  rows: CubeRow[] | null
  /** `stale`: the last good rows are shown, a newer answer could not be had. */
  state: 'idle' | 'loading' | 'ready' | 'stale' | 'failed'
  /** The query the rows answer. */
  query: CubeQuery | null
}
export type Figures<K extends string> = Record<K, Figure>

/** True while a figure has been asked for and nothing can be shown for it yet. */
export const isPending = (figure: Figure): boolean => figure.state === 'loading' && figure.rows === null

const blank = (): Figure => ({ rows: null, state: 'idle', query: null })

/**
 * Keeps a page's figures in step with its queries. While a new answer is on its way, and where it cannot be had, the last
 * good rows stay. A null query asks nothing and clears its figure.
 */
export const useFigures = <K extends string>(
  queries: () => Record<K, CubeQuery | null>,
): { figures: Figures<K>; retry: () => void } => {
  const base = useBase()
  const names = Object.keys(queries()) as K[]
  const figures = reactive(Object.fromEntries(names.map((name) => [name, blank()]))) as Figures<K>
  const wanted = new Map<K, string>()

  const ask = (name: K, query: CubeQuery | null, version: string): void => {
    const figure = figures[name]
    const key = `${version} ${JSON.stringify(query)}`
    if (wanted.get(name) === key && figure.state !== 'failed' && figure.state !== 'stale') return
    wanted.set(name, key)
    if (!query) {
      Object.assign(figure, blank())
      return
    }
    figure.state = 'loading'
    base.client.load(query, version).then(
      (rows) => {
        if (wanted.get(name) === key) Object.assign(figure, { rows, state: 'ready', query })
      },
      () => {
        if (wanted.get(name) === key) figure.state = figure.rows ? 'stale' : 'failed'
      },
    )
  }
  const askAll = (): void => {
    const version = base.status?.version
    if (version === undefined) return
    const all = queries()
    for (const name of names) ask(name, all[name], version)
  }
  watch([queries, () => base.status?.version], askAll, { immediate: true })
  return { figures, retry: askAll }
}
