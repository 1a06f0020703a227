import type { EChartsCoreOption } from 'echarts/core'

/** What ECharts draws, and what is ours about it. */
export type ChartOption = EChartsCoreOption & {
  /** Says what the pointer is at: a category by its place, of charts with two axes, or a shape by its name. */
  tip?: Tip
  /** Lines at values or categories are drawn: a part of ECharts that most charts do without. */
  marked?: boolean
}
/** Null says nothing. */
export type Tip =
  | { by: 'category'; across: boolean; band: boolean; of: (index: number) => HTMLElement }
  | { by: 'shape'; of: (name: string) => HTMLElement | null }
