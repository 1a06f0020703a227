import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import type { Account } from '../../cube/access/grants.ts'
import { createCube, type Cube, type CubeOptions } from '../../cube/gateway/cube.ts'
import { dropFiles } from '../../etl/load/drop.ts'
import { loadFiles, type LoadResult } from '../../etl/load/load.ts'
import { openWarehouse, type Warehouse } from '../../etl/warehouse/warehouse.ts'

export type Row = Record<string, string | number | null>

export interface Answer {
  status: number
  body: { data?: Row[]; error?: string } & Record<string, unknown>
}

export interface Harness {
  warehouse: Warehouse
  cube: Cube
  /** Folder for files to load. */
  dir: string
  load: (...paths: string[]) => Promise<LoadResult[]>
  /** POSTs to Cube's REST as an account (null: not signed in). */
  post: (path: string, body: unknown, account?: Account | null) => Promise<Answer>
  get: (path: string, account?: Account | null) => Promise<Answer>
  /** The rows a query gives; throws what Cube answered if it is not rows. */
  rows: (query: unknown, account?: Account) => Promise<Row[]>
  close: () => Promise<void>
}

export const NATIONWIDE: Account = { name: 'vu-truong', role: 'leader', provinces: 'all' }
export const ofProvinces = (...provinces: string[]): Account => ({
  name: 'tinh',
  role: 'provincial_leader',
  provinces,
})

/** Who asks, as the harness's own requests say. */
const byHeader: CubeOptions['accountOf'] = (request) =>
  JSON.parse(request.headers['x-account']?.toString() ?? 'null') as Account | null

/** The real engine, the real loader and the real Cube over REST, on free loopback ports in a folder of their own. */
export async function startMetrics(today: string, accountOf = byHeader): Promise<Harness> {
  const dir = mkdtempSync(join(tmpdir(), 'toancanh-metrics-'))
  const problems: string[] = []
  const warehouse = await openWarehouse({ dataDir: join(dir, 'data') })
  const cube = await createCube({
    clickhouseUrl: warehouse.url('cube'),
    log: (message, detail) => problems.push(`${message}: ${JSON.stringify(detail)}`),
    accountOf,
  })
  const app = express()
  cube.install(app)
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const send = async (path: string, init: RequestInit, account: Account | null): Promise<Answer> => {
    const response = await fetch(`${origin}/cubejs-api/${path}`, {
      ...init,
      headers: { 'content-type': 'application/json', 'x-account': JSON.stringify(account) },
    })
    const text = await response.text()
    return {
      status: response.status,
      body: text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : { error: text },
    }
  }
  const harness: Harness = {
    warehouse,
    cube,
    dir,
    load: (...paths) => loadFiles(dropFiles(paths), { warehouse, dataDir: join(dir, 'data'), today }),
    post: (path, body, account = NATIONWIDE) =>
      send(path, { method: 'POST', body: JSON.stringify(body) }, account),
    get: (path, account = NATIONWIDE) => send(path, {}, account),
    async rows(query, account = NATIONWIDE) {
      const { status, body } = await harness.post('v1/load', { query }, account)
      if (body.data === undefined) {
        throw new Error(
          `${status} ${JSON.stringify(body)} for ${JSON.stringify(query)}\n${problems.join('\n')}`,
        )
      }
      return body.data
    },
    async close() {
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      })
      await cube.release()
      await warehouse.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
  return harness
}
