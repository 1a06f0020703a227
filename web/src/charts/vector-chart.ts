/** A chart as SVG, drawn again from its option; loaded when someone asks for one. */
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { ChartOption } from './engine.ts'
import { drawMarks } from './marks.ts'
import type { Palette } from './palette.ts'

use([SVGRenderer])

export const vectorOf = (
  { tip: _, marks, ...option }: ChartOption,
  width: number,
  height: number,
  palette: Palette,
): string => {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  chart.setOption({ ...option, animation: false })
  if (marks) drawMarks(chart, marks, palette)
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}
