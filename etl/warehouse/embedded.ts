import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { engineConfig, engineUsers, USERS, type ClusterPlace, type Credentials } from './engine-config.ts'
import { FilesInUseError, WarehouseError } from './errors.ts'

const ENGINE = join(import.meta.dirname, 'engine.ts')

export interface EmbeddedOptions {
  /** Folder for the engine's files; made if missing. */
  dir: string
  database: string
  /** One of several servers on this machine: also listens for the native protocol, on its port of these. */
  cluster?: ClusterPlace
  log: (message: string) => void
}

export interface Embedded {
  host: '127.0.0.1'
  port: number
  credentials: Credentials
  /** Process id of the engine as it is now (it changes when the engine is restarted). */
  pid: () => number | undefined
  stop: () => Promise<void>
}

/**
 * Starts the real ClickHouse server of the npm package `chdb` as a supervised child: a random loopback port,
 * generated passwords, restarted when it ends by itself, stopped gracefully.
 *
 * @throws WarehouseError when the files are in use by another process or the engine does not come up.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { dir, database, log, cluster } = options
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const credentials = cluster?.passwords ?? newCredentials()
  // A folder of this start's own: a second process on the same files is refused by the engine, and must not
  // have changed the first one's users before that.
  const settings = mkdtempSync(join(dir, 'settings-'))
  const usersFile = join(settings, 'users.xml')
  const configFile = join(settings, 'config.xml')
  const secret = { mode: 0o600 }
  writeFileSync(usersFile, engineUsers(credentials, database, availableParallelism(), cluster), secret)
  writeFileSync(configFile, engineConfig(usersFile, Math.round(totalmem() * 0.6), cluster), secret)

  const port = await freePort()
  const tcpPort = cluster?.ports[cluster.index] ?? 0
  let child: ChildProcess | undefined
  let stopping = false

  const launch = async (): Promise<void> => {
    const errors: string[] = []
    const started = spawn(
      process.execPath,
      [ENGINE, configFile, join(dir, 'store'), String(port), String(tcpPort)],
      // A folder of its own: the engine writes its few working files where it is started.
      // Its own process group, so that a Ctrl-C meant for the product does not kill it before it is stopped.
      { cwd: dir, stdio: ['pipe', 'ignore', 'pipe'], detached: true },
    )
    child = started
    // Closing stdin is how it is stopped; a write error on a dead child is its exit, reported below.
    started.stdin.on('error', () => undefined)
    started.stdin.write(`${credentials.stopper}\n`)
    started.stderr.on('data', (bytes: Buffer) => {
      errors.push(bytes.toString())
      if (errors.length > 20) errors.shift()
    })
    let exited: number | null | undefined
    started.on('exit', (code) => {
      exited = code
      if (!stopping && child === started && up) void restart(errors.join('').trim())
    })
    let up = false
    for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(20)) {
      if (exited !== undefined) throw engineFailed(dir, errors.join(''))
      if (await answers(port)) {
        up = true
        return
      }
    }
    started.kill('SIGKILL')
    throw engineFailed(dir, `no answer within 60 s. ${errors.join('')}`)
  }

  const restart = async (reason: string): Promise<void> => {
    for (let attempt = 0; !stopping; attempt += 1) {
      log(`the embedded warehouse ended by itself and is started again${reason ? `: ${reason}` : ''}`)
      try {
        await launch()
        return
      } catch (error) {
        log(String(error))
        await sleep(Math.min(500 * 2 ** attempt, 15_000))
      }
    }
  }

  try {
    await launch()
  } catch (error) {
    rmSync(settings, { recursive: true, force: true })
    throw error
  }
  for (const entry of readdirSync(dir)) {
    // What a killed start left behind; the files are ours alone now.
    if (entry.startsWith('settings-') && join(dir, entry) !== settings) {
      rmSync(join(dir, entry), { recursive: true, force: true })
    }
  }
  return {
    host: '127.0.0.1',
    port,
    credentials,
    pid: () => child?.pid,
    async stop() {
      stopping = true
      const running = child
      if (running === undefined || running.exitCode !== null || running.signalCode !== null) return
      const gone = new Promise<void>((resolve) => running.once('exit', () => resolve()))
      running.stdin?.end()
      const killer = setTimeout(() => running.kill('SIGKILL'), 20_000)
      await gone
      clearTimeout(killer)
      rmSync(settings, { recursive: true, force: true })
    },
  }
}

/** Passwords of nobody's making. */
export const newCredentials = () =>
  Object.fromEntries(USERS.map((user) => [user, randomBytes(24).toString('base64url')])) as Credentials

function engineFailed(dir: string, detail: string): WarehouseError {
  if (/code: 76\b|CANNOT_OPEN_FILE|Another server instance|already running/i.test(detail)) {
    return new FilesInUseError(
      `the warehouse files in ${dir} are in use by another process; stop it, or set TOANCANH_DATA to another folder`,
    )
  }
  return new WarehouseError(`the embedded warehouse in ${dir} did not start: ${detail.trim().slice(0, 2000)}`)
}

async function answers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/ping`, { headers: { connection: 'close' } })
    return response.ok
  } catch {
    return false
  }
}

/** A port of the loopback address that nothing listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new WarehouseError('no free port on 127.0.0.1')
  return address.port
}
