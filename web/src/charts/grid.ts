import type { Chart } from './engine.ts'

export interface Rect {
  x: number
  y: number
  width: number
  height: number
}

/** Where the grid of a chart with two axes came to lie; ECharts has no other way to ask. */
export const gridOf = (chart: Chart): Rect => {
  const { getModel } = chart as unknown as {
    getModel: () => { getComponent: (type: 'grid') => { coordinateSystem: { getRect: () => Rect } } }
  }
  return getModel.call(chart).getComponent('grid').coordinateSystem.getRect()
}
