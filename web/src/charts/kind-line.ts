import { LineChart } from 'echarts/charts'
import { GridSimpleComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { Chart } from './engine.ts'

// No tooltip part: `hover-tip.ts` is a tenth of its size. Lines at values come when there are some (`marks.ts`).
use([LineChart, GridSimpleComponent, CanvasRenderer])

export const start = (element: HTMLElement): Chart => init(element, null, { renderer: 'canvas' })
