/** The whole product in a process of its own, with a small demonstration, for the browser tests. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { startProduct as start } from '../product.ts'

const ROOT = join(import.meta.dirname, '..', '..')
/** Of the product that the browser tests share. */
export const DOSSIERS = 300_000

export interface Product {
  /** Address without a slash at its end. */
  url: string
  name: string
  password: string
}

/** Builds the web part if its sources changed. */
export const buildWeb = async (): Promise<void> => {
  const child = spawn(process.execPath, [join(ROOT, 'server', 'bootstrap.mjs'), 'build'], { cwd: ROOT })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => (said += bytes.toString()))
  await once(child, 'close')
  if (child.exitCode !== 0) throw new Error(`the web part does not build:\n${said}`)
}

/**
 * Starts the product on a free port over an empty data folder and waits until the demonstration is loaded. Rejects with
 * everything it printed when it ends before that.
 */
export const startProduct = async (
  dataDir: string,
  dossiers = DOSSIERS,
  env: NodeJS.ProcessEnv = {},
): Promise<{ product: Product; stop: () => Promise<void> }> => {
  await buildWeb()
  const { origin, administrator, stop } = await start({
    ...{ dataDir, env },
    args: ['--dossiers', String(dossiers)],
  })
  if (administrator === null) throw new Error('the product named no first administrator')
  return { product: { url: origin, ...administrator }, stop }
}
