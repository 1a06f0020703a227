/** The parts of ECharts in use, loaded when the first chart comes into view and only for the kinds that are drawn. */
import type { EChartsType } from 'echarts/core'

export type ChartKind = 'line' | 'map' | 'radar' | 'xy'
export type { ChartOption } from './option.ts'
export type Chart = EChartsType
type Init = (element: HTMLElement) => Chart

const map = async (): Promise<Init> => (await import('./kind-map.ts')).start()
const line = async (): Promise<Init> => (await import('./kind-line.ts')).start
const xy = async (): Promise<Init> => (await import('./kind-xy.ts')).start

const radar = async (): Promise<Init> => (await import('./kind-radar.ts')).start
const KINDS: Record<ChartKind, () => Promise<Init>> = { line, map, radar, xy }

/** Loads a kind of chart once; returns what starts one on an element. */
export const loadKind = (kind: ChartKind): Promise<Init> => KINDS[kind]()
