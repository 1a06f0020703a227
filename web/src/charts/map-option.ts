import type { Units } from '../view/address.ts'
import type { ChartOption } from './option.ts'
import type { Palette } from './palette.ts'
import { tipOf } from './tooltip.ts'
import type { TipLine } from './tooltip.ts'

export interface MapItem {
  code: string
  name: string
  /** Step of the colour scale, null where there is no data. */
  step: number | null
  lines: TipLine[]
  selected: boolean
}
export interface MapInput {
  units: Units
  items: MapItem[]
  /** Captions of the two frames, both archipelagos with the province they belong to. */
  frames: { 'frame-hoang-sa': string; 'frame-truong-sa': string }
  /** What a press on a province does; where left out, nothing is said of what the pointer is on. */
  hint?: string
  /** Height of the captions in pixels; by the width where left out. */
  textSize?: number
}

/** The map of one era. Colours come with the data, so that legend, table and map cannot differ. */
export const mapOption = (input: MapInput, palette: Palette, width: number): ChartOption => {
  const textSize = input.textSize ?? (width < 420 ? 9 : 11)
  const frames = Object.entries(input.frames).map(([name, caption]) => ({
    name,
    silent: true,
    itemStyle: { areaColor: 'transparent', borderColor: palette.inkSoft, borderType: [4, 3], borderWidth: 1 },
    emphasis: { disabled: true },
    label: {
      show: true,
      // As many empty lines below as there are lines: the words then stand above the edge they are centred on.
      formatter: caption + caption.replace(/[^\n]+/g, ' ').replace(/^/, '\n'),
      color: palette.inkSoft,
      fontFamily: palette.font,
      fontSize: textSize,
      lineHeight: Math.round(textSize * 1.35),
    },
  }))
  const provinces = input.items.map((item) => ({
    name: item.code,
    value: item.step ?? Number.NaN,
    itemStyle: {
      areaColor: item.step === null ? palette.none : palette.sequence[item.step],
      ...(item.selected
        ? { borderColor: palette.ink, borderWidth: 2.5, shadowBlur: 6, shadowColor: palette.inkSoft }
        : {}),
    },
    z2: item.selected ? 5 : 0,
  }))
  const { hint } = input
  const tipFor = (code: string): HTMLElement | null => {
    const item = input.items.find((one) => one.code === code)
    return item ? tipOf(item.name, item.lines, hint) : null
  }
  return {
    ...(hint === undefined ? {} : { tip: { by: 'shape', of: tipFor } as const }),
    series: [
      {
        type: 'map',
        map: `units${input.units}`,
        nameProperty: 'name',
        aspectScale: 0.97,
        left: 4,
        right: 4,
        top: 8,
        bottom: 8,
        selectedMode: false,
        label: { show: false },
        itemStyle: { areaColor: palette.none, borderColor: palette.mapLine, borderWidth: 0.6 },
        emphasis: {
          label: { show: false },
          itemStyle: { areaColor: 'inherit', borderColor: palette.ink, borderWidth: 1.6 },
        },
        data: [...frames, ...provinces],
      },
    ],
  }
}
