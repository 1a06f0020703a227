/** How files and partitions are named on the page. Pure. */
import type { Translate } from '../../composables/useFormat.ts'

/** `/data/drop/dossiers/a.csv` is the file `a.csv` in `/data/drop/dossiers`. */
export const splitPath = (path: string): { name: string; folder: string } => {
  const at = path.lastIndexOf('/')
  return { name: path.slice(at + 1), folder: at > 0 ? path.slice(0, at) : '' }
}

/** Partitions are of a year (`2026`), for dossiers of a month (`2606`), or all of a dataset. */
export const partName = (part: string, dataset: string, t: Translate): string => {
  if (part === 'all') return t('data.lineage.all')
  const month = /^(\d\d)(\d\d)$/.exec(part)
  if (month === null) return part
  return dataset === 'dossiers'
    ? t('data.lineage.month', { month: month[2], year: `20${month[1]}` })
    : t('data.lineage.year', { year: part })
}
