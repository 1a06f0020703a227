/// <reference lib="dom" />
import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatNumber, formatPercent } from '../../web/src/format/number.ts'
import { messages } from '../../web/src/i18n/vi.ts'
import { exploreQueries, valuesQuery } from '../../web/src/pages/explore/queries.ts'
import { STARTERS } from '../../web/src/pages/explore/starters.ts'
import { datasetsOf, subjectsOf } from '../../web/src/pages/explore/subjects.ts'
import type { Meta } from '../../web/src/pages/explore/subjects.ts'
import { DEFAULT_STATE } from '../../web/src/view/address.ts'
import { scopeOf } from '../../web/src/view/scope.ts'
import { dossiers, one, OCTOBER } from './ask.ts'
import { axeFindings } from './browser.ts'
import type { Visit } from './browser.ts'
import { openDesk } from './desk.ts'

let browser: Browser
let desk: Visit

beforeAll(async () => {
  ;({ browser, desk } = await openDesk())
})
afterAll(async () => {
  expect(desk?.troubles).toEqual([])
  await browser?.close()
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

test('rows stand in groups that have figures of their own and are opened by press and by keyboard', async () => {
  const { page } = desk
  await desk.open(
    '/explore?period=2026-10&compare=none&measures=on_time_rate,received&dimensions=region,field',
  )
  await page.click('[data-grouped]')
  await page.waitForURL((url) => url.searchParams.get('grouped') === '1')
  await page.locator('[role=treegrid] [aria-level="1"]').first().waitFor()
  const measures = ['dossiers.on_time_rate', 'dossiers.received']
  const cellsOf = async (...dimensions: string[]): Promise<string[][]> =>
    (await desk.ask(dossiers('on_time_rate', OCTOBER, { measures, dimensions }))).map((row) => [
      ...dimensions.map((name) => row[name] ?? ''),
      row['dossiers.on_time_rate'] === null
        ? messages.common.noData
        : formatPercent(Number(row['dossiers.on_time_rate']), 'vi', 2),
      formatNumber(Number(row['dossiers.received']), 'vi'),
    ])
  const shown = (level: number): Promise<string[][]> =>
    page.locator(`[data-grid] [aria-level="${level}"]`).evaluateAll((rows) =>
      rows.map((row) =>
        [...row.children].map(
          // Beside a group's name stands how many rows it has.
          (cell) => (cell.querySelector<HTMLElement>('[data-group] span') ?? (cell as HTMLElement)).innerText,
        ),
      ),
    )
  // What stands for a group is asked for: a rate is not the sum of rates.
  const regions = await cellsOf('dossiers.region')
  expect((await shown(1)).sort()).toEqual(regions.sort())
  expect(await shown(2)).toEqual([])

  await page.focus('[data-grid]')
  await page.keyboard.press('Enter')
  await page.locator('[data-grid] [aria-level="2"]').first().waitFor()
  const [opened] = (await page.locator('[aria-expanded=true] [data-group] span').allInnerTexts()) ?? []
  const fields = (await cellsOf('dossiers.region', 'dossiers.field')).filter(([region]) => region === opened)
  expect((await shown(2)).sort()).toEqual(fields.map((row) => row.slice(1)).sort())
  expect(await axeFindings(page)).toEqual([])
  await page.click('[data-grid] [aria-level="1"] [data-group]')
  await page.locator('[data-grid] [aria-level="2"]').first().waitFor({ state: 'detached' })
})

test('a chart over time takes dated notes and shows them, on it and below it', async () => {
  const { page } = desk
  await desk.open('/explore?period=2023-05&compare=none&measures=received&grain=day&shape=chart')
  expect(await page.locator('[data-result] [data-notes]').count()).toBe(0)
  await page.click('[data-result] [data-note]')
  await page.fill('dialog [name=day]', '12/05/2023')
  await page.fill('dialog [name=text]', 'Cổng dừng nhận hồ sơ nửa ngày')
  await page.click('dialog [data-agree]')
  const note = page.locator('[data-result] [data-notes] li', { hasText: 'Cổng dừng nhận hồ sơ nửa ngày' })
  await note.waitFor()
  // What marks are drawn with comes when there is one. The twelfth day, counted from 0.
  await page.waitForFunction(() => {
    interface Drawn {
      chart?: { getOption: () => { series: { markLine?: { data: { xAxis: number }[] } }[] } }
    }
    const host = document.querySelector('[data-result] .chart') as unknown as Drawn | null
    const marks = host?.chart?.getOption().series[0]?.markLine?.data ?? []
    return marks.length === 1 && marks[0]?.xAxis === 11
  })
  expect(await axeFindings(page)).toEqual([])
  await page.click('[data-export]')
  const [picture] = await Promise.all([
    page.waitForEvent('download'),
    page.click('[data-result] [data-panel] button:has-text("SVG")'),
  ])
  const drawn = readFileSync(await picture.path(), 'utf8')
  expect(drawn).toMatch(/^<svg/)
  expect(drawn).toContain('Cổng dừng nhận hồ sơ nửa ngày')

  await note.locator('[data-edit-note]').click()
  await page.click('dialog [data-remove]')
  await note.waitFor({ state: 'detached' })
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
