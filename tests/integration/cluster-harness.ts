import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import { createCube } from '../../cube/gateway/cube.ts'
import { rows } from '../../etl/warehouse/client.ts'
import { freePort, newCredentials, startEmbedded, type Embedded } from '../../etl/warehouse/embedded.ts'
import { openWarehouse, type Warehouse } from '../../etl/warehouse/warehouse.ts'
import { NATIONWIDE, type Row } from './metrics-harness.ts'

export const CLUSTER = 'ministry_cluster'
export const DATABASE = 'ministry'

/** Several real servers on this machine that know one another as the shards of a cluster. */
export interface Servers {
  embedded: Embedded[]
  dataDir: string
  shardPassword: string
  /** CLICKHOUSE_URL of all servers, in their order or another. */
  url: (order?: readonly number[]) => string
  /** The product's warehouse on them; the caller closes it. */
  open: (order?: readonly number[]) => Promise<Warehouse>
  start: (index: number) => Promise<void>
  stop: () => Promise<void>
}

export async function startServers(dir: string, size: number): Promise<Servers> {
  const ports: number[] = []
  for (let index = 0; index < size; index += 1) ports.push(await freePort())
  const passwords = { ...newCredentials(), shard: randomBytes(16).toString('hex') }
  const embedded: Embedded[] = []
  const start = async (index: number) => {
    embedded[index] = await startEmbedded({
      dir: join(dir, `server-${index}`),
      database: DATABASE,
      cluster: { name: CLUSTER, ports, index, passwords },
      log: () => undefined,
    })
  }
  for (const index of ports.keys()) await start(index)
  const inOrder = [...ports.keys()]
  const servers: Servers = {
    embedded,
    dataDir: join(dir, 'data'),
    shardPassword: passwords.shard,
    url(order = inOrder) {
      const hosts = order.map((index) => `127.0.0.1:${embedded[index]?.port}`).join(',')
      return `http://loader:${passwords.loader}@${hosts}/${DATABASE}`
    },
    open: (order) =>
      openWarehouse({
        dataDir: servers.dataDir,
        clickhouseUrl: servers.url(order),
        clickhouseCluster: CLUSTER,
      }),
    start,
    async stop() {
      await Promise.all(embedded.map((server) => server.stop()))
    },
  }
  return servers
}

/** Rows of a query asked of one server, as the user of the metrics. */
export async function ask<T>(warehouse: Warehouse, index: number, query: string): Promise<T[]> {
  const client = warehouse.nodes('loader')[index]
  if (client === undefined) throw new Error(`no server ${index}`)
  return rows<T>(client, query)
}

/** What the real Cube answers to queries, asking one server. */
export async function askCube(
  { embedded }: Servers,
  index: number,
  queries: readonly object[],
): Promise<Row[][]> {
  const server = embedded[index]
  if (server === undefined) throw new Error(`no server ${index}`)
  const problems: string[] = []
  const cube = await createCube({
    clickhouseUrl: `http://cube:${server.credentials.cube}@127.0.0.1:${server.port}/${DATABASE}`,
    log: (message, detail) => problems.push(`${message}: ${JSON.stringify(detail)}`),
    accountOf: () => NATIONWIDE,
  })
  const app = express()
  cube.install(app)
  const http = createServer(app)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  try {
    const answers: Row[][] = []
    for (const query of queries) {
      const response = await fetch(
        `http://127.0.0.1:${(http.address() as AddressInfo).port}/cubejs-api/v1/load`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
        },
      )
      const body = (await response.json()) as { data?: Row[] }
      if (body.data === undefined)
        throw new Error(`${JSON.stringify(body)} for ${JSON.stringify(query)}\n${problems.join('\n')}`)
      answers.push(body.data)
    }
    return answers
  } finally {
    await new Promise((resolve) => {
      http.close(resolve)
      http.closeAllConnections()
    })
    await cube.release()
  }
}
