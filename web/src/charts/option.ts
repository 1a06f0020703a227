import type { EChartsCoreOption } from 'echarts/core'

/** What ECharts draws. */
export type ChartOption = EChartsCoreOption
