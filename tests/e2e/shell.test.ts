/// <reference lib="dom" />
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFindings, signIn, visit } from './browser.ts'
import type { Visit } from './browser.ts'
import { openDesk } from './desk.ts'
import type { Product } from './product.ts'

const ARTICLE = '2021-12-25..2022-04-18'

let product: Product
let browser: Browser
let desk: Visit

beforeAll(async () => {
  ;({ product, browser, desk } = await openDesk())
})
afterAll(async () => {
  expect(desk?.troubles).toEqual([])
  await browser?.close()
})

test('nobody gets in without signing in, and a wrong password does not help', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${product.url}/on-time?period=2026-10`)
  expect(new URL(page.url()).pathname).toBe('/login')
  await signIn(page, { ...product, password: 'sai-mat-khau' })
  expect(new URL(page.url()).pathname).toBe('/login')
  await signIn(page, product)
  await page.waitForURL((url) => url.pathname === '/on-time')
  expect(new URL(page.url()).searchParams.get('period')).toBe('2026-10')
  await context.close()
})

test('from one field, by keyboard: a place without its accents, a page, a metric', async () => {
  const { page } = desk
  await desk.open('/on-time?period=2026-10')
  const find = async (text: string): Promise<void> => {
    await page.keyboard.press('Control+k')
    await page.waitForSelector('dialog[open] [role=option]')
    await page.keyboard.type(text)
  }
  await find('da nang')
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.searchParams.get('place') === '48')
  expect(new URL(page.url()).pathname).toBe('/on-time')
  await find('khong co noi nao nhu the')
  expect(await page.locator('dialog [role=option]').count()).toBe(0)
  await page.keyboard.press('Escape')
  await page.waitForSelector('dialog', { state: 'detached' })
  await find('766')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === '/scores' && url.searchParams.get('place') === '48')
})

test('period, place and units are chosen by keyboard, and the link holds them', async () => {
  const { page } = desk
  await desk.open('/?period=2026-10')
  await page.focus('[data-period]')
  await page.keyboard.press('Enter')
  await page.click('text=Từ khi mở Cổng đến 18/04/2022')
  await page.waitForURL((url) => url.searchParams.get('period') === ARTICLE)
  await page.focus('[data-place]')
  await page.keyboard.press('Enter')
  await page.keyboard.type('ho chi')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.searchParams.get('place') === '79')
  await page.click('text="63 tỉnh"')
  await page.waitForURL((url) => url.searchParams.get('units') === '63' && !url.searchParams.has('place'))
  await desk.settled()
  const link = page.url()
  const shown = await page.innerText('main')
  await page.goto(link)
  await desk.settled()
  expect(await page.innerText('main')).toBe(shown)
})

test('63 units after their last day lead to their last period', async () => {
  await desk.open('/?period=2026-10')
  await desk.page.click('text="63 tỉnh"')
  await desk.page.waitForURL((url) => url.searchParams.get('period') === '2025-06')
  expect(await desk.page.innerText('main')).toContain('chỉ có đến 30/06/2025')
})

test('a partial period says so and is compared with as many days', async () => {
  await desk.open('/?period=2026-Q4')
  expect(await desk.page.textContent('[data-partial]')).toContain('31/92 ngày')
  expect(await desk.page.innerText('[data-tile="received"]')).toContain('01/07/2026–31/07/2026')
})

test('a period without data says so and shows no zero', async () => {
  await desk.open('/?period=2027-05')
  expect(await desk.page.locator('[data-tile] [data-value]').count()).toBe(0)
  expect(await desk.page.innerText('[data-tile="received"]')).toContain('không có số liệu')
})

test('a page of another version than the server offers to load it anew', async () => {
  const guest = await visit(browser, product)
  await guest.open('/?period=2026-10')
  expect(await guest.page.locator('[data-update]').count()).toBe(0)
  await guest.page.route('**/api/status', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({
      response: answer,
      json: { ...((await answer.json()) as object), version: '9.9.9' },
    })
  })
  await guest.page.evaluate(() => dispatchEvent(new Event('online')))
  await guest.page.waitForSelector('[data-update]')
  await guest.close()
})
