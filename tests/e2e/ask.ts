/// <reference lib="dom" />
/** Figures asked of the API and read off a page, to be compared. */
import type { Visit } from './browser.ts'

export const OCTOBER = ['2026-10-01', '2026-10-31']

export const dossiers = (measure: string, range = OCTOBER, extra: object = {}): object => ({
  measures: [`dossiers.${measure}`],
  timeDimensions: [{ dimension: 'dossiers.date', dateRange: range }],
  ...extra,
})

export const one = async (
  from: Visit,
  measure: string,
  range = OCTOBER,
  extra: object = {},
): Promise<number> => {
  const [row] = await from.ask(dossiers(measure, range, extra))
  return Number(row?.[`dossiers.${measure}`])
}

export const tile = (from: Visit, key: string): Promise<string | null> =>
  from.page.textContent(`[data-tile="${key}"] [data-value]`)
