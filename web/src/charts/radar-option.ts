import type { ChartOption } from './option.ts'
import type { Palette } from './palette.ts'
import { tipOf } from './tooltip.ts'

export interface RadarInput {
  /** At least three, clockwise from the top. An axis without a value would be drawn at the centre: leave it out. */
  axes: { name: string; detail: string }[]
  /** Shares of each axis's maximum, 0 … 1; the first series is filled. */
  series: { name: string; color: string; dashed?: boolean; values: number[] }[]
  value: (share: number) => string
}

const LINE = 16

/** Breaks a name into lines of about so many characters, between words. */
const wrapped = (name: string, width: number): string =>
  name.split(' ').reduce((text, word) => {
    const line = text.slice(text.lastIndexOf('\n') + 1)
    return line !== '' && line.length + word.length >= width ? `${text}\n${word}` : `${text} ${word}`.trim()
  }, '')

/** What is reached of each axis's maximum, which is the outermost ring. */
export const radarOption = (input: RadarInput, palette: Palette, width: number): ChartOption => {
  const narrow = width < 420
  const size = narrow ? 10 : 12
  // What is drawn last lies on top: what the chart is about.
  const drawn = [...input.series].reverse()
  return {
    radar: {
      shape: 'polygon',
      radius: narrow ? '56%' : '64%',
      center: ['50%', '50%'],
      splitNumber: 4,
      indicator: input.axes.map((axis) => ({ name: axis.name, max: 1, min: 0 })),
      axisNameGap: narrow ? 6 : 10,
      axisName: {
        formatter: (name: string) => {
          const axis = input.axes.find((a) => a.name === name)
          return `{name|${wrapped(name, narrow ? 14 : 24)}}\n{detail|${axis?.detail ?? ''}}`
        },
        rich: {
          name: { color: palette.ink, fontFamily: palette.font, fontSize: size, lineHeight: LINE },
          detail: { color: palette.inkSoft, fontFamily: palette.font, fontSize: size, lineHeight: LINE },
        },
      },
      splitLine: { lineStyle: { color: palette.grid } },
      splitArea: { show: false },
      axisLine: { lineStyle: { color: palette.grid } },
    },
    tip: {
      by: 'shape',
      of: (name) => {
        const shown = drawn.find((s) => s.name === name)
        return shown === undefined
          ? null
          : tipOf(
              shown.name,
              input.axes.map((axis, i) => ({ label: axis.name, value: input.value(shown.values[i] ?? 0) })),
            )
      },
    },
    series: [
      {
        type: 'radar',
        symbol: 'circle',
        symbolSize: 6,
        emphasis: { disabled: true },
        data: drawn.map((s) => ({
          name: s.name,
          value: s.values,
          symbol: s.dashed ? 'none' : 'circle',
          itemStyle: { color: s.color },
          lineStyle: { color: s.color, width: s.dashed ? 1.5 : 2.25, type: s.dashed ? 'dashed' : 'solid' },
          ...(s === input.series[0] ? { areaStyle: { color: s.color, opacity: 0.16 } } : {}),
        })),
      },
    ],
  }
}
