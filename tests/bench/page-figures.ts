/// <reference lib="dom" />
/** What one page costs in a browser: figures of its load, and of what is changed on it. For any page, ours or another's. */
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

/** One first visit, with nothing in the browser's cache. Milliseconds of the clock from the beginning of the navigation. */
export interface LoadFigures {
  /** Largest contentful paint. */
  lcpMs: number
  /** Cumulative layout shift: the sum of all, so at most too much. */
  cls: number
  longTasks: number
  longTasksMs: number
  /** JavaScript of the page, each file packed with gzip. */
  scriptKb: number
  /** Everything that came over the wire, as it came. */
  wireKb: number
}

/** What is done on a page after it is there. */
export interface ChangeFigures {
  /** From the press to the next paint: what the browser calls an interaction, in steps of 8 ms. */
  interactionMs: number[]
  /** From the press until every figure has been answered and drawn. */
  paintedMs: number[]
}

interface Seen {
  lcp: number
  cls: number
  tasks: number[]
  interactions: Record<string, number>
}
declare global {
  var seen: Seen
}

const watchPage = (): void => {
  const seen: Seen = { lcp: 0, cls: 0, tasks: [], interactions: {} }
  globalThis.seen = seen
  const watch = (type: string, look: (entry: PerformanceEntry) => void, more: object = {}): void =>
    new PerformanceObserver((list) => list.getEntries().forEach(look)).observe({
      type,
      buffered: true,
      ...more,
    })
  watch('largest-contentful-paint', (entry) => (seen.lcp = entry.startTime))
  watch('layout-shift', (entry) => {
    const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean }
    if (!shift.hadRecentInput) seen.cls += shift.value
  })
  watch('longtask', (entry) => seen.tasks.push(entry.duration))
  watch(
    'event',
    (entry) => {
      const { interactionId, duration } = entry as PerformanceEntry & { interactionId: number }
      if (interactionId > 0)
        seen.interactions[interactionId] = Math.max(seen.interactions[interactionId] ?? 0, duration)
    },
    { durationThreshold: 16 },
  )
}

/** Opens a page in a window of its own. The page is to be closed with its context. */
export async function openMeasured(
  browser: Browser,
  address: string,
  whole: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; load: LoadFigures }> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  })
  const page = await context.newPage()
  await page.addInitScript(watchPage)
  const debug = await context.newCDPSession(page)
  await debug.send('Network.enable')
  let wire = 0
  debug.on('Network.loadingFinished', ({ encodedDataLength }) => (wire += encodedDataLength))
  const scripts: Promise<number>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      scripts.push(response.body().then((body) => gzipSync(body).length))
  })
  await page.goto(address)
  await whole(page)
  const { lcp, cls, tasks } = await page.evaluate(() => globalThis.seen)
  const load = {
    lcpMs: lcp,
    cls,
    longTasks: tasks.length,
    longTasksMs: tasks.reduce((sum, one) => sum + one, 0),
    scriptKb: (await Promise.all(scripts)).reduce((sum, one) => sum + one, 0) / 1000,
    wireKb: wire / 1000,
  }
  return { page, load }
}

/**
 * Presses one control after another, each once what the one before has changed is drawn.
 *
 * @param settled true, in the page, where all is drawn
 */
export async function changes(
  page: Page,
  controls: readonly string[],
  settled: () => boolean,
): Promise<ChangeFigures> {
  await page.evaluate(`globalThis.isSettled = ${settled.toString()}`)
  await page.evaluate(() => (globalThis.seen.interactions = {}))
  const paintedMs: number[] = []
  for (const control of controls) {
    const painted = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const before = location.href
          const { isSettled } = globalThis as unknown as { isSettled: () => boolean }
          addEventListener(
            'click',
            ({ timeStamp }) => {
              let quiet = 0
              const frame = (): void => {
                quiet = location.href !== before && isSettled() ? quiet + 1 : 0
                // The frame after the one in which it is settled has been painted with it.
                if (quiet === 2) resolve(performance.now() - timeStamp)
                else requestAnimationFrame(frame)
              }
              requestAnimationFrame(frame)
            },
            { capture: true, once: true },
          )
        }),
    )
    await page.click(control)
    paintedMs.push(await painted)
  }
  // Entries of events come late.
  await page.waitForTimeout(200)
  const interactions = await page.evaluate(() => Object.values(globalThis.seen.interactions))
  return { interactionMs: interactions, paintedMs }
}

/** The value that so many of a hundred do not exceed. */
export const percentile = (values: readonly number[], percent: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(Math.ceil((percent / 100) * sorted.length) - 1, 0)] ?? Number.NaN
}
