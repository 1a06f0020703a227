/** What a file of browser tests begins with: the product that all of them share, a browser, a page signed in. */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { inject } from 'vitest'
import { startBrowser, visit } from './browser.ts'
import type { Visit } from './browser.ts'
import type { Told } from './global-setup.ts'
import type { Product } from './product.ts'

export interface Desk {
  product: Product
  browser: Browser
  desk: Visit
}

/** Waits for the product. @throws Error with all it printed, where it did not start. */
async function sharedProduct(): Promise<Product> {
  const path = inject('productFile')
  for (;;) {
    const told = JSON.parse(readFileSync(path, 'utf8')) as Told
    if (told.error !== undefined) throw new Error(told.error)
    if (told.product !== undefined) return told.product
    await sleep(100)
  }
}

export const openDesk = async (): Promise<Desk> => {
  const product = await sharedProduct()
  const browser = await startBrowser()
  return { product, browser, desk: await visit(browser, product) }
}
