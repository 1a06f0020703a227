/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatNumber, formatPercent } from '../../web/src/format/number.ts'
import { messages } from '../../web/src/i18n/vi.ts'
import { addPerson } from './accounts.ts'
import { axeFindings, visit } from './browser.ts'
import type { Visit } from './browser.ts'
import { openDesk } from './desk.ts'
import type { Product } from './product.ts'

const RAW_KEY = new RegExp(`(^|[\\s(])(${Object.keys(messages).join('|')})\\.[a-z][\\w.]*`)
const OCTOBER = '/on-time?period=2026-10'
/** Months that no other test looks at: notes are there for everyone. */
const JUNE = '/on-time?period=2024-06'
const NAME = 'Tỷ lệ đúng hạn tháng 10 của vùng Duyên hải Nam Trung Bộ và Tây Nguyên'

let product: Product
let browser: Browser

beforeAll(async () => {
  ;({ product, browser } = await openDesk())
})
afterAll(() => browser?.close())

const rates = async (of: Visit): Promise<string[]> => {
  const [row] = await of.ask({
    measures: ['dossiers.on_time_rate', 'dossiers.resolved_late'],
    timeDimensions: [{ dimension: 'dossiers.date', dateRange: ['2026-10-01', '2026-10-31'] }],
  })
  const value = (name: string): number => Number(row?.[`dossiers.${name}`])
  return [formatPercent(value('on_time_rate'), 'vi', 2), formatNumber(value('resolved_late'), 'vi')]
}
const agreed = async (page: Page): Promise<void> => {
  await page.click('dialog [data-agree]')
  await page.waitForSelector('dialog', { state: 'detached' })
}
const write = async (page: Page, day: string, text: string): Promise<void> => {
  await page.click('[data-card=trend] [data-note]')
  await page.fill('dialog [name=day]', day)
  await page.fill('dialog [name=text]', text)
}
const notesOf = async (page: Page): Promise<string[]> =>
  (await page.locator('[data-card=trend] [data-notes] li p').allInnerTexts()).map((text) =>
    text.replaceAll(/\s+/g, ' '),
  )
/** Marks on the drawn chart. */
const flags = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    interface Drawn {
      chart: { getOption: () => { series: { markLine?: { data: { name: string }[] } }[] } }
    }
    const host = document.querySelector('[data-card=trend] .chart') as unknown as Drawn
    return host.chart.getOption().series[0]?.markLine?.data.map(({ name }) => name) ?? []
  })

test('a page is saved and shared; another opens its link and sees their own figures; deleting can be undone', async () => {
  const desk = await visit(browser, product)
  const { page } = desk
  const guest = await visit(browser, await addLeader(desk, product, 'lanh-dao-hn'))

  await desk.open(OCTOBER)
  await page.click('[data-views]')
  await page.click('[data-save-view]')
  await page.fill('dialog [name=view-name]', NAME)
  await page.check('dialog [data-share=roles]')
  expect(await axeFindings(page)).toEqual([])
  await page.check('dialog [data-share=all]')
  await page.click('dialog [data-agree]')
  const link = new URL(await page.innerText('dialog [data-saved] code'))
  expect(link.pathname).toMatch(/^\/v\/[a-z0-9]{12}$/)
  await page.keyboard.press('Escape')

  // The same address, with the figures of who opens it.
  await guest.open(link.pathname)
  await guest.page.waitForURL((url) => url.pathname === '/on-time')
  await guest.settled()
  expect(new URL(guest.page.url()).search).toBe('?period=2026-10')
  const [whole, own] = [await rates(desk), await rates(guest)]
  expect(own).not.toEqual(whole)
  for (const text of own) expect(await guest.page.textContent('[data-reading]')).toContain(text)
  expect(await page.textContent('[data-reading]')).toContain(whole[0])

  // The owner sets it to another page; by name, without accents, the other finds it.
  await desk.open(link.pathname)
  await page.waitForURL((url) => url.pathname === '/on-time')
  await page.click('[aria-label="Kỳ trước"]')
  await page.waitForURL((url) => url.search === '?period=2026-09')
  await page.click('[data-views]')
  await page.click('[data-update-view]')
  await page.waitForSelector('[data-panel] [role=status]')
  await desk.settled()
  expect(await axeFindings(page)).toEqual([])
  await guest.page.keyboard.press('Control+k')
  await guest.page.waitForSelector('dialog[open] [role=option]')
  await guest.page.keyboard.type('ty le dung han thang 10')
  await guest.page.waitForSelector('dialog [role=option][aria-selected=true] >> text=Duyên hải')
  await guest.page.keyboard.press('Enter')
  await guest.page.waitForURL((url) => url.pathname === '/on-time' && url.search === '?period=2026-09')

  await page.goto(`${product.url}/views`)
  await page.waitForSelector('[data-card=my-views] table')
  expect(await axeFindings(page)).toEqual([])
  await page.click('[data-card=my-views] [data-remove]')
  await page.waitForSelector('[data-undo]')
  await guest.page.goto(link.href)
  expect(await guest.page.innerText('[data-closed] h2')).toBe('Khung nhìn này đã bị xóa')
  expect(await axeFindings(guest.page)).toEqual([])
  await page.click('[data-undo]')
  await page.waitForSelector('[data-card=my-views] table')
  await page.click('[data-edit]')
  await page.check('dialog [data-share=nobody]')
  await agreed(page)
  await guest.page.goto(link.href)
  expect(await guest.page.innerText('[data-closed] h2')).toBe('Khung nhìn này không được chia sẻ với bạn')

  // By mail: the whole dialog by keyboard, and the list of what is got.
  await page.focus('[data-by-mail]')
  await page.keyboard.press('Enter')
  await page.waitForSelector('dialog [name=hour]')
  expect(await axeFindings(page)).toEqual([])
  await agreed(page)
  await page.goto(`${product.url}/reports`)
  await page.waitForSelector('[data-card=subscriptions] table')
  expect(await axeFindings(page)).toEqual([])
  await page.setViewportSize({ width: 360, height: 740 })
  for (const path of ['/reports', '/views']) {
    await page.goto(product.url + path)
    await page.waitForSelector('main table')
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360)
  }
  await page.click('[data-views]')
  await page.waitForSelector('[data-panel] li')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  expect(desk.troubles).toEqual([])
  // Only that the view could not be opened, twice.
  expect(guest.troubles.map((text) => /status of (\d+)/.exec(text)?.[1])).toEqual(['410', '403'])
  await Promise.all([desk.close(), guest.close()])
})

