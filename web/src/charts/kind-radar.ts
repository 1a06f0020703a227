import { RadarChart } from 'echarts/charts'
import { RadarComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { Chart } from './engine.ts'
import './kind-line.ts'

use([RadarChart, RadarComponent, CanvasRenderer])

export const start = (element: HTMLElement): Chart => init(element, null, { renderer: 'canvas' })
