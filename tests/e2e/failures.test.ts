/// <reference lib="dom" />
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFindings, visit } from './browser.ts'
import { openDesk } from './desk.ts'
import type { Product } from './product.ts'

let product: Product
let browser: Browser

beforeAll(async () => {
  ;({ product, browser } = await openDesk())
})
afterAll(() => browser?.close())

// Four ways not to answer, each on another page.
const FAILURES = {
  '/': { status: 503, body: '{"error":"the warehouse is away"}' },
  '/on-time': null,
  '/scores': { status: 200, body: '{"data":[{"scores766.score":' },
  '/rollout': { status: 500, body: '{"error":"Error: timeout"}' },
} as const
test('while the service is away every page keeps its last figures, says so, and recovers by itself', async () => {
  const guest = await visit(browser, product)
  const { page } = guest
  for (const [path, failure] of Object.entries(FAILURES)) {
    await guest.open(`${path}?period=2026-10`)
    const before = await page.innerText('main')
    // A load is published, and then nothing answers.
    await page.route('**/api/status', async (route) => {
      const answer = await route.fetch()
      const status = (await answer.json()) as { datasets: { rows: number }[] }
      for (const dataset of status.datasets) dataset.rows++
      await route.fulfill({ response: answer, json: status })
    })
    await page.route('**/cubejs-api/v1/load', (route) => (failure ? route.fulfill(failure) : route.abort()))
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await page.waitForSelector('[data-trouble]')
    expect(await page.innerText('[data-trouble]')).toMatch(/Số liệu lúc \d\d:\d\d, đang thử lại\./)
    await page.waitForSelector('main [data-stale]')
    const shown = await page.innerText('main')
    const figures = (text: string): string[] => text.match(/\d[\d.,]*(?:%|\/100| triệu| nghìn)/g) ?? []
    for (const figure of figures(before)) expect(shown, path).toContain(figure)
    expect(await page.locator('main [role=alert]').count(), path).toBe(0)
    if (path === '/') expect(await axeFindings(page)).toEqual([])
    await page.unroute('**/cubejs-api/v1/load')
    await page.waitForSelector('[data-trouble]', { state: 'detached' })
    await page.unroute('**/api/status')
    expect(await page.locator('[data-stale]').count(), path).toBe(0)
  }
  await guest.close()
})
