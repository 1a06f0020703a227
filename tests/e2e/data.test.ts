/// <reference lib="dom" />
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatNumber } from '../../web/src/format/number.ts'
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

test('from the freshness stamp to a load, where its rows are, and the command that takes it back', async () => {
  await desk.open('/?period=2026-10')
  await desk.page.click('[data-fresh]')
  await desk.page.click('[data-data]')
  await desk.page.waitForURL((url) => url.pathname === '/data')
  await desk.page.click('main nav >> text=Lần nạp')
  const line = desk.page.locator('[data-card="loads"] tbody tr', { hasText: 'dossiers-loi.csv' })
  await line.getByRole('button').click()
  const command = await desk.page.innerText('dialog code')
  const answer = await desk.page.context().request.get(`${product.url}/api/data/loads?text=dossiers-loi.csv`)
  const [load] = ((await answer.json()) as { loads: { batch: string; quarantined: number; read: number }[] })
    .loads
  expect(command).toBe(`npm run etl -- undo ${load?.batch}`)
  expect(await line.innerText()).toContain(formatNumber(load?.read ?? 0, 'vi'))
  expect(await axeFindings(desk.page)).toEqual([])
  await desk.page.click('dialog >> text=Xem nguồn gốc')
  await desk.page.waitForURL((url) => url.searchParams.get('batch') === load?.batch)
  await desk.settled()
  // The demonstration's faulty rows are of June 2026.
  const parts = desk.page.locator('[data-card="lineage"] section').nth(1).locator('li')
  expect(await parts.allInnerTexts()).toEqual([expect.stringContaining('Tháng 06/2026')])
  await desk.page.goBack()
  await desk.page.waitForURL((url) => url.searchParams.get('tab') === 'loads')
})

test('rows not loaded: by reason, then row by row; a metric is found without accents', async () => {
  await desk.open('/data?tab=quarantine')
  const before = await desk.page.locator('[data-card="faults"] tbody tr').count()
  await desk.page.click('[data-card="reasons"] tr:has-text("sớm hơn received_at") button')
  await desk.page.waitForFunction(
    (n) => document.querySelectorAll('[data-card="faults"] tbody tr').length < n,
    before,
  )
  for (const row of await desk.page.locator('[data-card="faults"] tbody tr').allInnerTexts())
    expect(row).toMatch(/dossiers-loi\.csv\s+\d+\s+ended_at\s+\S.*sớm hơn received_at/s)
  await desk.open('/data?tab=metrics')
  await desk.page.fill('input[name=metric]', 'quyet dinh 766')
  expect(await desk.page.locator('[data-metric]').count()).toBe(1)
  await desk.page.click('[data-metric="dossiers.on_time_rate_766"] summary')
  expect(await desk.page.innerText('[data-metric] dl')).toContain('chỉ số 2.1')
})

test('who may not look into loads is told so, and sees freshness and definitions', async () => {
  await desk.page.route('**/api/session', async (route) => {
    const answer = await route.fetch()
    const session = (await answer.json()) as { account: object }
    await route.fulfill({ json: { ...session, account: { ...session.account, role: 'leader' } } })
  })
  await desk.open('/data?tab=loads')
  expect(await desk.page.innerText('[data-not-yours]')).toContain('chuyên viên phân tích')
  expect(await desk.page.locator('main nav a').allInnerTexts()).toEqual(['Độ mới', 'Định nghĩa chỉ tiêu'])
  expect(await desk.page.locator('[data-card="freshness"] tbody tr').count()).toBe(8)
  await desk.page.unroute('**/api/session')
})
