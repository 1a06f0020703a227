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

test('SQL: a worked question, an error at its place, what is written and ran stays, a file', async () => {
  const guest = await visit(browser, product)
  const { page } = guest
  await page.goto(`${product.url}/sql`)
  await page.click('[data-question="median-days-by-province"]')
  await page.waitForSelector('[data-card=result] [role=gridcell]')
  expect(await page.textContent('[data-card=result] [role=grid]')).toContain('median_days')
  expect(await page.locator('[data-card=result] .body [role=row]').count()).toBe(34)
  const shown = await page.innerText('[data-card=result] .body')
  await page.reload()
  await page.waitForSelector('[data-card=result] [role=gridcell]')
  expect(await page.innerText('[data-card=result] .body')).toBe(shown)
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.click('[data-card=result] [data-download]').then(() => page.click('[data-format=parquet]')),
  ])
  expect(file.suggestedFilename()).toMatch(/^toancanh-sql-.*\.parquet$/)

  await page.click('[data-editor] .cm-content')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('SELECT 1,\n  provinse FROM dossiers')
  await page.keyboard.press('Control+Enter')
  expect(await page.textContent('[data-failed]')).toContain('Dòng 2, cột 3')
  expect(await page.textContent('[data-editor] .cm-error')).toBe('provinse')
  await page.click('[data-side=history]')
  await page.waitForSelector('.side li:has-text("provinse"):has-text("Lỗi")')
  expect(await axeFindings(page)).toEqual([])

  await page.click('[data-editor] .cm-content')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('SELECT count() FROM numbers(1000000000000) WHERE cityHash64(number) = 1')
  await page.keyboard.press('Control+Enter')
  await page.waitForSelector('[data-progress] p:has-text("1.000 tỷ")')
  await page.click('[data-cancel]')
  await page.waitForSelector('[data-failed]:has-text("Đã dừng theo yêu cầu")')
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  // A refused statement is an answer.
  expect(guest.troubles.filter((text) => !/status of 400/.test(text))).toEqual([])
  await guest.close()
})
