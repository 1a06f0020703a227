import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const ROOT = join(import.meta.dirname, '..')
/** What Node compiled at one start is there at the next. */
const COMPILED = join(ROOT, 'node_modules', '.compile-cache')
/** A first start also makes and loads its demonstration data. */
const START_SECONDS = 540
const STOP_SECONDS = 60

export interface Product {
  /** `http://127.0.0.1:PORT` */
  origin: string
  /** Shown on the first start of a data folder only. */
  administrator: { name: string; password: string } | null
  pid: number
  /** What it has written so far, both streams. */
  output: () => string
  /** Ends it as an operator would (SIGTERM). @throws Error where it does not end in time; then it is killed. */
  stop: () => Promise<void>
}

export interface ProductOptions {
  dataDir: string
  /** What follows `npm start --`, as in `['--empty']`. */
  args?: readonly string[]
  env?: NodeJS.ProcessEnv
}

export interface CommandResult {
  code: number | null
  stdout: string
  stderr: string
}

/** The commands of the product, by what `npm run` calls them. */
const SCRIPTS = { etl: 'etl/cli.ts', admin: 'server/admin/cli.ts', report: 'reports/cli.ts' } as const

/**
 * Starts the product itself (server/main.ts) on a free loopback port and waits until it says where it is.
 *
 * @throws Error with all it wrote, where it ends or says nothing in time.
 */
export async function startProduct({ dataDir, args = [], env = {} }: ProductOptions): Promise<Product> {
  // With a channel: were the tests killed, the product would end with them.
  const child = spawnNode(
    ['server/main.ts', ...args],
    dataDir,
    { PORT: '0', HOST: '127.0.0.1', ...env },
    true,
  )
  const output = collect(child)
  const shown = /Toàn Cảnh: (http:\S+)\s[^]*(?:mật khẩu \/ password: (\S+)|lost password)/
  const by = Date.now() + START_SECONDS * 1000
  let match: RegExpExecArray | null = null
  while ((match = shown.exec(output.stdout())) === null) {
    const ended = child.exitCode !== null || child.signalCode !== null
    if (ended || Date.now() > by) {
      child.kill('SIGKILL')
      const what = ended
        ? `ended (${child.exitCode ?? child.signalCode})`
        : `said nothing in ${START_SECONDS} s`
      throw new Error(`the product ${what}:\n${output.all()}`)
    }
    await sleep(50)
  }
  const [text, origin = '', password] = match
  const name = /tên \/ name:\s+(\S+)/.exec(text)?.[1]
  return {
    origin,
    administrator: name === undefined || password === undefined ? null : { name, password },
    pid: child.pid ?? 0,
    output: output.all,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      const late = sleep(STOP_SECONDS * 1000, 'late', { ref: false })
      if ((await Promise.race([ended, late])) !== 'late') return
      child.kill('SIGKILL')
      await ended
      throw new Error(`the product did not stop in ${STOP_SECONDS} s:\n${output.all()}`)
    },
  }
}

/** Runs a command of the product to its end, as `npm run etl -- …` and `npm run admin -- …` do. */
export async function cli(
  script: keyof typeof SCRIPTS,
  args: readonly string[],
  dataDir: string,
): Promise<CommandResult> {
  const child = spawnNode([SCRIPTS[script], ...args], dataDir, {}, false)
  const output = collect(child)
  await once(child, 'close')
  return { code: child.exitCode, stdout: output.stdout(), stderr: output.stderr() }
}

function spawnNode(
  args: readonly string[],
  dataDir: string,
  env: NodeJS.ProcessEnv,
  channel: boolean,
): ChildProcess {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: ROOT,
    env: { NODE_COMPILE_CACHE: COMPILED, ...process.env, TOANCANH_DATA: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(channel ? (['ipc'] as const) : [])],
  })
}

function collect(child: ChildProcess) {
  let [stdout, stderr] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return { stdout: () => stdout, stderr: () => stderr, all: () => `${stderr}${stdout}` }
}
