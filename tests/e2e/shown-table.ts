/// <reference lib="dom" />
/** The whole of a table as it stands on a page, and what its cells say in Vietnamese. */
import type { Locator } from 'playwright-core'

export interface ShownTable {
  headings: string[]
  rows: string[][]
  /** Of all rows together, below them; null where there is none. */
  totals: string[] | null
}

/**
 * Headings and every row of a grid (VirtualTable), which draws only the rows in view: it is scrolled from its top to its end.
 *
 * @throws Error where a row between them is never drawn.
 */
export async function readTable(grid: Locator): Promise<ShownTable> {
  const headings = await grid.locator('[role=columnheader]').allInnerTexts()
  const totals = await grid.locator('[data-totals] > *').allInnerTexts()
  const count = Number(await grid.getAttribute('aria-rowcount')) - 1 - (totals.length > 0 ? 1 : 0)
  const found = new Map<number, string[]>()
  await grid.evaluate((scroller) => (scroller.scrollTop = 0))
  while (found.size < count) {
    const row = grid.locator(`[data-row][aria-rowindex="${found.size + 2}"]`)
    await row.waitFor({ state: 'attached' })
    const drawn = await grid.evaluate((scroller) => {
      const rows = [...scroller.querySelectorAll('[data-row]')].map((row) => ({
        number: Number(row.getAttribute('aria-rowindex')) - 2,
        cells: [...row.children].map((cell) => (cell as HTMLElement).innerText),
      }))
      scroller.scrollTop += scroller.clientHeight / 2
      return rows
    })
    for (const { number, cells } of drawn) found.set(number, cells)
  }
  const rows = Array.from({ length: count }, (_, number) => {
    const cells = found.get(number)
    if (cells === undefined) throw new Error(`row ${number} of ${count} was not drawn`)
    return cells
  })
  return { headings, rows, totals: totals.length > 0 ? totals : null }
}

/** `1.234.567,89`, and `1234`: below ten thousand a whole number may be a year, so its thousands stand without a point. */
const VIETNAMESE = /^−?(?:\d{1,4}|\d{1,3}(?:\.\d{3})+)(?:,\d+)?$/

/** The number a cell says. Text that no Vietnamese reader would read as one is NaN. */
export const numberShown = (text: string): number =>
  VIETNAMESE.test(text) ? Number(text.replaceAll('.', '').replace(',', '.').replace('−', '-')) : Number.NaN

/**
 * By how much a shown number may differ from the exact one. Whole numbers are shown whole; others to four decimals, below one to
 * six digits that say something.
 */
export const roundingOf = (exact: number): number => {
  if (Number.isInteger(exact)) return 0
  const size = Math.abs(exact)
  const decimals = size >= 1 ? 4 : 5 - Math.floor(Math.log10(size))
  return 0.5000001 * 10 ** -decimals
}
