/// <reference lib="dom" />
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import type { Browser, Page } from 'playwright-core'
import { signedInState, startBrowser } from '../e2e/browser.ts'
import { cli, startProduct } from '../product.ts'

/** A long result in Khám phá. Seconds from the first byte of the file are what the browser takes; the server's own come before. */
export interface ExploreFigures {
  rows: number
  arrowMb: number
  /** From the press until the first byte. */
  askedSeconds: number
  /** From the first byte until the table stands there with all rows and can be scrolled; the bar is 2 for a million. */
  tableSeconds: number
  /** From the key until the last row is drawn. */
  lastRowSeconds: number
  jsonMb: number
  /** From the first byte until the same rows, as JSON, are objects; nothing is drawn of them. */
  jsonSeconds: number
}

export const LONG_ROWS = 1_000_000
/** Nearly every dossier is a row of its own by commune, procedure, agency, channel and day; not all have been received yet. */
const DOSSIERS_A_ROW = 1.3
const DIMENSIONS = ['commune', 'procedure', 'agency', 'channel']
const [FROM, TO] = ['2021-12-01', '2026-10-31']
const QUERY = {
  measures: ['dossiers.received'],
  dimensions: DIMENSIONS.map((name) => `dossiers.${name}`),
  timeDimensions: [{ dimension: 'dossiers.date', dateRange: [FROM, TO], granularity: 'day' }],
}
const PAGE = `/explore?period=${FROM}..${TO}&compare=none&measures=received&dimensions=${DIMENSIONS.join(',')}&grain=day`

/**
 * A million rows from the product to a table that scrolls, in Chromium, and the same rows as JSON. The product is started for
 * it, with a demonstration of its own that stays for the next run.
 *
 * @param rows about how many
 * @param work folder of the benchmarks
 */
export async function benchExplore(
  rows: number,
  work: string,
  log: (line: string) => void,
): Promise<ExploreFigures> {
  const dataDir = join(work, `explore-${rows}`)
  mkdirSync(dataDir, { recursive: true })
  const dossiers = Math.round(rows * DOSSIERS_A_ROW)
  log(`explore: the product with ${dossiers} dossiers`)
  const product = await startProduct({ dataDir, args: ['--dossiers', String(dossiers)] })
  const browser = await startBrowser()
  try {
    const person = { url: product.origin, ...(await personIn(dataDir)) }
    const context = await browser.newContext({ storageState: await signedInState(browser, person, 'vi') })
    const page = await context.newPage()
    log('explore: the table')
    const table = await fetchedWhole(page, product.origin)
    log('explore: the same as JSON')
    const answer = await context.request.get(
      `${product.origin}/api/export?format=arrow&query=${encodeURIComponent(JSON.stringify(QUERY))}`,
      { timeout: 600_000 },
    )
    const bytes = await answer.body()
    const json = tableFromIPC(bytes).toArray().map(plain)
    const read = await jsonRead(browser, JSON.stringify(json))
    return { ...table, arrowMb: bytes.length / 2 ** 20, ...read }
  } finally {
    await browser.close()
    await product.stop()
  }
}

/** An account to ask as; the demonstration of an earlier run has it with another password. */
async function personIn(dataDir: string): Promise<{ name: string; password: string }> {
  const name = `bench-${Date.now()}`
  const args = ['user', 'add', name, '--role', 'analyst', '--json']
  const { code, stdout, stderr } = await cli('admin', args, dataDir)
  if (code !== 0) throw new Error(stderr)
  return { name, password: (JSON.parse(stdout) as { password: string }).password }
}

/** Presses for all rows, and looks until they stand there. */
async function fetchedWhole(
  page: Page,
  origin: string,
): Promise<Pick<ExploreFigures, 'rows' | 'askedSeconds' | 'tableSeconds' | 'lastRowSeconds'>> {
  await page.goto(origin + PAGE)
  await page.waitForSelector('[data-whole]', { timeout: 120_000 })
  const { rows, pressed, shown } = await page.evaluate(async () => {
    const grid = (): Element | null => document.querySelector('[data-grid]')
    const count = (): number => Number(grid()?.getAttribute('aria-rowcount') ?? 0)
    const part = count()
    const start = performance.now()
    document.querySelector<HTMLElement>('[data-whole]')?.click()
    while (count() <= part) await new Promise((next) => requestAnimationFrame(next))
    await new Promise((next) => requestAnimationFrame(next))
    const totals = document.querySelector('[data-totals]') ? 1 : 0
    return { rows: count() - 1 - totals, pressed: start, shown: performance.now() }
  })
  const first = await page.evaluate(
    () =>
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).find(({ name }) =>
        name.includes('/api/export'),
      )?.responseStart ?? Number.NaN,
  )
  const lastRow = await page.evaluate(async (index) => {
    const start = performance.now()
    const grid = document.querySelector<HTMLElement>('[data-grid]')
    grid?.focus()
    grid?.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', ctrlKey: true, bubbles: true }))
    while (!document.querySelector(`[data-grid] [aria-rowindex="${index}"][data-row]`))
      await new Promise((next) => requestAnimationFrame(next))
    return performance.now() - start
  }, rows + 1)
  return {
    rows,
    askedSeconds: (first - pressed) / 1000,
    tableSeconds: (shown - first) / 1000,
    lastRowSeconds: lastRow / 1000,
  }
}

const plain = (row: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries((row as { toJSON: () => Record<string, unknown> }).toJSON()).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? Number(value) : value,
    ]),
  )

/** The rows as JSON from a server of this process, read in a page of their own. */
async function jsonRead(
  browser: Browser,
  text: string,
): Promise<Pick<ExploreFigures, 'jsonMb' | 'jsonSeconds'>> {
  const body = Buffer.from(text)
  const server = createServer((request, response) => {
    if (request.url === '/rows.json') response.setHeader('content-type', 'application/json').end(body)
    else response.setHeader('content-type', 'text/html').end('<!doctype html><title>rows</title>')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const page = await browser.newPage()
  try {
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const milliseconds = await page.evaluate(async () => {
      const answer = await fetch('/rows.json')
      const start = performance.now()
      const rows = (await answer.json()) as unknown[]
      return rows.length > 0 ? performance.now() - start : Number.NaN
    })
    return { jsonMb: body.length / 2 ** 20, jsonSeconds: milliseconds / 1000 }
  } finally {
    await page.close()
    server.closeAllConnections()
    server.close()
  }
}
