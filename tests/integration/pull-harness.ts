import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { loadFiles } from '../../etl/load/load.ts'
import { problemText } from '../../etl/definitions/yaml.ts'
import { parseDefinition } from '../../etl/pull/definition.ts'
import { pull, type PullOptions, type PullResult } from '../../etl/pull/pull.ts'
import type { Definition } from '../../etl/pull/schema.ts'
import { rows } from '../../etl/warehouse/client.ts'
import { afterAll, beforeAll } from 'vitest'
import { openScratch, type Scratch } from './scratch.ts'

/** A definition from YAML, as the product reads it. */
export function defined(yaml: string): Definition {
  const { source, problems } = parseDefinition(yaml, 'test.yaml')
  if (source === undefined) throw new Error(problems.map(problemText).join('\n'))
  return source
}

/** A scratch warehouse and a source on the web, for all the tests of a file. */
export function pullingGround(): { scratch: Scratch; web: WebServer } {
  const ground = {} as { scratch: Scratch; web: WebServer }
  beforeAll(async () => {
    ground.scratch = await openScratch()
    ground.web = await webServer()
  })
  afterAll(async () => {
    await ground.web.close()
    await ground.scratch.close()
  })
  return ground
}

export interface Pulling {
  pull: (yaml: string, options?: Partial<PullOptions>) => Promise<PullResult>
  said: string[]
  /** Code and status of every dossier readers see, by code. */
  dossiers: () => Promise<Record<string, number>>
}

/** Pulls into the scratch warehouse, with waits of next to nothing. */
export function pulling(scratch: Scratch, env: Record<string, string> = {}): Pulling {
  const said: string[] = []
  return {
    said,
    pull: (yaml, options = {}) =>
      pull(defined(yaml), {
        dataDir: scratch.dataDir,
        env,
        random: () => 0,
        log: (message) => said.push(message),
        load: (files) =>
          loadFiles(files, { warehouse: scratch.warehouse, dataDir: scratch.dataDir, today: '2026-10-31' }),
        ...options,
      }),
    async dossiers() {
      const found = await rows<{ code: string; status: number }>(
        scratch.warehouse.client('reader'),
        'SELECT dossier_code AS code, toUInt8(status) AS status FROM dossiers ORDER BY code',
      )
      return Object.fromEntries(found.map(({ code, status }) => [code.slice(-4), status]))
    },
  }
}

/** The lines of the file that a source published last. */
export function published(scratch: Scratch, name: string): unknown[] {
  const folder = join(scratch.dataDir, 'pulled', name)
  const [file = '', ...others] = readdirSync(folder).filter((entry) => entry.endsWith('.ndjson'))
  if (others.length > 0) throw new Error(`one file is kept, not ${others.length + 1}`)
  return readFileSync(join(folder, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
}

export interface WebServer {
  url: string
  /** What answers from now on. */
  answer: (handler: (request: IncomingMessage, response: ServerResponse) => void) => void
  /** Path and query of everything asked since the last look. */
  asked: () => string[]
  close: () => Promise<void>
}

/** A real HTTP server on loopback. */
export async function webServer(): Promise<WebServer> {
  let handler: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end()
  let asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    handler(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (next) => {
      handler = next
    },
    asked: () => {
      const before = asked
      asked = []
      return before
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export interface SourceDossier {
  ma: string
  status: number
  /** Seconds after 2022-01-07 10:00. */
  second: number
}

/** A dossier as a one-stop system might tell it: names of its own, and one thing that must never be kept. */
export function sourceRow({ ma, status, second }: SourceDossier): Record<string, unknown> {
  const at = new Date(Date.UTC(2022, 0, 7, 3, 0, second)).toISOString()
  return {
    ma_ho_so: `000.00.00.G01-220103-${ma}`,
    procedure_code: 'P1',
    agency_code: 'A',
    province_code: '01',
    status,
    received_at: '2022-01-03T08:00:00',
    due_at: '2022-01-10T17:00:00',
    ended_at: status >= 7 ? '2022-01-06T10:00:00' : null,
    updated_at: at,
    ho_ten: 'not to be kept',
  }
}

/** The part of a definition that takes `sourceRow`. */
export const COLUMNS = `
columns:
  ma_ho_so: dossier_code
  procedure_code: procedure_code
  agency_code: agency_code
  province_code: province_code
  status: status
  received_at: received_at
  due_at: due_at
  ended_at: ended_at
  updated_at: updated_at
ignore: [ho_ten]
`

export const QUICK = `
attempts: 3
backoff: 10ms
idle: 300ms
`
