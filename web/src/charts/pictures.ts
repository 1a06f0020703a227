/** How the card around a chart comes by pictures of it. */
import type { InjectionKey, ShallowRef } from 'vue'

export interface VectorChart {
  svg: string
  width: number
  height: number
}
/** The pictures a chart makes of itself: a data address at twice its size, and SVG. */
export interface ChartPictures {
  png: () => string
  svg: () => Promise<VectorChart>
}
/** Set by the chart inside a card; null while there is none. */
export const CHART_IMAGE: InjectionKey<ShallowRef<ChartPictures | null>> = Symbol('chart image')
