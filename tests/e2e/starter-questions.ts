/// <reference lib="dom" />
import { expect, test } from 'vitest'
import { messages } from '../../web/src/i18n/vi.ts'
import { STARTERS } from '../../web/src/pages/explore/starters.ts'
import type { RecomputedDatabase } from '../integration/demonstration/recomputed-database.ts'
import { STARTER_ANSWERS, STARTER_TOTALS } from '../integration/demonstration/recomputed-starters.ts'
import type { Visit } from './browser.ts'
import { numberShown, readTable, type ShownTable } from './shown-table.ts'

/** Words the page has for codes of the data. */
const WORDS: Record<string, string> = {
  ...messages.channel,
  ...messages.product,
  ...messages.group,
  all: messages.explore.everyone,
}
const NOTHING = messages.common.noData
const ALL = messages.explore.all

/** A text of the data as the page writes it. */
const wordOf = (value: unknown): string => {
  if (value instanceof Date) return value.toISOString().slice(0, 10).split('-').reverse().join('/')
  return WORDS[String(value)] ?? String(value)
}

/** How far a shown number may be from the exact one. */
const roundingOf = (text: string, exact: number): number => {
  if (text.endsWith('điểm %')) return 5e-5
  // A change, to a tenth of a per cent; a rate, to a hundredth, and never rounded up to 100 %.
  if (text.endsWith('%')) return /^[+−]|^0%/.test(text) ? 5e-4 : 1e-4
  return Number.isInteger(exact) ? 0 : 0.005
}

const expectShown = (text: string, exact: unknown, where: string): void => {
  if (exact === null) return expect([NOTHING, '–'], where).toContain(text)
  const [number = '', unit = ''] = text.replace('+', '').split(/(?=\s?(?:điểm )?%)/)
  const shown = numberShown(number) / (unit === '' ? 1 : 100)
  const value = Number(exact)
  const apart = Math.abs(shown - value)
  expect(apart, `${where}: ${text} for ${value}`).toBeLessThanOrEqual(roundingOf(text, value) + 1e-9)
}

/** Rows by the texts they begin with. */
const byNames = (rows: unknown[][], names: number): Map<string, unknown[]> =>
  new Map(rows.map((row) => [row.slice(0, names).map(wordOf).join(' | '), row.slice(names)]))

const expectRows = (shown: unknown[][], exact: unknown[][], names: number): void => {
  const [found, expected] = [byNames(shown, names), byNames(exact, names)]
  expect([...found.keys()].sort()).toEqual([...expected.keys()].sort())
  expect(found.size).toBe(shown.length)
  for (const [name, values] of expected)
    values.forEach((value, c) => expectShown(String(found.get(name)?.[c]), value, `${name}, ${c + 1}`))
}

/** A crossed table as a row for each of its cells; what stands for all is named as the page names it. */
const cellsOf = ({ headings, rows, totals }: ShownTable): string[][] =>
  [...rows, ...(totals ? [totals] : [])].flatMap(([side = '', ...cells]) =>
    cells.map((cell, c) => [side, headings[c + 1] ?? '', cell]),
  )

/** Of a cell that the data has nothing for, nothing is shown. */
const expectCrossed = (shown: string[][], exact: unknown[][]): void => {
  const named = exact.map(([side, top, value]) => [side ?? ALL, top ?? ALL, value])
  const known = byNames(named, 2)
  const gaps = shown.filter(([side = '', top = '']) => !known.has(`${side} | ${top}`))
  expectRows(shown, [...named, ...gaps.map(([side, top]) => [side, top, null])], 2)
}

/**
 * The questions that Khám phá begins with: each is pressed, answered and read off the page, and its answer is DuckDB's over the
 * same files.
 */
export function starterTests(desk: () => Visit, database: () => RecomputedDatabase): void {
  const open = async (key: string): Promise<ShownTable> => {
    const { page } = desk()
    await desk().open('/explore?period=2026-10&compare=none')
    await page.click(`[data-starter="${key}"]`)
    await page.waitForURL((url) => (url.searchParams.get('measures') ?? '') !== '')
    await desk().settled()
    if ((await page.getAttribute('[data-shape=chart]', 'aria-pressed')) === 'true') {
      // Something has been drawn; the same as a table is what can be read.
      await page.waitForSelector('[data-result] .chart canvas')
      await page.click('[data-shape=table]')
      await page.waitForURL((url) => !url.searchParams.has('shape'))
      await desk().settled()
    }
    return readTable(page.locator('[data-result] [data-grid]'))
  }

  const answered = STARTERS.filter(({ key }) => key in STARTER_ANSWERS)
  test('each but the scores, which several datasets make, is answered by DuckDB', () => {
    expect(STARTERS.map(({ key }) => key).filter((key) => !(key in STARTER_ANSWERS))).toEqual(['scores'])
  })

  test.each(answered)('$key', async ({ key, question }) => {
    const shown = await open(key)
    expect(shown.rows.length).toBeGreaterThan(2)
    const exact = await database().values(STARTER_ANSWERS[key] ?? '')
    if (question.shape === 'pivot') {
      expectCrossed(cellsOf(shown), exact)
      return
    }
    const names = question.dimensions.length + (question.grain === null ? 0 : 1)
    expectRows(shown.rows, exact, names)
    const totals = STARTER_TOTALS[key]
    if (totals === undefined) return
    const [expected = []] = await database().values(totals)
    expected.forEach((value, c) => expectShown(shown.totals?.[names + c] ?? '', value, `all, ${c + 1}`))
  })

  test('the points of index 766 by province and group are those the API gives', async () => {
    const shown = await open('scores')
    const [points, place, group] = ['points', 'province_name', 'group_name'].map(
      (name) => `scores766.${name}`,
    )
    const period = [{ dimension: 'scores766.date', dateRange: ['2026-10-01', '2026-10-31'] }]
    const asked = async (...dimensions: string[]): Promise<unknown[][]> =>
      (await desk().ask({ measures: [points], dimensions, timeDimensions: period, limit: 5000 })).map((row) =>
        [place, group, points].map((name = '') => row[name] ?? null),
      )
    const cells = await asked(place ?? '', group ?? '')
    expect(cells.length).toBeGreaterThan(100)
    const all = [...(await asked(place ?? '')), ...(await asked(group ?? '')), ...(await asked())]
    expectCrossed(cellsOf(shown), [...cells, ...all])
  })
}
