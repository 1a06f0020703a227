/** Tooltips that follow the pointer, a tenth the size of ECharts' own. */
import type { Chart } from './engine.ts'
import { gridOf } from './grid.ts'
import type { Rect } from './grid.ts'
import type { Tip } from './option.ts'

const GAP = 14
interface Point {
  offsetX: number
  offsetY: number
}
type Pointed = { content: HTMLElement; band: Rect | null } | null

/** The category at a point of the grid, and the band or line that stands for it. */
const categoryAt = (
  chart: Chart,
  { offsetX, offsetY }: Point,
  tip: Extract<Tip, { by: 'category' }>,
): Pointed => {
  if (!chart.containPixel({ gridIndex: 0 }, [offsetX, offsetY])) return null
  const axis = tip.across ? { yAxisIndex: 0 } : { xAxisIndex: 0 }
  const index = Math.round(Number(chart.convertFromPixel(axis, tip.across ? offsetY : offsetX)))
  const [middle, next] = [index, index + 1].map((at) => Number(chart.convertToPixel(axis, at)))
  if (middle === undefined || next === undefined) return null
  const width = tip.band ? Math.abs(next - middle) : 1
  const grid = gridOf(chart)
  return {
    content: tip.of(index),
    band: tip.across
      ? { ...grid, y: middle - width / 2, height: width }
      : { ...grid, x: middle - width / 2, width },
  }
}

/** Shows what `tipNow` says of what the pointer is at, beside it, and hides it elsewhere. */
export const attachTip = (chart: Chart, host: HTMLElement, tipNow: () => Tip | undefined): void => {
  const make = (className: string): HTMLElement => {
    const element = document.createElement('div')
    element.className = className
    element.hidden = true
    host.append(element)
    return element
  }
  const [band, box] = [make('hover-band'), make('hover-tip')]
  const hide = (): void => {
    band.hidden = box.hidden = true
  }
  const show = (pointed: Pointed, { offsetX, offsetY }: Point): void => {
    if (!pointed) return hide()
    box.replaceChildren(pointed.content)
    box.hidden = false
    // On whichever side of the pointer there is room.
    const left = offsetX + GAP + box.offsetWidth > host.clientWidth ? -GAP - box.offsetWidth : GAP
    const top = offsetY + GAP + box.offsetHeight > host.clientHeight ? -GAP - box.offsetHeight : GAP
    box.style.translate = `${Math.max(offsetX + left, 0)}px ${Math.max(offsetY + top, 0)}px`
    band.hidden = pointed.band === null
    if (!pointed.band) return
    const { x, y, width, height } = pointed.band
    band.style.translate = `${x}px ${y}px`
    band.style.width = `${width}px`
    band.style.height = `${height}px`
  }
  chart.on('mousemove', (raw) => {
    const { name, event } = raw as { name?: unknown; event?: Point }
    const tip = tipNow()
    if (tip?.by !== 'shape' || !event) return
    const content = typeof name === 'string' ? tip.of(name) : null
    show(content && { content, band: null }, event)
  })
  chart.on('mouseout', () => tipNow()?.by === 'shape' && hide())
  chart.getZr().on('mousemove', (event) => {
    const tip = tipNow()
    if (tip?.by === 'category') show(categoryAt(chart, event, tip), event)
  })
  chart.on('globalout', hide)
}
