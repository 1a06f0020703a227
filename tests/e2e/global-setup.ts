/** One product for all files of browser tests. It starts beside the other tests, which need not wait for it. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openSmtp } from '../../reports/testing/smtp-server.ts'
import { DOSSIERS, startProduct } from './product.ts'
import type { Product } from './product.ts'

/** What the file says that the tests look into: nothing yet, the product, or why there is none. */
export interface Told {
  product?: Product
  error?: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    productFile: string
  }
}

export default function setup(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'toancanh-e2e-'))
  const file = join(folder, 'product.json')
  const tell = (told: Told): void => {
    writeFileSync(`${file}.new`, JSON.stringify(told))
    renameSync(`${file}.new`, file)
  }
  tell({})
  project.provide('productFile', file)
  // A real mail server: it takes what comes, but for `nobody@…`.
  const opening = openSmtp(() => 'accept')
  const starting = opening.then(({ url }) =>
    startProduct(join(folder, 'data'), DOSSIERS, { SMTP_URL: url.href, MAIL_FROM: 'bao-cao@example.gov.vn' }),
  )
  const told = starting.then(
    ({ product }) => tell({ product }),
    (error: unknown) => tell({ error: String(error) }),
  )
  return async () => {
    await told
    await starting.then(
      ({ stop }) => stop(),
      () => undefined,
    )
    await opening.then(({ close }) => close())
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
  }
}
