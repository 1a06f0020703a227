import { MapChart } from 'echarts/charts'
import { init, registerMap, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import address from 'virtual:vietnam-topology'
import type { EraTopology } from '../../geometry/build.ts'
import type { Chart } from './engine.ts'
import { mapOf } from './geometry.ts'

use([MapChart, CanvasRenderer])
let registered = false

/** Registers both eras' maps, then hands out what starts a map chart. */
export const start = async (): Promise<(element: HTMLElement) => Chart> => {
  if (!registered) {
    const response = await fetch(address)
    if (!response.ok) throw new Error(`map geometry: HTTP ${response.status}`)
    const topology = (await response.json()) as EraTopology
    registerMap('units34', mapOf(topology, '34') as never)
    registerMap('units63', mapOf(topology, '63') as never)
    registered = true
  }
  return (element) => init(element, null, { renderer: 'canvas' })
}
