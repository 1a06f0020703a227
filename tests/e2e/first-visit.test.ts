import { expect, test } from 'vitest'
import { FIRST_VISIT_KB, openPage, PAGES } from '../bench/web.ts'
import { signedInState } from './browser.ts'
import { openDesk } from './desk.ts'

// A size, not a duration: the same on every machine.
test('a first visit to any page with charts fetches less JavaScript than the bar', async () => {
  const { browser, product } = await openDesk()
  const options = { storageState: await signedInState(browser, product, 'vi') }
  for (const name of [
    'overview',
    'on-time',
    'identity',
    'rollout',
    'scores',
    'province',
    'explore',
    'wall',
  ]) {
    const { page, load } = await openPage(browser, product.url + PAGES[name], options)
    expect(load.scriptKb, name).toBeGreaterThan(50)
    expect(load.scriptKb, name).toBeLessThan(FIRST_VISIT_KB)
    await page.context().close()
  }
  await browser.close()
})
