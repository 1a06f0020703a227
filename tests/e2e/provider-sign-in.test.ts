/// <reference lib="dom" />
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProduct } from '../product.ts'
import type { Product } from '../product.ts'
import { axeFindings, signIn, startBrowser } from './browser.ts'
import { startProvider } from './provider.ts'
import type { RunningProvider } from './provider.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'toancanh-oidc-'))
let provider: RunningProvider
let product: Product
let browser: Browser

/** The provider must know the product's address, and the product the provider's. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

beforeAll(async () => {
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  provider = await startProvider(publicUrl, 'a secret of this test')
  const groupsFile = join(dataDir, 'groups.yaml')
  writeFileSync(
    groupsFile,
    `groups:
  - {group: leaders, role: leader}
  - {group: hcm, role: provincial_leader, provinces: ['79']}
`,
  )
  const env = {
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: 'toan-canh',
    OIDC_CLIENT_SECRET: 'a secret of this test',
    OIDC_GROUPS_FILE: groupsFile,
    OIDC_LABEL: 'Cổng thử',
  }
  ;[product, browser] = await Promise.all([startProduct({ dataDir, args: ['--empty'], env }), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await product?.stop()
  await provider?.stop()
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 })
})

const newPage = async (): Promise<Page> => {
  const context = await browser.newContext()
  // The provider's pages name fonts of other hosts.
  await context.route(
    (url) => !['127.0.0.1', 'localhost'].includes(url.hostname),
    (r) => r.abort(),
  )
  return context.newPage()
}

/** Goes through the provider's pages, as far as it shows any, until back at the product. */
const passProvider = async (page: Page, name: string): Promise<'asked' | 'known'> => {
  await page.click('a.provider')
  let asked: 'asked' | 'known' = 'known'
  while (page.url().startsWith(provider.issuer)) {
    if ((await page.locator('input[name=login]').count()) > 0) {
      asked = 'asked'
      await page.fill('input[name=login]', name)
      await page.fill('input[name=password]', 'whatever')
    }
    await Promise.all([page.waitForNavigation(), page.click('button[type=submit]')])
  }
  return asked
}

interface Session {
  account: { name: string; role: string; provinces: unknown }
  csrf: string
}
const sessionOf = async (page: Page): Promise<Session | null> => {
  const answer = await page.request.get(`${product.origin}/api/session`)
  return answer.status() === 200 ? ((await answer.json()) as Session) : null
}

test('sign-in, group change, revoked session and sign-out through a real provider', async () => {
  provider.groups['lan'] = ['leaders']
  const desk = await newPage()
  await desk.goto(`${product.origin}/on-time?period=2026-10`)
  expect(await desk.textContent('a.provider')).toBe('Đăng nhập bằng Cổng thử')
  expect(await passProvider(desk, 'lan')).toBe('asked')
  await desk.waitForURL(`${product.origin}/on-time?period=2026-10`)
  expect((await sessionOf(desk))?.account).toEqual({ name: 'lan', role: 'leader', provinces: 'all' })

  // Another group: the next sign-in, on another device, has it, and so has the account everywhere.
  provider.groups['lan'] = ['hcm']
  const phone = await newPage()
  await phone.goto(product.origin)
  await passProvider(phone, 'lan')
  const changed = { name: 'lan', role: 'provincial_leader', provinces: ['79'] }
  expect((await sessionOf(phone))?.account).toEqual(changed)
  expect((await sessionOf(desk))?.account).toEqual(changed)

  // Revoked from the phone, the desk is out; the provider still knows who sits there.
  const { current, sessions } = (await (
    await phone.request.get(`${product.origin}/api/sessions`)
  ).json()) as {
    current: string
    sessions: { id: string }[]
  }
  const other = sessions.find(({ id }) => id !== current)?.id ?? ''
  const csrf = (await sessionOf(phone))?.csrf ?? ''
  const revoked = await phone.request.delete(`${product.origin}/api/sessions/${other}`, {
    headers: { 'x-csrf-token': csrf },
  })
  expect(revoked.status()).toBe(204)
  await desk.goto(`${product.origin}/identity`)
  expect(new URL(desk.url()).pathname).toBe('/login')
  expect(await passProvider(desk, 'lan')).toBe('known')
  expect((await sessionOf(desk))?.account).toEqual(changed)

  // Signed out here, and at the provider: it asks again.
  await desk.click('.account-menu > button')
  await desk.click('.account-menu [data-sign-out]')
  await desk.waitForURL((url) => url.href.startsWith(provider.issuer))
  await desk.click('button[value=yes]')
  await desk.waitForURL(`${product.origin}/login?out`)
  expect(await desk.textContent('#notice')).toBe('Bạn đã đăng xuất.')
  expect(await sessionOf(desk)).toBeNull()

  // No group left: refused, and the session that was still open ends.
  provider.groups['lan'] = ['another']
  expect(await passProvider(desk, 'lan')).toBe('asked')
  expect(await desk.textContent('#notice')).toContain('chưa được cấp quyền')
  expect(await sessionOf(desk)).toBeNull()
  expect(await sessionOf(phone)).toBeNull()
})

