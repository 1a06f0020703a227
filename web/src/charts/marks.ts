/** Straight lines at values and categories over a chart with two axes: a fifth the size of ECharts' own part for them. */
import { graphic } from 'echarts/core'
import type { Chart } from './engine.ts'
import { gridOf } from './grid.ts'
import type { Mark } from './option.ts'
import type { Palette } from './palette.ts'

type Element = Parameters<ReturnType<Chart['getZr']>['add']>[0]
const drawn = new WeakMap<Chart, Element[]>()

/** Draws a chart's marks anew, once it is laid out. */
export const drawMarks = (chart: Chart, marks: readonly Mark[], palette: Palette): void => {
  const zr = chart.getZr()
  const before = drawn.get(chart)
  for (const element of before ?? []) zr.remove(element)
  drawn.delete(chart)
  if (marks.length === 0) return
  const { x, y, width, height } = gridOf(chart)
  const elements: Element[] = []
  for (const { axis, at, label, flag } of marks) {
    const place = Math.round(
      Number(chart.convertToPixel(axis === 'x' ? { xAxisIndex: 0 } : { yAxisIndex: 0 }, at)),
    )
    if (Number.isNaN(place)) continue
    const upright = axis === 'x'
    const shape = upright
      ? { x1: place, y1: y, x2: place, y2: y + height }
      : { x1: x, y1: place, x2: x + width, y2: place }
    const style = { stroke: palette.inkSoft, lineWidth: 1, ...(flag ? {} : { lineDash: [3, 3] }) }
    elements.push(new graphic.Line({ shape, style, silent: true, z: 4, subPixelOptimize: true }) as Element)
    const font = `${flag ? 600 : 400} ${flag ? 10 : 11}px ${palette.font}`
    const words = flag
      ? { fill: palette.surface, backgroundColor: palette.ink, padding: [3, 5, 2], borderRadius: 3 }
      : { fill: palette.inkSoft }
    elements.push(
      new graphic.Text({
        style: { text: label, font, ...words, align: upright ? 'center' : 'right', verticalAlign: 'bottom' },
        ...(upright ? { x: place, y: y - (flag ? 0 : 2) } : { x: x + width, y: place - 2 }),
        silent: true,
        z: 5,
      }),
    )
  }
  for (const element of elements) zr.add(element)
  drawn.set(chart, elements)
}
