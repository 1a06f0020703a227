/** The heat table: provinces by month, each cell a rate with its class. Pure. */
import type { Threshold } from '../../api/client.ts'
import { numberOf, textOf } from '../../api/cube.ts'
import type { CubeRow } from '../../api/cube.ts'
import { lightOf } from '../../format/light.ts'
import { byName } from '../../format/text.ts'
import { bucketsOf } from '../../view/buckets.ts'
import type { DayRange } from '../../view/day.ts'

export interface HeatCell {
  rate: number | null
  /** Class of the scale: bad, warn, or 1 … 3 of good; none without data. */
  tone: 'none' | 'bad' | 'warn' | 'good-1' | 'good-2' | 'good-3'
}
export interface HeatRow {
  code: string
  name: string
  cells: HeatCell[]
  lowest: number | null
}
export interface Heat {
  months: string[]
  rows: HeatRow[]
}

const toneOf = (rate: number | null, thresholds: readonly Threshold[], month: string): HeatCell['tone'] => {
  const light = lightOf('on_time_rate', rate, thresholds, month)
  if (rate === null || !light) return 'none'
  if (light !== 'good') return light
  return rate >= 0.998 ? 'good-3' : rate >= 0.99 ? 'good-2' : 'good-1'
}

/** Rows by name; `range` is cut into whole months, months without data stay empty. */
export const heatOf = (
  rows: readonly CubeRow[],
  place: string,
  range: DayRange,
  nameOf: (code: string) => string,
  thresholds: readonly Threshold[],
): Heat => {
  const months = bucketsOf({ range, granularity: 'month' }).map((bucket) => bucket.start)
  const byPlace = Map.groupBy(rows, (row) => textOf(row, place))
  return {
    months,
    rows: [...byPlace]
      .filter(([code]) => code !== '')
      .map(([code, own]) => {
        const rates = new Map(
          own.map((row) => [
            textOf(row, 'dossiers.date.month').slice(0, 7),
            numberOf(row, 'dossiers.on_time_rate'),
          ]),
        )
        const cells = months.map((month) => {
          const rate = rates.get(month.slice(0, 7)) ?? null
          return { rate, tone: toneOf(rate, thresholds, month) }
        })
        const known = cells.flatMap((cell) => cell.rate ?? [])
        return { code, name: nameOf(code), cells, lowest: known.length ? Math.min(...known) : null }
      })
      .sort((a, b) => byName(a.name, b.name)),
  }
}
