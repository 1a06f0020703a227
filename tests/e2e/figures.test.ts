/// <reference lib="dom" />
import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatNumber, formatPercent } from '../../web/src/format/number.ts'
import { openXlsx } from '../integration/read-xlsx.ts'
import { parseXml } from '../integration/xml.ts'
import { dossiers, one, OCTOBER } from './ask.ts'
import type { Visit } from './browser.ts'
import { openDesk } from './desk.ts'

let browser: Browser
let desk: Visit

beforeAll(async () => {
  ;({ browser, desk } = await openDesk())
})
afterAll(async () => {
  expect(desk?.troubles).toEqual([])
  await browser?.close()
})

test('the table behind a chart is one key away and equals the API', async () => {
  await desk.open('/on-time?period=2026-10')
  const rows = await desk.ask({
    measures: ['dossiers.on_time_rate'],
    timeDimensions: [
      { dimension: 'dossiers.date', dateRange: ['2025-10-01', '2026-10-31'], granularity: 'month' },
    ],
    order: { 'dossiers.date': 'asc' },
  })
  await desk.page.focus('[data-card="trend"] button[aria-pressed]')
  await desk.page.keyboard.press('t')
  const shown = await desk.page
    .locator('[data-card="trend"] table[data-twin] tbody tr td:nth-child(2)')
    .evaluateAll((cells) => cells.map((cell) => (cell as HTMLElement).dataset['value']))
  expect(shown.map(Number)).toEqual(rows.map((row) => Number(row['dossiers.on_time_rate'])))
  expect(shown).toHaveLength(13)
})

/**
 * Whether a card's PNG has the line of the legend: down the middle of its first swatch, where else nothing of the chart
 * is, stands its colour, three pixels of the page high.
 */
const holdsLegend = (png: Buffer): Promise<boolean> =>
  desk.page.evaluate(
    async (address) => {
      const image = new Image()
      image.src = address
      await image.decode()
      const canvas = Object.assign(document.createElement('canvas'), {
        width: image.width,
        height: image.height,
      })
      const draw = canvas.getContext('2d')
      const colour = getComputedStyle(document.documentElement).getPropertyValue('--c-main')
      if (!draw) return false
      draw.fillStyle = colour
      draw.fillRect(0, 0, 1, 1)
      const wanted = draw.getImageData(0, 0, 1, 1).data.join()
      draw.drawImage(image, 0, 0)
      // Pictures are twice the size of the page, with a margin of 24.
      const { data } = draw.getImageData(2 * (24 + 6), 0, 1, image.height)
      const column = Array.from({ length: image.height }, (_, y) => data.slice(4 * y, 4 * y + 4).join())
      return column.filter((pixel) => pixel === wanted).length === 6
    },
    `data:image/png;base64,${png.toString('base64')}`,
  )

test('a card gives its drawing, and a workbook of the question behind it with the definitions', async () => {
  await desk.open('/on-time?period=2026-10')
  const save = async (what: string): Promise<Buffer> => {
    await desk.page.click('[data-card="trend"] [aria-label^="Tải về"]')
    const [file] = await Promise.all([
      desk.page.waitForEvent('download'),
      desk.page.click(`[data-card="trend"] button:has-text("${what}")`),
    ])
    return readFileSync(await file.path())
  }
  const drawn = (await save('SVG')).toString()
  expect(drawn).toMatch(/^<svg [^]*<path [^]*<\/svg>\s*$/)
  // Well-formed, or no program but a browser shows it.
  expect(parseXml(drawn).querySelector('svg')).not.toBeNull()
  expect(drawn).toContain('mô phỏng')
  const legend = await desk.page.locator('[data-card="trend"] ul.legend li').allInnerTexts()
  expect(legend.length).toBeGreaterThan(1)
  for (const label of legend) expect(drawn).toContain(`>${label}</text></g>`)
  expect(await holdsLegend(await save('PNG'))).toBe(true)
  const rows = await desk.ask({
    measures: ['dossiers.on_time_rate'],
    timeDimensions: [
      { dimension: 'dossiers.date', dateRange: ['2025-10-01', '2026-10-31'], granularity: 'month' },
    ],
    order: { 'dossiers.date': 'asc' },
  })
  const [data, about] = openXlsx(await save('Excel')).sheets
  const heading = data?.rows[0]?.findIndex(({ value }) => value === 'Tỷ lệ đúng hạn') ?? -1
  expect(data?.rows.slice(1).map((row) => Number(row[heading]?.value))).toEqual(
    rows.map((row) => Number(row['dossiers.on_time_rate'])),
  )
  expect(about?.rows.flat().some(({ value }) => value?.includes('Mẫu số'))).toBe(true)
})

