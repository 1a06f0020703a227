/// <reference lib="dom" />
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { messages } from '../../web/src/i18n/vi.ts'
import { axeFindings, visit } from './browser.ts'
import { openDesk } from './desk.ts'
import type { Product } from './product.ts'

const RAW_KEY = new RegExp(`(^|[\\s(])(${Object.keys(messages).join('|')})\\.[a-z][\\w.]*`)
const DATA = ['freshness', 'loads', 'lineage', 'quarantine', 'metrics'].map((tab) => `/data?tab=${tab}`)
const PAGES = ['/', '/on-time', '/identity', '/rollout', '/scores', '/province', '/explore', ...DATA]

let product: Product
let browser: Browser

beforeAll(async () => {
  ;({ product, browser } = await openDesk())
})
afterAll(() => browser?.close())

/** The words of a page, without names that no language has: of files, and in code. */
const wordsOf = (): string => {
  const found: string[] = []
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walk.nextNode(); node; node = walk.nextNode())
    if (!node.parentElement?.closest('code, script, style, [translate=no]'))
      found.push(node.textContent ?? '')
  return found.join('\n')
}

// Each page once in each language, each theme and both widths; not every combination of them.
for (const [language, colorScheme] of [
  ['vi', 'light'],
  ['en', 'dark'],
] as const) {
  test(`every page in ${language}, ${colorScheme}: figures, reading, banner, no trouble, axe, a phone's width`, async () => {
    const guest = await visit(browser, product, { language, colorScheme })
    for (const path of PAGES) {
      const at = path.includes('?') ? '&' : '?'
      await guest.open(`${path}${at}period=2026-10&place=region-duyen-hai-nam-trung-bo-va-tay-nguyen`)
      expect(await guest.page.getAttribute('html', 'lang')).toBe(language)
      expect(await guest.page.getAttribute('html', 'data-theme')).toBe(colorScheme)
      expect(await guest.page.isVisible('[data-simulated]')).toBe(true)
      // Without a province its page is a list to choose from.
      if (path !== '/province') expect(await guest.page.textContent('[data-reading]'), path).toMatch(/\d/)
      expect(await guest.page.locator('main [role=alert]').count(), path).toBe(0)
      const text = await guest.page.evaluate(wordsOf)
      // A key without its words would be shown as it is written in the code.
      expect(text.match(RAW_KEY), path).toBeNull()
      expect(await axeFindings(guest.page), path).toEqual([])
      await guest.page.setViewportSize({ width: 360, height: 740 })
      await guest.settled()
      const width = await guest.page.evaluate(() => document.documentElement.scrollWidth)
      expect(width, path).toBeLessThanOrEqual(360)
      await guest.page.setViewportSize({ width: 1440, height: 900 })
    }
    await guest.open('/province?period=2026-10&place=25')
    expect(await axeFindings(guest.page)).toEqual([])
    await guest.open('/?period=2026-10')
    for (const opener of ['[data-period]', '[data-place]', '[data-fresh]']) {
      await guest.page.click(opener)
      expect(await axeFindings(guest.page), opener).toEqual([])
      await guest.page.keyboard.press('Escape')
    }
    await guest.open('/reports')
    await guest.page.waitForSelector('[data-card="slots"]')
    expect(await guest.page.locator('[data-card="reports"] [data-preview]').count()).toBeGreaterThan(3)
    expect((await guest.page.innerText('body')).match(RAW_KEY)).toBeNull()
    expect(await axeFindings(guest.page)).toEqual([])
    await guest.page.setViewportSize({ width: 360, height: 740 })
    expect(await guest.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await guest.open('/alerts')
    await guest.page.waitForSelector('[data-card="alerts"] h3')
    expect(await guest.page.locator('[data-card="alert-rules"] tbody tr').count()).toBeGreaterThan(7)
    expect((await guest.page.innerText('body')).match(RAW_KEY)).toBeNull()
    expect(await axeFindings(guest.page)).toEqual([])
    expect(await guest.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    expect(guest.troubles).toEqual([])
    await guest.close()
  })
}
