/** Options shared by every chart with two axes: type, grid, axes, tooltip. */
import type { Flag } from '../view/flags.ts'
import type { ChartOption } from './option.ts'
import type { Palette } from './palette.ts'
import { tipOf } from './tooltip.ts'

export interface Series {
  name: string
  kind: 'line' | 'bar' | 'area' | 'points'
  color: string
  values: (number | null)[]
  /** Bars or areas of the same stack lie on each other. */
  stack?: string
  dashed?: boolean
}
export interface XyInput {
  /** Categories, in order: along the bottom, or down the side where `across`. */
  labels: string[]
  series: Series[]
  /** Text of a value in the tooltip and on the axis. */
  value: (value: number | null) => string
  axis: (value: number) => string
  /** Bars lie and categories go down the side. */
  across?: boolean
  /** Where the value axis begins and ends; by the data where left out. */
  min?: number
  max?: number
  /** Straight lines at a value, such as a threshold. */
  marks?: { at: number; label: string }[]
  /** Writes each value at the end of its bar; for lying bars of one series. */
  labelled?: boolean
  /** Thin upright lines at a category, with a mark on top and texts in its tooltip. */
  flags?: readonly Flag[]
  /** Extra line under a tooltip's title, by category. */
  notes?: (string | undefined)[]
}

const seriesOption = (s: Series, input: XyInput, palette: Palette): object => {
  const base = {
    name: s.name,
    data: s.values.map((v) => v ?? '-'),
    itemStyle: { color: s.color },
    emphasis: { disabled: true },
  }
  if (s.kind === 'bar') {
    return {
      ...base,
      type: 'bar',
      stack: s.stack,
      barMaxWidth: input.across ? 16 : 28,
      barCategoryGap: '32%',
      label: {
        show: input.labelled ?? false,
        position: 'right',
        color: palette.ink,
        fontFamily: palette.font,
        fontSize: 11,
        formatter: ({ dataIndex }: { dataIndex: number }) => input.value(s.values[dataIndex] ?? null),
      },
    }
  }
  if (s.kind === 'points') {
    return {
      ...base,
      type: 'line',
      lineStyle: { opacity: 0 },
      // Else only those at a label are drawn where labels are thinned out.
      showAllSymbol: true,
      symbol: 'diamond',
      symbolSize: 11,
      itemStyle: { color: palette.surface, borderColor: s.color, borderWidth: 2 },
    }
  }
  const marked = s.values.length <= 20 && !s.dashed
  // A value between two that are missing has no line through it.
  const alone = (at: number): boolean => s.values[at - 1] == null && s.values[at + 1] == null
  return {
    ...base,
    type: 'line',
    stack: s.stack,
    symbol: 'circle',
    symbolSize: marked ? 5 : (_: unknown, { dataIndex }: { dataIndex: number }) => (alone(dataIndex) ? 4 : 0),
    showSymbol: true,
    connectNulls: false,
    lineStyle: { color: s.color, width: s.dashed ? 1.5 : 2.25, type: s.dashed ? 'dashed' : 'solid' },
    ...(s.kind === 'area'
      ? { areaStyle: { color: s.color, opacity: 0.85 }, lineStyle: { width: 0 }, showSymbol: false }
      : {}),
  }
}

const flagLine = ({ at, mark }: Flag, palette: Palette): object => ({
  name: mark,
  xAxis: at,
  lineStyle: { color: palette.inkSoft, type: 'solid', width: 1 },
  label: {
    position: 'end',
    distance: 0,
    padding: [3, 5, 2],
    borderRadius: 3,
    backgroundColor: palette.ink,
    color: palette.surface,
    fontSize: 10,
    fontWeight: 600,
  },
})

/** Lines, bars, areas and points over common categories. */
export const xyOption = (input: XyInput, palette: Palette): ChartOption => {
  const text = { color: palette.inkSoft, fontFamily: palette.font, fontSize: 11 }
  const categories = {
    type: 'category',
    data: input.labels,
    inverse: input.across ?? false,
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
    axisLabel: {
      ...text,
      hideOverlap: !input.across,
      ...(input.across ? { interval: 0, color: palette.ink, width: 190, overflow: 'truncate' } : {}),
    },
  }
  const whole = input.series.every(
    (s) => s.kind === 'bar' && s.values.every((v) => v === null || Number.isInteger(v)),
  )
  const values = {
    type: 'value',
    scale: input.min === undefined && !input.series.some((s) => s.kind === 'bar' || s.kind === 'area'),
    min: input.min,
    max: input.max,
    splitNumber: 4,
    // Of few dossiers none is half.
    ...(whole ? { minInterval: 1 } : {}),
    splitLine: { lineStyle: { color: palette.grid } },
    axisLabel: { ...text, formatter: input.axis, hideOverlap: true },
  }
  const series = input.series.map((s) => seriesOption(s, input, palette))
  const lines = [
    ...(input.marks ?? []).map((m) => ({ name: m.label, [input.across ? 'xAxis' : 'yAxis']: m.at })),
    ...(input.flags ?? []).map((flag) => flagLine(flag, palette)),
  ]
  const [first, ...rest] = series
  const marked = first && {
    ...first,
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      lineStyle: { color: palette.inkSoft, type: [3, 3], width: 1 },
      label: { ...text, position: input.across ? 'start' : 'insideEndTop', formatter: '{b}' },
      data: lines,
    },
  }
  return {
    grid: {
      left: 4,
      right: input.across ? 44 : 12,
      top: input.flags?.length ? 24 : input.across ? 20 : 14,
      bottom: 2,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: input.across ? values : categories,
    yAxis: input.across ? categories : values,
    tip: {
      by: 'category',
      across: input.across ?? false,
      band: input.series.some((s) => s.kind === 'bar'),
      of: (index) =>
        tipOf(
          input.labels[index] ?? '',
          input.series
            .filter((s) => s.kind !== 'points' || s.values[index] != null)
            .map((s) => ({ label: s.name, value: input.value(s.values[index] ?? null), color: s.color })),
          [
            input.notes?.[index] ?? '',
            ...(input.flags ?? []).filter(({ at }) => at === index).flatMap(({ texts }) => texts),
          ],
        ),
    },
    marks: [
      ...(input.marks ?? []).map(({ at, label }) => ({
        ...{ axis: input.across ? ('x' as const) : ('y' as const), at, label, flag: false },
      })),
      ...(input.flags ?? []).map(({ at, mark }) => ({ axis: 'x' as const, at, label: mark, flag: true })),
    ],
    series: marked ? [marked, ...rest] : [],
  }
}
