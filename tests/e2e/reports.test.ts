/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPerson } from './accounts.ts'
import { axeFindings } from './browser.ts'
import type { Visit } from './browser.ts'
import { openDesk } from './desk.ts'
import type { Product } from './product.ts'

const REPORT = 'Cấp căn cước và định danh điện tử'

let product: Product
let browser: Browser
let desk: Visit

beforeAll(async () => {
  ;({ product, browser, desk } = await openDesk())
})
afterAll(() => browser?.close())

const fits = async (page: Page): Promise<void> => {
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  await page.setViewportSize({ width: 1440, height: 900 })
}

test('a report that is sent now says of each recipient what came of it, a refusal in the server’s words', async () => {
  const { page } = desk
  await addPerson(desk, product, { name: 'nguoi-nhan', role: 'leader', email: 'lan@example.gov.vn' })
  await addPerson(desk, product, { name: 'khong-con', role: 'leader', email: 'nobody@example.gov.vn' })
  await desk.open('/reports')
  await page.click(`[data-run][aria-label="Lập và gửi ngay: ${REPORT}"]`)
  await page.click('dialog [data-agree]')
  await page.waitForSelector('dialog', { state: 'detached' })
  const row = page.locator('[data-card=slots] tbody tr').filter({ hasText: REPORT }).first()
  await row.filter({ hasText: 'Gửi được một phần' }).waitFor()
  await row.locator('[data-open]').click()
  const recipients = page.locator('dialog .deliveries li')
  await recipients.filter({ hasText: 'nguoi-nhan' }).waitFor()
  const said = (await recipients.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '))
  expect(said).toContain('nguoi-nhan đã gửi')
  expect(said).toContain('khong-con chưa gửi được: Máy chủ thư từ chối hẳn. 550 5.1.1 no such user …')
  expect(await axeFindings(page)).toEqual([])
  await fits(page)
  const file = await page.locator('dialog .files a').first().getAttribute('href')
  expect(file).toMatch(/^\/api\/reports\/slots\/\d+\/files\/00\/pdf$/)
  await page.keyboard.press('Escape')
  expect(desk.troubles).toEqual([])
})

test('of a report of provinces one says which is looked at, of what period and how', async () => {
  const { page } = desk
  await desk.open('/reports')
  await page.click('[data-preview][aria-label^="Xem trước, chọn nơi và kỳ: Báo cáo tuần"]')
  await page.selectOption('dialog [name=place]', { label: 'Cần Thơ' })
  await page.fill('dialog [name=period]', '2026-W40')
  await page.selectOption('dialog [name=format]', 'xlsx')
  expect(await axeFindings(page)).toEqual([])
  await fits(page)
  const href = (await page.getAttribute('dialog [data-look]', 'href')) ?? ''
  expect(href).toBe('/api/reports/tinh-tuan/preview?format=xlsx&province=92&period=2026-W40')
  const file = await page.evaluate(async (path) => {
    const answer = await fetch(path)
    return [answer.status, answer.headers.get('content-disposition')]
  }, href)
  expect(file).toEqual([200, expect.stringContaining('tinh-tuan-92-2026-W40.xlsx')])
  await page.keyboard.press('Escape')
  expect(desk.troubles).toEqual([])
})