test('the page Quản trị: add, see as and back, disable, token, audit log', async () => {
  const page = await newPage()
  const troubles: string[] = []
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
  page.on('pageerror', (error) => troubles.push(String(error)))
  const { name, password } = product.administrator ?? { name: '', password: '' }
  await page.goto(`${product.origin}/admin`)
  await signIn(page, { url: product.origin, name, password })
  await page.waitForURL(`${product.origin}/admin`)

  await page.click('[data-card=users] [data-add]')
  await page.fill('dialog input[name=name]', 'mai.tran')
  await page.selectOption('dialog select[name=role]', 'provincial_leader')
  await page.check('dialog input[type=radio] >> nth=1')
  await page.check('dialog input[type=checkbox][value="79"]')
  expect(await axeFindings(page)).toEqual([])
  await page.click('dialog button[type=submit]')
  const made = await page.textContent('[data-secret]')
  await page.keyboard.press('Escape')
  const mai = page.locator('[data-card=users] tbody tr', { hasText: 'mai.tran' })
  expect(await mai.textContent()).toContain('Hồ Chí Minh')

  await mai.locator('[data-see-as]').click()
  await page.waitForSelector('[data-seen-as]')
  expect(await page.textContent('[data-seen-as]')).toMatch(/mai\.tran.*Lãnh đạo tỉnh.*Hồ Chí Minh.*Chỉ xem/)
  expect((await sessionOf(page))?.account).toEqual({
    name: 'mai.tran',
    role: 'provincial_leader',
    provinces: ['79'],
  })
  expect((await page.request.get(`${product.origin}/api/admin/users`)).status()).toBe(403)
  await page.click('[data-seen-as] button')
  await page.waitForURL(`${product.origin}/admin`)
  expect((await sessionOf(page))?.account.name).toBe(name)

  // The one who was added is in, and out at once when disabled.
  const other = await newPage()
  await other.goto(product.origin)
  await signIn(other, {
    url: product.origin,
    name: 'mai.tran',
    password: made ?? '',
  })
  await other.waitForURL((url) => url.searchParams.has('period'))
  await other.goto(`${product.origin}/admin`)
  await other.waitForSelector('main h1')
  expect(await other.textContent('main')).toContain('dành cho quản trị viên')
  await page.click('[data-card=users] tbody tr:has-text("mai.tran") button:text-is("Khóa")')
  await page.click('dialog [data-agree]')
  await page.waitForSelector('[data-card=users] tbody tr:has-text("mai.tran"):has-text("Đã khóa")')
  expect(await sessionOf(other)).toBeNull()

  await page.goto(`${product.origin}/admin?tab=tokens`)
  await page.click('[data-card=tokens] [data-add]')
  await page.click('dialog button[type=submit]')
  const token = (await page.textContent('[data-secret]')) ?? ''
  const ask = async (): Promise<number> =>
    (await fetch(`${product.origin}/api/session`, { headers: { authorization: token } })).status
  expect(await ask()).toBe(200)
  await page.keyboard.press('Escape')

  await page.goto(`${product.origin}/admin?tab=audit`)
  await page.fill('[data-card=audit] input[name=who]', 'mai.tran')
  await page.click('[data-card=audit] button[type=submit]')
  await page.waitForSelector('[data-card=audit] tbody tr')
  expect(await page.locator('[data-card=audit] tbody strong').allTextContents()).toEqual([
    'Khóa tài khoản',
    'Đăng nhập',
    'Thôi xem với quyền người khác',
    'Bắt đầu xem với quyền người khác',
    'Tạo tài khoản',
  ])
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-export]')])
  expect(file.suggestedFilename()).toBe('toan-canh-audit.csv')

  await page.setViewportSize({ width: 360, height: 780 })
  for (const tab of ['users', 'sessions', 'tokens', 'audit']) {
    await page.goto(`${product.origin}/admin?tab=${tab}`)
    await page.waitForSelector(`[data-card=${tab}] td`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth), tab).toBe(360)
    expect(await axeFindings(page), tab).toEqual([])
  }
  expect(troubles.filter((text) => !text.includes('403'))).toEqual([])
})
