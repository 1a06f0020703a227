import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { Palette } from '../../../web/src/charts/palette.ts'
import { xyOption } from '../../../web/src/charts/xy-option.ts'
import { formatNumber, formatPercent, formatShort } from '../../../web/src/format/number.ts'
import type { ChartBlock } from '../../document.ts'
import { textOf } from '../../values.ts'

use([BarChart, LineChart, GridComponent, MarkLineComponent, SVGRenderer])

/** The light theme of the dashboard (web/src/style/tokens.css), as ink on paper. */
const PALETTE: Palette = {
  ink: '#10202f',
  inkSoft: '#3f5062',
  surface: '#ffffff',
  line: '#8a97a6',
  grid: '#e1e7ed',
  accent: '#0f6b57',
  main: '#0b5c8c',
  second: '#d18b1f',
  third: '#4f3a96',
  compare: '#8796a6',
  published: '#93320e',
  early: '#17706b',
  onTime: '#7dbfb1',
  late: '#d0582a',
  inTime: '#a9bccd',
  overdue: '#b93a26',
  none: '#e4e7ea',
  mapLine: '#6f8798',
  sequence: ['#dcebf4', '#aed2e6', '#73b0d3', '#2e7cab', '#0c4f7c'],
  font: 'Tinos',
}

const COLORS = [PALETTE.main, PALETTE.second, PALETTE.third, PALETTE.published]
export const colorOf = (index: number): string => COLORS[index % COLORS.length] ?? PALETTE.main

/** A chart as SVG, drawn by the dashboard's own options; the text in it stays text. */
export function chartSvg({ chart, labels, series }: ChartBlock, width: number): string {
  const across = chart === 'bars' && labels.length > 8
  const kind = series[0]?.kind ?? 'count'
  const value = (shown: number | null) => textOf(shown, kind) ?? ''
  const { tooltip: _, ...option } = xyOption(
    {
      labels,
      series: series.map(({ title, values }, index) => ({
        name: title,
        kind: chart === 'line' ? 'line' : 'bar',
        color: colorOf(index),
        values,
      })),
      value,
      axis: (at) =>
        kind === 'ratio'
          ? formatPercent(at, 'vi', 2)
          : kind === 'points'
            ? formatNumber(at, 'vi', 1)
            : formatShort(at, 'vi'),
      across,
      labelled: across && series.length === 1,
    },
    PALETTE,
  )
  const height = across ? 40 + labels.length * 18 : 190
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height })
  drawing.setOption({ ...option, animation: false })
  const svg = drawing.renderToSVGString()
  drawing.dispose()
  return svg
}
