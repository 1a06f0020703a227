/** The picture of lineage: which row of a column is joined with which of the next. Pure. */
import type { Lineage } from '../../api/data.ts'

/** From a row of the column before to one of the column after, both from 0. */
export type Link = readonly [from: number, to: number]

/** Files to the partitions their rows are in, as far as both are shown. */
export const fileLinks = ({ files, parts }: Pick<Lineage, 'files' | 'parts'>): Link[] =>
  files.flatMap((file, from) =>
    parts.flatMap(({ part }, to) => (file.parts.includes(part) ? [[from, to] as const] : [])),
  )

/** Every metric of a dataset is worked out of all its partitions. */
export const metricLinks = (parts: number, views: number): Link[] =>
  Array.from({ length: parts }, (_, from) =>
    Array.from({ length: views }, (_, to) => [from, to] as const),
  ).flat()

/** A curve between rows of one height, in a box as wide as 100. */
export const curve = ([from, to]: Link, rowHeight: number): string => {
  const [a, b] = [from, to].map((row) => (row + 0.5) * rowHeight)
  return `M0 ${a}C50 ${a} 50 ${b} 100 ${b}`
}
