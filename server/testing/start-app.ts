import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@clickhouse/client'
import type { Application } from 'express'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import type { ReadableWarehouse } from '../api/warehouse-rows.ts'
import { createApp, type AppOptions } from '../app.ts'
import { accountOf } from '../http/account-of.ts'
import { createAccount } from '../sign-in/accounts.ts'
import { hashPassword } from '../sign-in/password.ts'
import type { Role } from '../sign-in/roles.ts'
import type { Scope } from '../sign-in/scopes.ts'
import { createToken } from '../sign-in/tokens.ts'
import { openState, type State } from '../state/state.ts'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

export interface Asked {
  method?: string
  headers?: Record<string, string>
  body?: string
}

export interface RunningApp {
  state: State
  origin: string
  /** Lines of the log so far. */
  logged: string[]
  /** What reached Cube's place: method and path. */
  reachedCube: string[]
  /** The time the application reads; tests move it. */
  clock: { now: Date }
  /** Sends a path exactly as written, which `fetch` would tidy up. */
  ask: (path: string, asked?: Asked) => Promise<Answer>
  /** Signs in as a program does. @returns the session's cookie. */
  signIn: (name: string, password: string) => Promise<string>
}

export const actor = { name: 'test', origin: 'command', address: null } as const
export const password = 'một mật khẩu đủ dài'

/** A folder that ends with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'toancanh-server-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A real client for a warehouse nobody runs, for what does not need one. */
export function nowhere(): ReadableWarehouse {
  const client = createClient({ url: 'http://127.0.0.1:1', request_timeout: 2_000, log: { level: 127 } })
  onTestFinished(() => client.close())
  return { client: () => client }
}

/** Where the application has Cube, tests have a handler that says whom it saw. */
export function echoCube(reached: string[]): { install: (app: Application) => void } {
  return {
    install(app) {
      app.use((req, res) => {
        reached.push(`${req.method} ${req.originalUrl}`)
        res.json({ account: accountOf(req), body: req.body as unknown })
      })
    },
  }
}

/** The application on a free loopback port, with real state in a folder of its own. */
export async function startApp(options: Partial<AppOptions> = {}): Promise<RunningApp> {
  const folder = temporaryFolder()
  const webDir = join(folder, 'web')
  mkdirSync(join(webDir, 'assets'), { recursive: true })
  writeFileSync(join(webDir, 'index.html'), '<!doctype html><title>the application</title>')
  writeFileSync(join(webDir, 'assets', 'app-4f2a91.js'), `// the application\n${'export {}\n'.repeat(400)}`)
  writeFileSync(join(webDir, '.env'), 'SQLite=of the application')
  const state = openState({ dataDir: folder })
  const logged: string[] = []
  const reachedCube: string[] = []
  const clock = { now: new Date('2026-11-20T03:00:00Z') }
  const app = createApp({
    state,
    cube: echoCube(reachedCube),
    warehouse: nowhere(),
    webDir,
    log: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
    version: '1.2.3',
    clock: () => clock.now,
    ...options,
  })
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    await new Promise((resolve) => {
      server.close(resolve)
      server.closeAllConnections()
    })
    state.close()
  })
  const { port } = server.address() as AddressInfo
  const ask = (path: string, asked: Asked = {}): Promise<Answer> => send(port, path, asked)
  return {
    state,
    origin: `http://127.0.0.1:${port}`,
    logged,
    reachedCube,
    clock,
    ask,
    async signIn(name, secret) {
      const answer = await ask('/login', form({ name, password: secret }))
      return /toancanh_session=[^;]+/.exec(String(answer.headers['set-cookie']))?.[0] ?? ''
    },
  }
}

/** An account in the state, with the password above. */
export async function addAccount(
  { state, clock }: Pick<RunningApp, 'state' | 'clock'>,
  name: string,
  role: Role = 'analyst',
): Promise<void> {
  const passwordHash = await hashPassword(password)
  createAccount(state.db, { name, role, provinces: ['01', '79'], passwordHash }, clock.now, actor)
}

export function addToken(
  { state, clock }: RunningApp,
  name: string,
  days = 30,
  scopes: readonly Scope[] = ['read', 'sql'],
): string {
  const end = new Date(clock.now.getTime() + days * 86_400_000)
  return createToken(state.db, name, scopes, end, clock.now, actor).token
}

export function form(fields: Record<string, string>, headers: Record<string, string> = {}): Asked {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  }
}

function send(port: number, path: string, { method = 'GET', headers = {}, body }: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const req = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (res) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('error', reject)
      res.on('end', () =>
        resolve({
          status: res.statusCode ?? 0,
          headers: res.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    req.on('error', reject)
    req.end(body)
  })
}
