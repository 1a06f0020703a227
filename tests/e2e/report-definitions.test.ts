/// <reference lib="dom" />
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { messages } from '../../web/src/i18n/vi.ts'
import { addPerson } from './accounts.ts'
import { axeFindings, visit } from './browser.ts'
import { openDesk } from './desk.ts'
import type { Product } from './product.ts'

const RAW_KEY = new RegExp(`(^|[\\s(])(${Object.keys(messages).join('|')})\\.[a-z][\\w.]*`)
const EDIT = '/reports/edit/chat-luong-du-lieu'
const TITLE = 'Chất lượng dữ liệu'
const CHANGED = 'Chất lượng dữ liệu các nguồn'

let product: Product
let browser: Browser

beforeAll(async () => {
  ;({ product, browser } = await openDesk())
})
afterAll(() => browser?.close())

const titles = (page: Page): Promise<string[]> =>
  page.locator('[data-card=reports] tbody strong').allInnerTexts()
const versions = async (page: Page): Promise<string[]> =>
  (await page.locator('[data-card=versions] tbody td:first-child').allInnerTexts()).map((text) =>
    text.replaceAll(/\s+/g, ' '),
  )
/** The editor's line of exactly that text. */
const lineOf = (page: Page, text: string): Locator =>
  page.locator('[data-editor] .cm-line').filter({ hasText: new RegExp(`^${text}$`) })
/** Writes at the end of the line that holds a text, as somebody at the keyboard does. */
const writeAfter = async (page: Page, line: string, keys: string): Promise<void> => {
  await lineOf(page, line).click()
  await page.keyboard.press('End')
  await page.keyboard.type(keys)
}
const agree = async (page: Page): Promise<void> => {
  await page.click('dialog [data-agree]')
  await page.waitForSelector('dialog', { state: 'detached' })
}

test('an administrator changes a report, is told of a fault by line, saves, and goes back to the file', async () => {
  const desk = await visit(browser, product)
  const { page } = desk
  await desk.open('/reports')
  await page.waitForSelector('[data-edit]')
  expect(await titles(page)).toContain(TITLE)
  await page.click(`[data-edit][aria-label="Sửa định nghĩa: ${TITLE}"]`)
  await page.waitForURL((url) => url.pathname === EDIT)
  const paper = page.frameLocator('[data-card=preview] iframe')
  await paper.locator(`h1:text-is("${TITLE}")`).waitFor()
  expect(await versions(page)).toEqual(['Bản có sẵn đang dùng'])
  expect(await page.isDisabled('[data-save]')).toBe(true)
  await desk.settled()
  expect(await axeFindings(page)).toEqual([])

  await writeAfter(page, `title: ${TITLE}`, ' các nguồn')
  await page.waitForSelector('[data-problems]:has-text("Không có lỗi")')
  await page.keyboard.press('Enter')
  await page.keyboard.type('scop: national')
  const fault = page.locator('[data-problems] li button')
  await fault.waitFor()
  expect((await fault.innerText()).replaceAll(/\s+/g, ' ')).toBe('Dòng 4, cột 1 không có khóa "scop"')
  expect(await page.isDisabled('[data-save]')).toBe(true)
  expect(await page.innerText('[data-editor] .cm-error')).toBe('scop')
  expect(await axeFindings(page)).toEqual([])

  // Elsewhere and back: nothing is lost without a word.
  await page.click('.back')
  await page.waitForSelector('dialog')
  await page.keyboard.press('Escape')
  await page.waitForSelector('dialog', { state: 'detached' })
  expect(new URL(page.url()).pathname).toBe(EDIT)
  // The fault leads to its line, from where it is taken away.
  await fault.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Shift+End')
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace')
  await page.waitForSelector('[data-problems]:has-text("Không có lỗi")')
  // Members of the metrics are offered while one is written; nothing of it stays.
  await writeAfter(page, 'sections:', '')
  await page.keyboard.press('Enter')
  await page.keyboard.type('dossiers.rec')
  const offer = page.locator('[data-editor] .cm-tooltip-autocomplete li').first()
  await offer.waitFor()
  expect(await offer.innerText()).toContain('dossiers.received')
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+Home')
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace')
  await page.waitForSelector('[data-problems]:has-text("Không có lỗi")')
  await page.click('[data-show]')
  await paper.locator(`h1:text-is("${CHANGED}")`).waitFor()
  await page.focus('[data-editor] .cm-content')
  await page.keyboard.press('Control+s')
  await page.waitForSelector('[data-card=definition] .saved')
  expect(await versions(page)).toEqual(['Phiên bản 1 đang dùng', 'Bản có sẵn'])
  expect(await page.innerText('[data-state]')).toMatch(/^Đang dùng phiên bản 1, admin lưu lúc \d\d:\d\d /)

  await page.click('[data-compare][aria-label$="Phiên bản 1"]')
  await page.waitForSelector('dialog [data-diff] .added')
  expect(await page.locator('dialog [data-diff] .removed code').allInnerTexts()).toEqual([`title: ${TITLE}`])
  expect(await page.locator('dialog [data-diff] .added code').allInnerTexts()).toEqual([`title: ${CHANGED}`])
  expect(await axeFindings(page)).toEqual([])
  await page.selectOption('dialog [name=earlier]', '1')
  await page.waitForSelector('dialog [data-same]')
  await page.keyboard.press('Escape')
  await page.waitForSelector('dialog', { state: 'detached' })

  await desk.open('/reports')
  await page.waitForSelector('[data-changed]')
  expect(await titles(page)).toContain(CHANGED)
  expect(await page.innerText('[data-changed]')).toBe('phiên bản 1, admin')

  await desk.open(EDIT)
  await page.waitForSelector('[data-to-file]')
  await page.click('[data-to-file]')
  await page.waitForSelector('dialog')
  expect(await axeFindings(page)).toEqual([])
  await agree(page)
  await lineOf(page, `title: ${TITLE}`).waitFor()
  expect(await versions(page)).toEqual(['Phiên bản 2 đang dùng', 'Phiên bản 1', 'Bản có sẵn'])
  // What was is taken up again, and left.
  await page.click('[data-take][aria-label$="Phiên bản 1"]')
  await lineOf(page, `title: ${CHANGED}`).waitFor()
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.click('.back')
  await agree(page)
  await page.waitForSelector('[data-card=reports] [data-edit]')
  expect(await titles(page)).toContain(TITLE)
  expect(desk.troubles).toEqual([])
  await desk.close()
})

