/** A chart as SVG, drawn again from its option; loaded when someone asks for one. */
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { ChartOption } from './engine.ts'

use([SVGRenderer])

export const vectorOf = ({ tip: _, ...option }: ChartOption, width: number, height: number): string => {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  chart.setOption({ ...option, animation: false })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}
