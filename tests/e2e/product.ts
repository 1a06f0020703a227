/** The whole product in a process of its own, with a small demonstration, for the browser tests. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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
  const data = mkdtempSync(join(tmpdir(), 'toancanh-e2e-'))
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'server/main.ts', '--dossiers', DOSSIERS],
    {
      cwd: ROOT,
      env: { ...process.env, PORT: '0', HOST: '127.0.0.1', TOANCANH_DATA: data },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
    rmSync(data, { recursive: true, force: true })
  }
  let said = ''
  try {
    return await new Promise<Product>((ready, fail) => {
      const listen = (chunk: Buffer): void => {
        said += chunk.toString('utf8')
        const url = /Toàn Cảnh: (http:\S+)/.exec(said)?.[1]
        const name = /name: +(\S+)/.exec(said)?.[1]
        const password = /password: +(\S+)/.exec(said)?.[1]
        if (url && name && password) ready({ url, name, password, stop })
      }
      child.stdout.on('data', listen)
      child.stderr.on('data', listen)
      child.once('exit', () => fail(new Error(`the product ended early:\n${said}`)))
    })
  } catch (error) {
    await stop()
    throw error
  }
}
