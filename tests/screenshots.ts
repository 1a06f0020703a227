/**
 * `npm run screenshots [-- --dossiers N]`: starts the product with its demonstration, takes every page at every
 * width and in both colour schemes into data/screenshots, and the README's picture into docs/images.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startBrowser, visit } from './e2e/browser.ts'
import { startProduct } from './product.ts'

const ROOT = join(import.meta.dirname, '..')
const OUT = join(ROOT, 'data', 'screenshots')
const README = join(ROOT, 'docs', 'images')
const PERIOD = 'period=2026-10'
const PAGES = {
  overview: '/',
  'on-time': '/on-time',
  identity: '/identity',
  rollout: '/rollout',
  scores: '/scores',
  data: '/data',
  'data-loads': '/data?tab=loads',
  'data-lineage': '/data?tab=lineage',
  'data-quarantine': '/data?tab=quarantine',
  'data-metrics': '/data?tab=metrics',
  province: '/province?place=79',
  'big-screen': '/wall',
  sql: '/sql',
  reports: '/reports',
  alerts: '/alerts',
  views: '/views',
  admin: '/admin',
  account: '/account',
  explore:
    '/explore?subject=dossiers&measures=received,on_time_rate,pending_overdue&dimensions=province_name&sort=on_time_rate',
}
const VARIANTS = {
  desktop: { viewport: { width: 1440, height: 900 } },
  dark: { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  phone: { viewport: { width: 360, height: 780 } },
  wall: { viewport: { width: 1920, height: 1080 } },
} as const

const { values } = parseArgs({ options: { dossiers: { type: 'string', default: '4000000' } } })
const dataDir = mkdtempSync(join(tmpdir(), 'toancanh-screenshots-'))
for (const folder of [OUT, README]) mkdirSync(folder, { recursive: true })
try {
  const { origin, administrator, stop } = await startProduct({
    dataDir,
    args: ['--dossiers', values.dossiers],
  })
  if (administrator === null) throw new Error('the product named no first administrator')
  const browser = await startBrowser()
  for (const [variant, options] of Object.entries(VARIANTS)) {
    const guest = await visit(browser, { url: origin, ...administrator }, options)
    for (const [name, path] of Object.entries(PAGES)) {
      await guest.open(`${path}${path.includes('?') ? '&' : '?'}${PERIOD}`)
      await guest.page.screenshot({ path: join(OUT, `${name}-${variant}.png`), fullPage: true })
      if (name === 'overview' && variant === 'desktop') {
        await guest.page.screenshot({ path: join(README, 'overview.png') })
      }
      console.log(join(OUT, `${name}-${variant}.png`))
    }
    await guest.close()
  }
  await browser.close()
  await stop()
} finally {
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 })
}
