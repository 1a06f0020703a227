/** What the colours of a chart stand for: on the page (ChartLegend) and in its pictures. Pure. */
import type { InjectionKey, ShallowRef } from 'vue'
import type { Palette } from './palette.ts'

/** The palette's colour of each swatch. */
const SWATCHES = {
  main: 'main',
  second: 'second',
  third: 'third',
  early: 'early',
  'on-time': 'onTime',
  late: 'late',
  'in-time': 'inTime',
  overdue: 'overdue',
  compare: 'compare',
  published: 'published',
} as const satisfies Record<string, keyof Palette>

export type Swatch = keyof typeof SWATCHES
export interface LegendItem {
  label: string
  swatch: Swatch
  /** @default a square */
  shape?: 'line' | 'dash' | 'diamond'
}

/** Set by the legend inside a card; empty while there is none. */
export const CHART_LEGEND: InjectionKey<ShallowRef<readonly LegendItem[]>> = Symbol('chart legend')

export const swatchColour = (swatch: Swatch, palette: Palette): string => palette[SWATCHES[swatch]]

interface Mark {
  /** An SVG path, as a canvas takes it too: 12 wide from 0, its middle at the height 0. */
  path: string
  /** Width of its line and the lengths of dashes and gaps; null: it is filled. */
  stroke: { width: number; dashes: number[] } | null
}

/** A swatch as pictures draw it, as ChartLegend has it in CSS. */
export const markOf = (shape: LegendItem['shape']): Mark => {
  if (shape === 'line') return { path: 'M0-1.5h12v3h-12z', stroke: null }
  if (shape === 'dash') return { path: 'M0 0h12', stroke: { width: 2, dashes: [4, 4] } }
  if (shape === 'diamond') return { path: 'M6-5l5 5l-5 5l-5-5z', stroke: { width: 2, dashes: [] } }
  return { path: 'M3-6h6a3 3 0 0 1 3 3v6a3 3 0 0 1-3 3h-6a3 3 0 0 1-3-3v-6a3 3 0 0 1 3-3z', stroke: null }
}

/** Of pictures, in pixels: a line of the legend, its letters, a label's distance from its item's left edge, and between items. */
export const LEGEND_LINE = 20
export const LEGEND_FONT = 12
export const LABEL_AT = 18
const BETWEEN = 16

export interface PlacedItem extends LegendItem {
  /** Left edge, in pixels. */
  x: number
  /** Line, from 0. */
  line: number
}

/**
 * Items one after another, in as many lines as it takes.
 *
 * @param width pixels of a line
 * @param measure pixels of a label
 */
export const placeLegend = (
  items: readonly LegendItem[],
  width: number,
  measure: (label: string) => number,
): { placed: PlacedItem[]; height: number } => {
  let [x, line] = [0, 0]
  const placed = items.map((item) => {
    const length = LABEL_AT + measure(item.label)
    if (x > 0 && x + length > width) [x, line] = [0, line + 1]
    const at = { ...item, x, line }
    x += length + BETWEEN
    return at
  })
  return { placed, height: items.length === 0 ? 0 : (line + 1) * LEGEND_LINE }
}
