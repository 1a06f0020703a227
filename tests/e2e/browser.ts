/// <reference lib="dom" />
/** A browser signed in to the product, and what the tests ask of its pages. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { Product } from './product.ts'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
// Without these, Chromium talks to its maker's hosts; without the sandbox flag it does not start as root.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const startBrowser = (): Promise<Browser> => {
  const executablePath = CHROMIUM.find((path) => existsSync(path))
  if (!executablePath) throw new Error('no Chromium: apt-get install chromium')
  return chromium.launch({ executablePath, args: FLAGS })
}

export type Row = Record<string, string | null>
export interface Visit {
  page: Page
  /** What went wrong in the page: console errors, exceptions, failed requests. */
  troubles: string[]
  /** Goes to a page and waits until every figure on it has been answered and drawn. */
  open: (path: string) => Promise<void>
  settled: () => Promise<void>
  /** Asks the same API the page asks, in the same session. */
  ask: (query: object) => Promise<Row[]>
  close: () => Promise<void>
}

export const signIn = async (page: Page, product: Product): Promise<void> => {
  await page.fill('input[name=name]', product.name)
  await page.fill('input[name=password]', product.password)
  await page.click('button[type=submit]')
}

type StorageState = Exclude<BrowserContextOptions['storageState'], string | undefined>
/** Who has signed in with a browser need not do so again in its next window: a password is slow to check, on purpose. */
const signedIn = new WeakMap<Browser, Map<string, Promise<StorageState['cookies']>>>()

const cookiesOf = async (browser: Browser, product: Product): Promise<StorageState['cookies']> => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${product.url}/login`)
  await signIn(page, product)
  await page.waitForURL((url) => url.pathname !== '/login', { waitUntil: 'commit' })
  const cookies = await context.cookies()
  await context.close()
  return cookies
}

/** What a window begins with that is signed in and has chosen its language. */
export const signedInState = async (
  browser: Browser,
  product: Product,
  language: 'vi' | 'en',
): Promise<StorageState> => {
  const known = signedIn.get(browser) ?? new Map<string, Promise<StorageState['cookies']>>()
  signedIn.set(browser, known)
  const cookies = known.get(product.name) ?? cookiesOf(browser, product)
  known.set(product.name, cookies)
  const localStorage = [{ name: 'toancanh.language', value: language }]
  return { cookies: await cookies, origins: [{ origin: product.url, localStorage }] }
}

export const visit = async (
  browser: Browser,
  product: Product,
  options: BrowserContextOptions & { language?: 'vi' | 'en' } = {},
): Promise<Visit> => {
  const { language = 'vi', ...rest } = options
  const context: BrowserContext = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    storageState: await signedInState(browser, product, language),
    ...rest,
  })
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text())
  })
  page.on('pageerror', (error) => troubles.push(String(error)))
  const settled = async (): Promise<void> => {
    await page.waitForSelector('main h1')
    await page.waitForFunction(() => !document.querySelector('main [aria-busy="true"]'))
    // Charts below the fold are drawn when they come near: walk down the page once.
    await page.evaluate(async () => {
      for (let y = 0; y < document.documentElement.scrollHeight; y += 500) {
        scrollTo(0, y)
        await new Promise((done) => setTimeout(done, 30))
      }
      scrollTo(0, 0)
    })
    // What lies further down is fetched then.
    await page.waitForFunction(
      () =>
        !document.querySelector('main [aria-busy="true"]') &&
        [...document.querySelectorAll('.chart')].every((c) => c.querySelector('canvas')),
    )
  }
  return {
    page,
    troubles,
    settled,
    open: async (path) => {
      // Of several windows only the one in front is sure to be drawn, which a press waits for.
      await page.bringToFront()
      await page.goto(product.url + path)
      await settled()
    },
    ask: async (query) => {
      const address = `${product.url}/cubejs-api/v1/load?query=${encodeURIComponent(JSON.stringify(query))}`
      for (;;) {
        const answer = (await (await context.request.get(address)).json()) as { data?: Row[]; error?: string }
        if (answer.data) return answer.data
        if (answer.error !== 'Continue wait') throw new Error(answer.error ?? 'no data')
      }
    },
    close: () => context.close(),
  }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe finds on the page, one line a rule, each with the first element. Empty is clean. */
export const axeFindings = async (page: Page): Promise<string[]> => {
  // By way of the debugger: the page's own policy lets no inline script in.
  await page.evaluate(AXE)
  return page.evaluate(async (tags) => {
    const axe = (globalThis as unknown as { axe: { run: (root: Document, o: object) => Promise<AxeResult> } })
      .axe
    interface AxeResult {
      violations: { id: string; nodes: { html: string; failureSummary: string }[] }[]
    }
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags } })
    return violations.map(
      (v) => `${v.id} ×${v.nodes.length}: ${v.nodes[0]?.html ?? ''} ${v.nodes[0]?.failureSummary ?? ''}`,
    )
  }, TAGS)
}
