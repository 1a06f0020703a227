/// <reference lib="dom" />
import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatNumber, formatPercent, formatShort } from '../../web/src/format/number.ts'
import { messages } from '../../web/src/i18n/vi.ts'
import { exploreQueries, valuesQuery } from '../../web/src/pages/explore/queries.ts'
import { STARTERS } from '../../web/src/pages/explore/starters.ts'
import { datasetsOf, subjectsOf } from '../../web/src/pages/explore/subjects.ts'
import type { Meta } from '../../web/src/pages/explore/subjects.ts'
import { DEFAULT_STATE } from '../../web/src/view/address.ts'
import { classesOf } from '../../web/src/view/classes.ts'
import { scopeOf } from '../../web/src/view/scope.ts'
import { openXlsx } from '../integration/read-xlsx.ts'
import { axeFindings, signIn, startBrowser, visit } from './browser.ts'
import type { Visit } from './browser.ts'
import { startProduct } from './product.ts'
import type { Product } from './product.ts'

const RAW_KEY = new RegExp(`(^|[\\s(])(${Object.keys(messages).join('|')})\\.[a-z][\\w.]*`)
const DATA = ['freshness', 'loads', 'lineage', 'quarantine', 'metrics'].map((tab) => `/data?tab=${tab}`)
const PAGES = ['/', '/on-time', '/identity', '/rollout', '/scores', '/province', '/explore', ...DATA]
const OCTOBER = ['2026-10-01', '2026-10-31']
const ARTICLE = '2021-12-25..2022-04-18'

let product: Product
let browser: Browser
let desk: Visit

beforeAll(async () => {
  ;[product, browser] = await Promise.all([startProduct(), startBrowser()])
  desk = await visit(browser, product)
})
afterAll(async () => {
  await browser?.close()
  await product?.stop()
})

const dossiers = (measure: string, range = OCTOBER, extra: object = {}): object => ({
  measures: [`dossiers.${measure}`],
  timeDimensions: [{ dimension: 'dossiers.date', dateRange: range }],
  ...extra,
})
const one = async (from: Visit, measure: string, range = OCTOBER, extra: object = {}): Promise<number> => {
  const [row] = await from.ask(dossiers(measure, range, extra))
  return Number(row?.[`dossiers.${measure}`])
}
const tile = (from: Visit, key: string): Promise<string | null> =>
  from.page.textContent(`[data-tile="${key}"] [data-value]`)

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

/** The words of a page, without names that no language has: of files, and in code. */
const wordsOf = (): string => {
  const found: string[] = []
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walk.nextNode(); node; node = walk.nextNode())
    if (!node.parentElement?.closest('code, script, style, [translate=no]'))
      found.push(node.textContent ?? '')
  return found.join('\n')
}

