/// <reference lib="dom" />
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatPercent } from '../../web/src/format/number.ts'
import { one, tile } from './ask.ts'
import { axeFindings, visit } from './browser.ts'
import { openDesk } from './desk.ts'
import type { Product } from './product.ts'

let product: Product
let browser: Browser

beforeAll(async () => {
  ;({ product, browser } = await openDesk())
})
afterAll(() => browser?.close())

test('the big screen goes from scene to scene, can be read from afar, keeps its figures and is left by Escape', async () => {
  const guest = await visit(browser, product, { viewport: { width: 1920, height: 1080 } })
  const { page } = guest
  await guest.open('/wall')
  expect(await page.getAttribute('html', 'data-theme')).toBe('dark')
  expect(await page.isVisible('[data-simulated]')).toBe(true)
  expect(await tile(guest, 'on_time')).toBe(formatPercent(await one(guest, 'on_time_rate'), 'vi', 2))
  await page.keyboard.press('p')
  for (const scene of ['map', 'ranking', 'identity', 'attention', 'figures']) {
    await page.keyboard.press('ArrowRight')
    await page.waitForSelector(`[data-scene="${scene}"] h1`)
    expect(await axeFindings(page), scene).toEqual([])
    const unreadable = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.stage *:not(.sr-only, .credit)')]
        .filter((element) => [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent?.trim()))
        .filter((element) => element.getClientRects().length > 0)
        .filter((element) => {
          const box = element.getBoundingClientRect()
          const small = Number.parseFloat(getComputedStyle(element).fontSize) < 27.9
          return small || box.right > innerWidth || box.bottom > innerHeight
        })
        .map((element) => element.textContent),
    )
    expect(unreadable, scene).toEqual([])
  }
  const before = await page.locator('[data-tile] [data-value]').allInnerTexts()
  await page.route('**/api/status', (route) => route.abort())
  await page.evaluate(() => dispatchEvent(new Event('online')))
  expect(await page.textContent('[data-trouble]')).toContain('đang thử lại')
  expect(await page.locator('[data-tile] [data-value]').allInnerTexts()).toEqual(before)
  await page.unroute('**/api/status')
  await page.waitForSelector('[data-trouble]', { state: 'detached' })
  await page.keyboard.press('Escape')
  await page.waitForURL((url) => url.pathname === '/')
  expect(await page.getAttribute('html', 'data-theme')).toBe('light')
  await guest.close()
})

test('two hundred scenes of the big screen leave nothing behind', async () => {
  const guest = await visit(browser, product)
  const { page } = guest
  await guest.open('/wall')
  await page.keyboard.press('p')
  const debug = await page.context().newCDPSession(page)
  await debug.send('Performance.enable')
  const kept = async (): Promise<{ nodes: number; listeners: number; megabytes: number }> => {
    // What the first collection frees may hold others.
    for (let i = 0; i < 3; i++) await debug.send('HeapProfiler.collectGarbage')
    const { metrics } = await debug.send('Performance.getMetrics')
    const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
    return {
      nodes: of('Nodes'),
      listeners: of('JSEventListeners'),
      megabytes: of('JSHeapUsedSize') / 2 ** 20,
    }
  }
  const show = async (scenes: number): Promise<void> => {
    for (let i = 0; i < scenes; i++) {
      await page.keyboard.press('ArrowRight')
      // A locator's wait holds no element, as the answer of waitForSelector would.
      if ((await page.getAttribute('.wall', 'data-scene')) === 'map')
        await page.locator('.chart canvas').first().waitFor()
    }
  }
  await show(20)
  const before = await kept()
  await show(200)
  const after = await kept()
  // Less than a node a scene.
  expect(after.nodes).toBeLessThan(before.nodes + 200)
  expect(after.listeners).toBeLessThan(before.listeners * 1.1)
  expect(after.megabytes).toBeLessThan(before.megabytes + 3)
  await guest.close()
})
