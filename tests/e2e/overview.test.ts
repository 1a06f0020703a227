/// <reference lib="dom" />
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatNumber, formatPercent, formatShort } from '../../web/src/format/number.ts'
import { classesOf } from '../../web/src/view/classes.ts'
import { dossiers, one, tile, OCTOBER } from './ask.ts'
import type { Visit } from './browser.ts'
import { openDesk } from './desk.ts'

const ARTICLE = '2021-12-25..2022-04-18'

let browser: Browser
let desk: Visit

beforeAll(async () => {
  ;({ browser, desk } = await openDesk())
})
afterAll(async () => {
  expect(desk?.troubles).toEqual([])
  await browser?.close()
})

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