// Each page once in each language, each theme and both widths; not every combination of them.
for (const [language, colorScheme] of [
  ['vi', 'light'],
  ['en', 'dark'],
] as const) {
  test(`every page in ${language}, ${colorScheme}: figures, reading, banner, no trouble, axe, a phone's width`, async () => {
    const guest = await visit(browser, product, { language, colorScheme })
    for (const path of PAGES) {
      const at = path.includes('?') ? '&' : '?'
      await guest.open(`${path}${at}period=2026-10&place=region-duyen-hai-nam-trung-bo-va-tay-nguyen`)
      expect(await guest.page.getAttribute('html', 'lang')).toBe(language)
      expect(await guest.page.getAttribute('html', 'data-theme')).toBe(colorScheme)
      expect(await guest.page.isVisible('[data-simulated]')).toBe(true)
      // Without a province its page is a list to choose from.
      if (path !== '/province') expect(await guest.page.textContent('[data-reading]'), path).toMatch(/\d/)
      expect(await guest.page.locator('main [role=alert]').count(), path).toBe(0)
      const text = await guest.page.evaluate(wordsOf)
      // A key without its words would be shown as it is written in the code.
      expect(text.match(RAW_KEY), path).toBeNull()
      expect(await axeFindings(guest.page), path).toEqual([])
      await guest.page.setViewportSize({ width: 360, height: 740 })
      await guest.settled()
      const width = await guest.page.evaluate(() => document.documentElement.scrollWidth)
      expect(width, path).toBeLessThanOrEqual(360)
      await guest.page.setViewportSize({ width: 1440, height: 900 })
    }
    await guest.open('/province?period=2026-10&place=25')
    expect(await axeFindings(guest.page)).toEqual([])
    await guest.open('/?period=2026-10')
    for (const opener of ['[data-period]', '[data-place]', '[data-fresh]']) {
      await guest.page.click(opener)
      expect(await axeFindings(guest.page), opener).toEqual([])
      await guest.page.keyboard.press('Escape')
    }
    await guest.open('/reports')
    await guest.page.waitForSelector('[data-card="slots"]')
    expect(await guest.page.locator('[data-card="reports"] [data-preview]').count()).toBeGreaterThan(3)
    expect((await guest.page.innerText('body')).match(RAW_KEY)).toBeNull()
    expect(await axeFindings(guest.page)).toEqual([])
    await guest.page.setViewportSize({ width: 360, height: 740 })
    expect(await guest.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    expect(guest.troubles).toEqual([])
    await guest.close()
  })
}

test('the tiles show what the API answers', async () => {
  await desk.open('/?period=2026-10')
  expect(await tile(desk, 'received')).toBe(formatShort(await one(desk, 'received'), 'vi'))
  expect(await tile(desk, 'on_time')).toBe(formatPercent(await one(desk, 'on_time_rate'), 'vi', 2))
  expect(await tile(desk, 'overdue')).toBe(formatShort(await one(desk, 'pending_overdue'), 'vi'))
})

test('the map is coloured from the API’s values, islands too', async () => {
  await desk.open(`/?period=${ARTICLE}&metric=received&compare=none`)
  const rows = await desk.ask(
    dossiers('received', ['2021-12-25', '2022-04-18'], { dimensions: ['dossiers.province'] }),
  )
  const values = new Map(rows.map((row) => [row['dossiers.province'], Number(row['dossiers.received'])]))
  expect(values.size).toBe(34)
  const { stepOf } = classesOf([...values.values()])
  const spots: [code: string, longitude: number, latitude: number][] = [
    ['01', 105.72, 20.95],
    ['38', 105.3, 20.0],
    ['40', 104.9, 19.2],
    ['66', 108.2, 12.8],
    ['79', 106.75, 11.1],
    ['48', 112.34, 16.83],
    ['56', 111.92, 8.64],
  ]
  const drawn = await desk.page.evaluate((list) => {
    const host = document.querySelector('[data-card="map"] .chart') as HTMLElement & {
      chart: { convertToPixel: (finder: object, at: number[]) => number[] }
    }
    const canvas = host.querySelector('canvas')
    const draw = canvas?.getContext('2d')
    return list.map(([code, x, y]) => {
      const [left = 0, top = 0] = host.chart.convertToPixel({ seriesIndex: 0 }, [x, y])
      const [r, g, b] = draw?.getImageData(Math.round(left), Math.round(top), 1, 1).data ?? []
      return [
        code,
        `#${[r, g, b].map((part) => (part ?? 0).toString(16).padStart(2, '0')).join('')}`,
      ] as const
    })
  }, spots)
  const scale = await desk.page.evaluate(() =>
    [0, 1, 2, 3, 4].map((i) =>
      getComputedStyle(document.documentElement).getPropertyValue(`--seq-${i}`).trim(),
    ),
  )
  expect(drawn).toEqual(spots.map(([code]) => [code, scale[stepOf(values.get(code) ?? 0)]]))
  const legend = await desk.page.innerText('[data-legend]')
  expect(legend).toContain(formatNumber(Math.max(...values.values()), 'vi'))
  expect(await desk.page.innerText('[data-card="map"]')).toContain('© OpenStreetMap contributors')
})

test('a press on a province drills into it, and Back comes out again', async () => {
  await desk.open('/?period=2026-10')
  const at = await desk.page.evaluate(() => {
    const host = document.querySelector('[data-card="map"] .chart') as HTMLElement & {
      chart: { convertToPixel: (finder: object, at: number[]) => number[] }
    }
    host.scrollIntoView()
    const box = host.getBoundingClientRect()
    const [x = 0, y = 0] = host.chart.convertToPixel({ seriesIndex: 0 }, [105.72, 20.95])
    return { x: box.x + x, y: box.y + y }
  })
  await desk.page.mouse.click(at.x, at.y)
  await desk.page.waitForURL((url) => url.searchParams.get('place') === '01')
  await desk.settled()
  const only = { filters: [{ member: 'dossiers.province', operator: 'equals', values: ['01'] }] }
  expect(await tile(desk, 'received')).toBe(formatShort(await one(desk, 'received', OCTOBER, only), 'vi'))
  expect(await desk.page.textContent('[data-reading]')).toContain('Hà Nội')
  await desk.page.goBack()
  await desk.page.waitForURL((url) => !url.searchParams.has('place'))
  await desk.settled()
  expect(await tile(desk, 'received')).toBe(formatShort(await one(desk, 'received'), 'vi'))
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

test('the table behind a chart is one key away and equals the API', async () => {
  await desk.open('/on-time?period=2026-10')
  const rows = await desk.ask({
    measures: ['dossiers.on_time_rate'],
    timeDimensions: [
      { dimension: 'dossiers.date', dateRange: ['2025-10-01', '2026-10-31'], granularity: 'month' },
    ],
    order: { 'dossiers.date': 'asc' },
  })
  await desk.page.focus('[data-card="trend"] button[aria-pressed]')
  await desk.page.keyboard.press('t')
  const shown = await desk.page
    .locator('[data-card="trend"] table[data-twin] tbody tr td:nth-child(2)')
    .evaluateAll((cells) => cells.map((cell) => (cell as HTMLElement).dataset['value']))
  expect(shown.map(Number)).toEqual(rows.map((row) => Number(row['dossiers.on_time_rate'])))
  expect(shown).toHaveLength(13)
})

test('the figures of 18 April 2022 stand beside ours', async () => {
  await desk.open('/rollout?period=2022-04')
  const row = desk.page.locator('[data-card="published"] tbody tr', { hasText: 'Thủ tục hành chính' })
  await row.locator('td.ours', { hasText: '304' }).waitFor()
  expect(await row.locator('td.theirs strong').textContent()).toBe('304')
})

test('the index shows what the API answers, and a group narrows ranking and criteria', async () => {
  await desk.open('/scores?period=2026-10')
  const month = [{ dimension: 'scores766.date', dateRange: OCTOBER }]
  const measures = ['scores766.score', 'scores766.rank', 'scores766.points']
  const [all] = await desk.ask({ measures: ['scores766.score'], timeDimensions: month })
  expect(await desk.page.textContent('[data-score]')).toBe(
    `${formatNumber(Number(all?.['scores766.score']), 'vi', 2)}/100`,
  )
  const group = { member: 'scores766.group', operator: 'equals', values: ['MDSH'] }
  await desk.page.click('[data-card="criteria"] button:has-text("Số hóa hồ sơ")')
  await desk.page.waitForURL((url) => url.searchParams.get('group') === 'MDSH')
  await desk.settled()
  const ranked = await desk.ask({
    measures,
    dimensions: ['scores766.province'],
    timeDimensions: month,
    filters: [group],
    order: { 'scores766.rank': 'asc' },
  })
  const [first] = ranked
  const shown = await desk.page.locator('[data-card="standings"] ol li').first().innerText()
  expect(shown).toContain(formatNumber(Number(first?.['scores766.score']), 'vi', 2))
  expect(await desk.page.locator('[data-card="standings"] ol li').count()).toBe(34)
  expect(await desk.page.locator('[data-criterion]').count()).toBe(7)
  const [sum] = await desk.ask({ measures: ['scores766.points'], timeDimensions: month, filters: [group] })
  const listed = desk.page.locator('[data-card="groups"] li', { hasText: 'Số hóa hồ sơ' }).locator('.points')
  expect(await listed.innerText()).toContain(formatNumber(Number(sum?.['scores766.points']), 'vi', 2))
})

test('a province stands beside its region and the country, with its rank and what it was made of', async () => {
  const { page } = desk
  await desk.open('/province?period=2026-10')
  await page.fill('input[type=search]', 'phu tho')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.searchParams.get('place') === '25')
  await desk.settled()
  const rates = await desk.ask(
    dossiers('on_time_rate', OCTOBER, {
      dimensions: ['dossiers.province'],
      order: { 'dossiers.on_time_rate': 'desc' },
    }),
  )
  const own = Number(rates.find((row) => row['dossiers.province'] === '25')?.['dossiers.on_time_rate'])
  const known = rates.flatMap((row) => row['dossiers.on_time_rate'] ?? []).map(Number)
  const rank = known.filter((rate) => rate > own).length + 1
  const row = page.locator('[data-card="beside"] tbody tr').first()
  const cells = (await row.locator('td').allInnerTexts()).map((text) => text.split('\n')[0])
  const region = await one(desk, 'on_time_rate', OCTOBER, {
    filters: [{ member: 'dossiers.region', operator: 'equals', values: ['Trung du và miền núi phía Bắc'] }],
  })
  expect(cells.slice(0, 4)).toEqual([
    formatPercent(own, 'vi', 2),
    formatPercent(region, 'vi', 2),
    formatPercent(await one(desk, 'on_time_rate'), 'vi', 2),
    `${rank}/${known.length}`,
  ])
  const former = await page.locator('[data-card="predecessors"] tbody th').allInnerTexts()
  expect(former).toEqual(['Hòa Bình', 'Phú Thọ', 'Vĩnh Phúc'])
  expect(await page.locator('[data-card="trend"] .legend').innerText()).toContain('cả nước')
})

test('a province fits on three sheets of paper', async () => {
  await desk.open('/province?period=2026-10&place=79')
  const paper = (await desk.page.pdf({ preferCSSPageSize: true })).toString('latin1')
  expect(paper.match(/\/Type\s*\/Page\b(?!s)/g)?.length).toBeLessThanOrEqual(3)
})

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

test('a CSV holds the card’s rows and says that they are simulated', async () => {
  await desk.open('/?period=2026-10')
  await desk.page.click('[data-card="ranking"] [aria-label^="Tải về"]')
  const [file] = await Promise.all([
    desk.page.waitForEvent('download'),
    desk.page.click('text=Bảng số liệu (CSV)'),
  ])
  const chunks: Buffer[] = []
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  expect(text.charCodeAt(0)).toBe(0xfeff)
  expect(text.split('\r\n').filter((line) => /^[^;]+;\d+;/.test(line))).toHaveLength(34)
  expect(text).toContain('mô phỏng')
})

test('a card gives its drawing, and a workbook of the question behind it with the definitions', async () => {
  await desk.open('/on-time?period=2026-10')
  const save = async (what: string): Promise<Buffer> => {
    await desk.page.click('[data-card="trend"] [aria-label^="Tải về"]')
    const [file] = await Promise.all([
      desk.page.waitForEvent('download'),
      desk.page.click(`[data-card="trend"] button:has-text("${what}")`),
    ])
    return readFileSync(await file.path())
  }
  const drawn = (await save('SVG')).toString()
  expect(drawn).toMatch(/^<svg [^]*<path [^]*<\/svg>\s*$/)
  expect(drawn).toContain('mô phỏng')
  const rows = await desk.ask({
    measures: ['dossiers.on_time_rate'],
    timeDimensions: [
      { dimension: 'dossiers.date', dateRange: ['2025-10-01', '2026-10-31'], granularity: 'month' },
    ],
    order: { 'dossiers.date': 'asc' },
  })
  const [data, about] = openXlsx(await save('Excel')).sheets
  const heading = data?.rows[0]?.findIndex(({ value }) => value === 'Tỷ lệ đúng hạn') ?? -1
  expect(data?.rows.slice(1).map((row) => Number(row[heading]?.value))).toEqual(
    rows.map((row) => Number(row['dossiers.on_time_rate'])),
  )
  expect(about?.rows.flat().some(({ value }) => value?.includes('Mẫu số'))).toBe(true)
})

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

test('a question put together by keyboard shows what the API answers, and its link gives it again', async () => {
  const { page } = desk
  await desk.open('/explore?period=2026-10&compare=none')
  const add = async (part: string, search: string): Promise<void> => {
    await page.focus(`[data-${part}] [data-add]`)
    await page.keyboard.press('Enter')
    await page.keyboard.type(search)
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => (url.searchParams.get(part) ?? '') !== '')
    await page.keyboard.press('Escape')
  }
  await add('measures', 'ty le dung han')
  await add('dimensions', 'vung')
  await desk.settled()
  const rows = await desk.ask(dossiers('on_time_rate', OCTOBER, { dimensions: ['dossiers.region'] }))
  const expected = new Map(
    rows.map((row) => [row['dossiers.region'], formatPercent(Number(row['dossiers.on_time_rate']), 'vi', 2)]),
  )
  const shown = async (): Promise<string[][]> =>
    page
      .locator('[data-grid] [data-row]')
      .evaluateAll((all) =>
        all.map((row) => [...row.children].map((cell) => (cell as HTMLElement).innerText)),
      )
  expect(expected.size).toBe(6)
  expect(new Map((await shown()).map(([region, rate]) => [region, rate]))).toEqual(expected)
  // What stands for all is asked for, not the mean of six rates.
  expect(await page.innerText('[data-totals]')).toContain(
    formatPercent(await one(desk, 'on_time_rate'), 'vi', 2),
  )

  await page.focus('[data-grid]')
  for (const key of ['ArrowUp', 'ArrowRight', 'Enter']) await page.keyboard.press(key)
  await page.waitForURL((url) => url.searchParams.get('sort') === '-on_time_rate')
  const rates = rows.map((row) => Number(row['dossiers.on_time_rate'])).sort((a, b) => b - a)
  expect((await shown()).map(([, rate]) => rate)).toEqual(rates.map((rate) => formatPercent(rate, 'vi', 2)))
  expect(await axeFindings(page)).toEqual([])

  await page.click('[data-code-toggle]')
  expect(JSON.parse(await page.innerText('[data-code]'))).toMatchObject({
    measures: ['dossiers.on_time_rate'],
    dimensions: ['dossiers.region'],
  })
  await page.click('[data-form="sql"]')
  await page.waitForFunction(() => /SELECT/.test(document.querySelector('[data-code]')?.textContent ?? ''))
  expect(await axeFindings(page)).toEqual([])

  const before = await shown()
  await page.goto(page.url())
  await desk.settled()
  expect(await shown()).toEqual(before)
  await page.click('[data-shape="pivot"]')
  await page.waitForURL((url) => url.searchParams.get('shape') === 'pivot')
  await page.keyboard.press('Control+z')
  await page.waitForURL((url) => !url.searchParams.has('shape'))
})

test('what a question still needs is said and put right with one press', async () => {
  const { page } = desk
  await desk.open('/explore?period=2026-10&compare=none&subject=identity&measures=coverage&lang=en')
  expect(await page.innerText('[data-needs]')).toContain('do not add up')
  expect(await axeFindings(page)).toEqual([])
  await page.click('[data-needs] button')
  await page.locator('[data-grid] [data-row]').first().waitFor()
  await desk.settled()
  const rows = await desk.ask({
    measures: ['identity.coverage'],
    dimensions: ['identity.product'],
    timeDimensions: [{ dimension: 'identity.date', dateRange: OCTOBER }],
  })
  expect(await page.locator('[data-grid] [data-row]').count()).toBe(rows.length)
  await page.evaluate(() => localStorage.setItem('toancanh.language', 'vi'))
})

test('every question to begin with is answered', async () => {
  const get = async (path: string): Promise<unknown> =>
    desk.page.evaluate((at) => fetch(at).then((answer) => answer.json()), path)
  const subjects = subjectsOf((await get('/cubejs-api/v1/meta')) as Meta)
  const { datasets } = (await get('/api/status')) as { datasets: { dataset: string; as_of: string | null }[] }
  const october = scopeOf(
    { ...DEFAULT_STATE, period: { kind: 'month', year: 2026, month: 10 } },
    '2026-10-31',
    null,
    null,
  )
  // Filters offer values of every subject.
  for (const subject of subjects)
    for (const { name } of october ? subject.dimensions.slice(0, 1) : [])
      if (october) expect((await desk.ask(valuesQuery(subject, name, october))).length).toBeGreaterThan(0)
  for (const { key, question } of STARTERS) {
    const subject = subjects.find((one) => one.key === question.subject)
    if (!subject) throw new Error(`no subject ${question.subject}`)
    const known = { measures: subject.measures, dimensions: subject.dimensions }
    for (const part of ['measures', 'dimensions'] as const)
      for (const name of question[part])
        expect(
          known[part].map((member) => member.name),
          key,
        ).toContain(name)
    const asOf = datasets.find(({ dataset }) => datasetsOf(subject).includes(dataset))?.as_of ?? null
    const period = { kind: 'month', year: 2026, month: 10 } as const
    const scope = scopeOf(
      { ...DEFAULT_STATE, period, compare: 'none' },
      asOf?.slice(0, 10) ?? null,
      null,
      null,
    )
    if (!scope) throw new Error('the period is known')
    const queries = exploreQueries(subject, question, scope)
    expect((await desk.ask(queries.rows ?? {})).length, key).toBeGreaterThan(0)
    for (const query of [queries.total, queries.down, queries.across]) if (query) await desk.ask(query)
  }
})

test('a result longer than an answer is fetched whole, scrolled to its end, sorted and searched', async () => {
  const { page } = desk
  await desk.open(
    '/explore?period=2022&compare=none&subject=dossiers&measures=received&dimensions=province_name,procedure&grain=day',
  )
  await page.click('[data-whole]')
  const lines = await page.evaluate(async () => {
    const query = {
      measures: ['dossiers.received'],
      dimensions: ['dossiers.province_name', 'dossiers.procedure'],
      timeDimensions: [
        { dimension: 'dossiers.date', dateRange: ['2022-01-01', '2022-12-31'], granularity: 'day' },
      ],
    }
    const address = `/api/export?format=csv&query=${encodeURIComponent(JSON.stringify(query))}`
    const text = await (await fetch(address)).text()
    const [, ...rows] = text.trim().split('\n')
    const received = rows.map((row) => Number(row.split(',').at(-1)))
    return { count: rows.length, most: Math.max(...received) }
  })
  expect(lines.count).toBeGreaterThan(100_000)
  await page.locator('[data-count]', { hasText: formatNumber(lines.count, 'vi') }).waitFor()
  await page.focus('[data-grid]')
  await page.keyboard.press('Control+End')
  await page.locator(`[data-grid] [aria-rowindex="${lines.count + 1}"]`).waitFor()
  await page.click('[data-grid] [role=columnheader]:last-child button')
  const first = '[data-grid] [data-row]:first-child'
  await page.locator(`${first} > :last-child`, { hasText: new RegExp(`^\\s*${lines.most}\\s*$`) }).waitFor()
  await page.fill('[data-result] input[type=search]', 'ha noi')
  await page.locator(first, { hasText: 'Hà Nội' }).waitFor()
  expect(await page.locator('[data-grid] [role=row]').count()).toBeLessThan(120)
})

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
  // A refused statement is an answer; so is asking how far one is that has just ended.
  expect(guest.troubles.filter((text) => !/status of 40[04]/.test(text))).toEqual([])
  await guest.close()
})
