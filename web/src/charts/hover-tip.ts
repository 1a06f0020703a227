/** A tooltip that follows the pointer over named shapes. */
import type { Chart } from './engine.ts'

interface Hover {
  name?: unknown
  event?: { offsetX: number; offsetY: number }
}
const GAP = 14

/** Shows `contentOf(name)` beside the pointer and hides it off the shapes; null content shows nothing. */
export const attachTip = (
  chart: Chart,
  host: HTMLElement,
  contentOf: (name: string) => HTMLElement | null,
): void => {
  const box = document.createElement('div')
  box.className = 'hover-tip'
  box.hidden = true
  host.append(box)
  const hide = (): void => {
    box.hidden = true
  }
  chart.on('mousemove', (raw) => {
    const { name, event } = raw as Hover
    const content = typeof name === 'string' ? contentOf(name) : null
    if (!content || !event) return hide()
    box.replaceChildren(content)
    box.hidden = false
    // On whichever side of the pointer there is room.
    const left = event.offsetX + GAP + box.offsetWidth > host.clientWidth ? -GAP - box.offsetWidth : GAP
    const top = event.offsetY + GAP + box.offsetHeight > host.clientHeight ? -GAP - box.offsetHeight : GAP
    box.style.translate = `${Math.max(event.offsetX + left, 0)}px ${Math.max(event.offsetY + top, 0)}px`
  })
  chart.on('mouseout', hide)
  chart.on('globalout', hide)
}
