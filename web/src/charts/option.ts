import type { EChartsCoreOption } from 'echarts/core'

/** What ECharts draws, and what is ours about it. */
export type ChartOption = EChartsCoreOption & {
  /** Says what the pointer is at: a category by its place, of charts with two axes, or a shape by its name. */
  tip?: Tip
  /** Lines at values or categories (`marks.ts`). */
  marks?: readonly Mark[]
}
export interface Mark {
  axis: 'x' | 'y'
  /** A value of the axis, or the place of a category. */
  at: number
  label: string
  /** Of a note at a category; else of a value. */
  flag: boolean
}
/** Null says nothing. */
export type Tip =
  | { by: 'category'; across: boolean; band: boolean; of: (index: number) => HTMLElement }
  | { by: 'shape'; of: (name: string) => HTMLElement | null }
