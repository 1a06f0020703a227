/** What lines are drawn with, and bars. */
import { BarChart } from 'echarts/charts'
import { use } from 'echarts/core'

use(BarChart)
export { start } from './kind-line.ts'
