/** The whole product in a process of its own, with a small demonstration, for the browser tests. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProduct as start } from '../product.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const DOSSIERS = '300000'

export interface Product {
  /** Address without a slash at its end. */
  url: string
  name: string
  password: string
  stop: () => Promise<void>
}

const build = (): void => {
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
  const args = [vite, 'build', join(ROOT, 'web'), '--logLevel', 'warn', '--emptyOutDir']
  const built = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`the web part does not build:\n${built.stdout}${built.stderr}`)
}

/**
 * Builds the web part, starts the product on a free port over an empty data folder and waits until the demonstration is
 * loaded. Rejects with everything it printed when it ends before that.
 */
export const startProduct = async (): Promise<Product> => {
  build()
  const dataDir = mkdtempSync(join(tmpdir(), 'toancanh-e2e-'))
  const remove = (): void => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 })
  try {
    const { origin, administrator, stop } = await start({ dataDir, args: ['--dossiers', DOSSIERS] })
    if (administrator === null) throw new Error('the product named no first administrator')
    return { url: origin, ...administrator, stop: () => stop().finally(remove) }
  } catch (error) {
    remove()
    throw error
  }
}
