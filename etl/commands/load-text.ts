import type { LoadResult } from '../load/load.ts'
import type { Report } from '../watch/report.ts'

const number = (value: number) => value.toLocaleString('en-US')

const counted = ({
  read,
  loaded,
  quarantined,
  superseded,
}: Pick<LoadResult, 'read' | 'loaded' | 'quarantined' | 'superseded'>) =>
  `${number(read)} read = ${number(loaded)} loaded + ${number(quarantined)} quarantined + ${number(superseded)} superseded`

/** What became of one file: a line, and one more for each reason and warning. */
export function loadText(load: LoadResult): string {
  const notes = [load.reason, ...(load.warnings ?? [])]
    .filter((note) => note !== undefined)
    .map((note) => `\n  ${note}`)
  return `${load.status} ${load.dataset} ${load.file}: ${counted(load)} (${load.seconds} s, batch ${load.batch})${notes.join('')}`
}

/** What became of several files, in one line. */
export function loadSummary(loads: readonly LoadResult[], seconds: number): string {
  const sum = (of: (load: LoadResult) => number) => loads.reduce((total, load) => total + of(load), 0)
  const files = (['published', 'unchanged', 'refused'] as const)
    .map((status) => ({ status, count: loads.filter((load) => load.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${number(count)} ${status}`)
  const rows = counted({
    read: sum(({ read }) => read),
    loaded: sum(({ loaded }) => loaded),
    quarantined: sum(({ quarantined }) => quarantined),
    superseded: sum(({ superseded }) => superseded),
  })
  return `${number(loads.length)} file${loads.length === 1 ? '' : 's'} (${files.join(', ')}): ${rows} (${seconds.toFixed(1)} s)`
}

/** What became of a file of the drop folder, and where it is now. */
export function handledText(report: Report): string {
  const load =
    report.batch === '' ? `${report.status} ${report.file}\n  ${report.reason ?? ''}` : loadText(report)
  return `${load}\n  now ${report.moved_to}`
}