test('a report is added as a copy, and stopped; who is no administrator changes nothing', async () => {
  const desk = await visit(browser, product, { language: 'en', colorScheme: 'dark' })
  const { page } = desk
  await desk.open('/reports')
  await page.click('[data-add]')
  await page.selectOption('dialog [name=from]', 'chat-luong-du-lieu')
  expect(await axeFindings(page)).toEqual([])
  await page.click('dialog [data-agree]')
  await lineOf(page, 'id: chat-luong-du-lieu-2').waitFor()
  await page.waitForSelector('[data-problems]:has-text("No faults")')
  await page.click('[data-save]')
  await page.waitForURL((url) => url.pathname === '/reports/edit/chat-luong-du-lieu-2')
  await page.waitForSelector('[data-stop]')
  expect((await page.innerText('body')).match(RAW_KEY)).toBeNull()
  await page.click('[data-stop]')
  await agree(page)
  await page.waitForSelector('[data-state]:has-text("Stopped: admin")')
  await desk.settled()
  expect(await axeFindings(page)).toEqual([])
  await desk.open('/reports')
  await page.waitForSelector('[data-stopped] li')
  expect(await page.locator('[data-stopped] a').getAttribute('href')).toBe(
    '/reports/edit/chat-luong-du-lieu-2',
  )
  expect((await page.innerText('body')).match(RAW_KEY)).toBeNull()
  expect(await axeFindings(page)).toEqual([])

  const guest = await visit(browser, await addPerson(desk, product, { name: 'lanh-dao-bc', role: 'leader' }))
  await guest.open('/reports')
  await guest.page.waitForSelector('[data-card=reports] [data-preview]')
  for (const way of ['[data-edit]', '[data-add]', '[data-changed]', '[data-stopped]'])
    expect(await guest.page.locator(way).count(), way).toBe(0)
  await guest.page.goto(product.url + EDIT)
  await guest.page.waitForSelector('[data-state]:has-text("Chỉ quản trị viên")')
  expect(await guest.page.locator('[data-editor]').count()).toBe(0)
  expect(guest.troubles).toEqual([])
  const refused = await guest.page.evaluate(
    async (path) => (await fetch(path)).status,
    '/api/reports/definitions/chat-luong-du-lieu',
  )
  expect(refused).toBe(403)
  expect(desk.troubles).toEqual([])
  await Promise.all([desk.close(), guest.close()])
})
