import { MapChart } from 'echarts/charts'
import { TooltipComponent } from 'echarts/components'
import { init, registerMap, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { Chart } from './engine.ts'

use([MapChart, TooltipComponent, CanvasRenderer])
let registered = false

/** Registers both eras' maps, then hands out what starts a map chart. */
export const start = async (): Promise<(element: HTMLElement) => Chart> => {
  if (!registered) {
    const { mapOf } = await import('./geometry.ts')
    registerMap('units34', mapOf('34') as never)
    registerMap('units63', mapOf('63') as never)
    registered = true
  }
  return (element) => init(element, null, { renderer: 'canvas' })
}
