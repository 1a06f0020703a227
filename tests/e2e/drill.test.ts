import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPerson } from './accounts.ts'
import { axeFindings, visit } from './browser.ts'
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

/** Of Hồ Chí Minh in October 2026. */
const ask = async (measure: string, filters: [member: string, value: string][] = []): Promise<number> => {
  const [row] = await desk.ask({
    measures: [`dossiers.${measure}`],
    timeDimensions: [{ dimension: 'dossiers.date', dateRange: ['2026-10-01', '2026-10-31'] }],
    filters: [['province', '79'], ...filters].map(([member = '', value = '']) => ({
      ...{ member: `dossiers.${member}`, operator: 'equals', values: [value] },
    })),
  })
  return Number(row?.[`dossiers.${measure}`])
}
const outcome = (): Promise<string> => desk.page.innerText('[data-card="outcome"] .reading')

test('from a province to a commune, to a procedure there, and back again', async () => {
  const { page } = desk
  await desk.open('/on-time?period=2026-10&place=79&by=commune')
  const rows = page.locator('[data-card="breakdown"] .narrow')
  const name = await rows.first().innerText()
  await rows.first().click()
  await page.waitForURL((url) => url.searchParams.has('commune'))
  const commune = new URL(page.url()).searchParams.get('commune') ?? ''
  await desk.settled()
  // Its name as people read it, not its code.
  expect(name).toMatch(/^(Xã|Phường|Đặc khu) /)
  expect(await page.innerText('[data-narrowed]')).toContain(name)
  expect(await outcome()).toMatch(new RegExp(`^${await ask('resolved', [['commune', commune]])} hồ sơ`))
  await rows.first().click()
  await page.waitForURL((url) => url.searchParams.has('procedure'))
  const procedure = new URL(page.url()).searchParams.get('procedure') ?? ''
  await desk.settled()
  const both: [string, string][] = [
    ['commune', commune],
    ['procedure', procedure],
  ]
  expect(await outcome()).toMatch(new RegExp(`^${await ask('resolved', both)} hồ sơ`))
  expect(await axeFindings(page)).toEqual([])
  await page.goBack()
  await page.goBack()
  await desk.settled()
  expect(await page.locator('[data-narrowed]').count()).toBe(0)
  expect(await outcome()).toMatch(new RegExp(`^${await ask('resolved')} hồ sơ`))
})

test('its dossiers are listed by code and state, as many as the API counts', async () => {
  const { page } = desk
  await desk.open('/on-time?period=2026-10&place=79')
  await page.click('[data-list]')
  const rows = page.locator('[data-card="dossiers"] tbody tr')
  await rows.first().waitFor()
  const overdue = await ask('pending_overdue')
  expect(overdue).toBeGreaterThan(0)
  expect(await rows.count()).toBe(overdue)
  expect(await rows.first().innerText()).toContain('quá hạn')
  expect(await axeFindings(page)).toEqual([])
  expect(desk.troubles).toEqual([])
})

test('who may not ask by SQL is told so, and sees the totals', async () => {
  const person = { name: 'ke.toan', role: 'provincial_leader', provinces: ['79'] }
  const guest = await visit(browser, await addPerson(desk, product, person))
  await guest.open('/on-time?period=2026-10&place=79')
  expect(await guest.page.innerText('[data-card="dossiers"]')).toContain('được hỏi bằng SQL')
  expect(await guest.page.locator('[data-list]').count()).toBe(0)
  expect(guest.troubles).toEqual([])
  await guest.close()
})

test('a procedure is found without its accents, and the page is narrowed to it', async () => {
  const { page } = desk
  await desk.open('/?period=2026-10')
  await page.keyboard.press('Control+k')
  await page.waitForSelector('dialog[open] [role=option]')
  await page.keyboard.type('dang ky thuong tru')
  await page.locator('dialog [role=option]', { hasText: 'Đăng ký thường trú' }).first().click()
  await page.waitForURL((url) => url.pathname === '/on-time' && url.searchParams.has('procedure'))
  await desk.settled()
  expect(await page.innerText('[data-narrowed]')).toContain('Đăng ký thường trú')
  expect(desk.troubles).toEqual([])
})