test('notes stand on the chart, below it and below its table; of a province only where it is seen', async () => {
  const desk = await visit(browser, product, { language: 'en', colorScheme: 'dark' })
  const { page } = desk
  const guest = await visit(browser, await addLeader(desk, product, 'lanh-dao-hn-2'))
  await desk.open(JUNE)
  await write(page, '31/02/2024', 'a')
  expect(await page.isDisabled('dialog [data-agree]')).toBe(true)
  await page.keyboard.press('Escape')
  await write(page, '15/03/2024', 'Mở thêm 5 điểm tiếp nhận')
  expect(await axeFindings(page)).toEqual([])
  expect((await page.innerText('dialog')).match(RAW_KEY)).toBeNull()
  await agreed(page)
  expect(await notesOf(page)).toEqual(['Note 1: 15/03/2024 Mở thêm 5 điểm tiếp nhận admin'])
  await desk.settled()
  expect(await flags(page)).toEqual(['1'])
  expect(await axeFindings(page)).toEqual([])
  await page.focus('[data-card=trend] [data-edit-note]')
  await page.keyboard.press('t')
  expect(await page.isVisible('[data-card=trend] [data-twin]')).toBe(true)
  expect(await notesOf(page)).toHaveLength(1)

  // The leader of Hà Nội writes of Hà Nội, and of nothing else.
  await guest.open(`${JUNE}&place=01`)
  expect(await notesOf(guest.page)).toEqual(['Ghi chú 1: 15/03/2024 Mở thêm 5 điểm tiếp nhận admin'])
  expect(await guest.page.locator('[data-edit-note]').count()).toBe(0)
  await write(guest.page, '20/03/2024', 'Sự cố đường truyền')
  expect(await guest.page.locator('dialog [name=province] option').allInnerTexts()).toEqual(['Hà Nội'])
  await agreed(guest.page)
  await guest.settled()
  expect(await flags(guest.page)).toEqual(['1, 2'])
  await desk.open(JUNE)
  expect(await flags(page)).toEqual(['1'])
  await desk.open(`${JUNE}&place=01`)
  expect(await flags(page)).toEqual(['1, 2'])

  await guest.page.click('[data-card=trend] [data-edit-note]')
  await guest.page.click('dialog [data-remove]')
  await guest.page.click('[data-card=trend] [data-undo]')
  await guest.page.waitForSelector('[data-card=trend] [data-notes] li:nth-child(2)')
  expect([...desk.troubles, ...guest.troubles]).toEqual([])
  await Promise.all([desk.close(), guest.close()])
})

/** A leader of Hà Nội. */
const addLeader = (desk: Visit, of: Product, name: string): Promise<Product> =>
  addPerson(desk, of, { name, role: 'provincial_leader', provinces: ['01'] })
