/// <reference lib="dom" />
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { signedInState, startBrowser } from '../e2e/browser.ts'
import { startProduct } from '../e2e/product.ts'
import type { Product } from '../e2e/product.ts'
import { changes, openMeasured, percentile } from './page-figures.ts'
import type { LoadFigures } from './page-figures.ts'

/** What a page costs: of its first visits the median, of what is changed on it the 95th of a hundred. */
export interface WebFigures extends LoadFigures {
  page: string
  /** Null where nothing is changed. */
  interactionP95Ms: number | null
  paintedP95Ms: number | null
}

const VISITS = 5
const PERIOD = 'period=2026-10'
/** Thousands of bytes of JavaScript, packed with gzip, that a first visit to a page with charts may fetch. */
export const FIRST_VISIT_KB = 250
export const PAGES: Record<string, string> = {
  overview: `/?${PERIOD}`,
  'on-time': `/on-time?${PERIOD}`,
  identity: `/identity?${PERIOD}`,
  rollout: `/rollout?${PERIOD}`,
  scores: `/scores?${PERIOD}`,
  province: `/province?${PERIOD}&place=79`,
  explore: `/explore?${PERIOD}&subject=dossiers&measures=received,on_time_rate&dimensions=province_name`,
  sql: '/sql',
  data: '/data',
  reports: '/reports',
  wall: '/wall',
}
/** Pages with the bar of filters, and what is pressed in it: twelve months back, to the 63 units, and forth again. */
const CHANGED = ['overview', 'on-time', 'identity', 'rollout', 'scores']
const [BACK, FORTH] = ['.period > button:first-child', '.period > button:last-child']
const PRESSED = [
  ...Array.from({ length: 12 }, () => BACK),
  ...['.units button:last-child', '.units button:first-child'],
  ...Array.from({ length: 6 }, () => FORTH),
]

const settled = (): boolean =>
  document.querySelector('main h1') !== null && !document.querySelector('main [aria-busy="true"]')
const whole = async (page: Page): Promise<void> => {
  await page.waitForFunction(settled)
  await page.waitForLoadState('networkidle')
}

/** Opens a page and waits until all that is to be seen of it is there. */
export const openPage = (
  browser: Browser,
  address: string,
  options: BrowserContextOptions,
): Promise<{ page: Page; load: LoadFigures }> => openMeasured(browser, address, whole, options)

/**
 * The pages of the product, with its demonstration, in Chromium on this machine: first visits with an empty cache (the server has
 * been asked the same before), then changes of filters whose answers nobody has asked for yet.
 */
export async function benchWeb(dossiers: number, log: (line: string) => void): Promise<WebFigures[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'toancanh-bench-web-'))
  try {
    log(`web: the product with ${dossiers} dossiers`)
    const { product, stop } = await startProduct(dataDir, dossiers)
    const browser = await startBrowser()
    try {
      const figures: WebFigures[] = []
      for (const [page, path] of Object.entries(PAGES)) {
        log(`web: ${page}`)
        figures.push(await benchPage(browser, product, page, path))
      }
      return figures
    } finally {
      await browser.close()
      await stop()
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 })
  }
}

async function benchPage(
  browser: Browser,
  product: Product,
  name: string,
  path: string,
): Promise<WebFigures> {
  const options = { storageState: await signedInState(browser, product, 'vi') }
  const loads: LoadFigures[] = []
  let changed: { interactionMs: number[]; paintedMs: number[] } | null = null
  for (let visit = 0; visit <= VISITS; visit += 1) {
    const { page, load } = await openPage(browser, product.url + path, options)
    // The first fills what the server keeps.
    if (visit > 0) loads.push(load)
    if (visit === VISITS && CHANGED.includes(name)) changed = await changes(page, PRESSED, settled)
    await page.context().close()
  }
  const middle = (key: keyof LoadFigures): number =>
    percentile(
      loads.map((load) => load[key]),
      50,
    )
  return {
    page: name,
    lcpMs: middle('lcpMs'),
    cls: middle('cls'),
    longTasks: middle('longTasks'),
    longTasksMs: middle('longTasksMs'),
    scriptKb: middle('scriptKb'),
    wireKb: middle('wireKb'),
    interactionP95Ms: changed && percentile(changed.interactionMs, 95),
    paintedP95Ms: changed && percentile(changed.paintedMs, 95),
  }
}
