import { RadarChart } from 'echarts/charts'
import { RadarComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { Chart } from './engine.ts'

use([RadarChart, RadarComponent, TooltipComponent, CanvasRenderer])

export const start = (element: HTMLElement): Chart => init(element, null, { renderer: 'canvas' })
