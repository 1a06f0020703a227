import { LineChart } from 'echarts/charts'
import { GridSimpleComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { Chart } from './engine.ts'

// No parts for tooltips and for lines at values: `hover-tip.ts` and `marks.ts` are a fraction of their size.
use([LineChart, GridSimpleComponent, CanvasRenderer])

export const start = (element: HTMLElement): Chart => init(element, null, { renderer: 'canvas' })