test('the figures of 18 April 2022 stand beside ours', async () => {
  await desk.open('/rollout?period=2022-04')
  const row = desk.page.locator('[data-card="published"] tbody tr', { hasText: 'Thủ tục hành chính' })
  await row.locator('td.ours', { hasText: '304' }).waitFor()
  expect(await row.locator('td.theirs strong').textContent()).toBe('304')
})

test('the index shows what the API answers, and a group narrows ranking and criteria', async () => {
  await desk.open('/scores?period=2026-10')
  const month = [{ dimension: 'scores766.date', dateRange: OCTOBER }]
  const measures = ['scores766.score', 'scores766.rank', 'scores766.points']
  const [all] = await desk.ask({ measures: ['scores766.score'], timeDimensions: month })
  expect(await desk.page.textContent('[data-score]')).toBe(
    `${formatNumber(Number(all?.['scores766.score']), 'vi', 2)}/100`,
  )
  const group = { member: 'scores766.group', operator: 'equals', values: ['MDSH'] }
  await desk.page.click('[data-card="criteria"] button:has-text("Số hóa hồ sơ")')
  await desk.page.waitForURL((url) => url.searchParams.get('group') === 'MDSH')
  await desk.settled()
  const ranked = await desk.ask({
    measures,
    dimensions: ['scores766.province'],
    timeDimensions: month,
    filters: [group],
    order: { 'scores766.rank': 'asc' },
  })
  const [first] = ranked
  const shown = await desk.page.locator('[data-card="standings"] ol li').first().innerText()
  expect(shown).toContain(formatNumber(Number(first?.['scores766.score']), 'vi', 2))
  expect(await desk.page.locator('[data-card="standings"] ol li').count()).toBe(34)
  expect(await desk.page.locator('[data-criterion]').count()).toBe(7)
  const [sum] = await desk.ask({ measures: ['scores766.points'], timeDimensions: month, filters: [group] })
  const listed = desk.page.locator('[data-card="groups"] li', { hasText: 'Số hóa hồ sơ' }).locator('.points')
  expect(await listed.innerText()).toContain(formatNumber(Number(sum?.['scores766.points']), 'vi', 2))
})

test('a province stands beside its region and the country, with its rank and what it was made of', async () => {
  const { page } = desk
  await desk.open('/province?period=2026-10')
  await page.fill('input[type=search]', 'phu tho')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.searchParams.get('place') === '25')
  await desk.settled()
  const rates = await desk.ask(
    dossiers('on_time_rate', OCTOBER, {
      dimensions: ['dossiers.province'],
      order: { 'dossiers.on_time_rate': 'desc' },
    }),
  )
  const own = Number(rates.find((row) => row['dossiers.province'] === '25')?.['dossiers.on_time_rate'])
  const known = rates.flatMap((row) => row['dossiers.on_time_rate'] ?? []).map(Number)
  const rank = known.filter((rate) => rate > own).length + 1
  const row = page.locator('[data-card="beside"] tbody tr').first()
  const cells = (await row.locator('td').allInnerTexts()).map((text) => text.split('\n')[0])
  const region = await one(desk, 'on_time_rate', OCTOBER, {
    filters: [{ member: 'dossiers.region', operator: 'equals', values: ['Trung du và miền núi phía Bắc'] }],
  })
  expect(cells.slice(0, 4)).toEqual([
    formatPercent(own, 'vi', 2),
    formatPercent(region, 'vi', 2),
    formatPercent(await one(desk, 'on_time_rate'), 'vi', 2),
    `${rank}/${known.length}`,
  ])
  const former = await page.locator('[data-card="predecessors"] tbody th').allInnerTexts()
  expect(former).toEqual(['Hòa Bình', 'Phú Thọ', 'Vĩnh Phúc'])
  expect(await page.locator('[data-card="trend"] .legend').innerText()).toContain('cả nước')
})

test('a province fits on three sheets of paper', async () => {
  await desk.open('/province?period=2026-10&place=79')
  const paper = (await desk.page.pdf({ preferCSSPageSize: true })).toString('latin1')
  expect(paper.match(/\/Type\s*\/Page\b(?!s)/g)?.length).toBeLessThanOrEqual(3)
})
