/** Lines at values and categories, for the charts that have some. */
import { MarkLineComponent } from 'echarts/components'
import { use } from 'echarts/core'
import './kind-line.ts'

use([MarkLineComponent])
