import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFindings } from './browser.ts'
import type { Visit } from './browser.ts'
import { openDesk } from './desk.ts'
import type { Product } from './product.ts'

let product: Product
let browser: Browser
let desk: Visit

beforeAll(async () => {
  ;({ product, browser, desk } = await openDesk())
})
afterAll(() => browser?.close())

test('from what needs attention to its alert: taken in hand with a note, told in the history, and taken back', async () => {
  const { page } = desk
  // The product evaluates its rules by itself, one after another, soon after it has started.
  for (let open = true; open;) {
    const answer = await page.request.get(`${product.url}/api/alerts`)
    const { rules } = (await answer.json()) as { rules: { evaluated_at: string | null }[] }
    open = rules.some(({ evaluated_at }) => evaluated_at === null)
  }
  await desk.open('/?period=2026-10')
  await page.click('[data-card="attention"] [data-all-alerts]')
  const open = page.locator('[data-card="alerts"] li')
  const inHand = page.locator('[data-card="alerts-in-hand"] li')
  await open.first().waitFor()
  const before = await open.count()
  await page.locator('[data-card="alerts"] [data-acknowledge]').first().click()
  expect(await axeFindings(page)).toEqual([])
  await page.fill('dialog textarea', 'đã giao rà soát')
  await page.click('dialog [data-agree]')
  await inHand.waitFor()
  expect(await inHand.innerText()).toContain('đã giao rà soát')
  expect(await open.count()).toBe(before - 1)
  const newest = page.locator('[data-card="alert-history"] tbody tr').first()
  await newest.getByText('Nhận xử lý').waitFor()
  expect(await newest.innerText()).toContain(`${product.name}: đã giao rà soát`)
  await page.click('[data-undo]')
  await inHand.waitFor({ state: 'detached' })
  expect(await open.count()).toBe(before)
  // Whose history is shown stands in the address.
  await page
    .locator('[data-card="alert-rules"] tr', { hasText: 'Nhiệm vụ' })
    .locator('[data-history]')
    .click()
  await page.waitForURL(/rule=nhiem-vu-qua-han/)
  // Its figures: the tasks on the page of the rollout, of the newest period.
  await page.locator('[data-card="alerts"] a', { hasText: 'Xem số liệu' }).first().click()
  await page.waitForURL(/period=/)
  expect(desk.troubles).toEqual([])
})
