import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LoadResult } from '../../../etl/load/load.ts'
import { cli, startProduct } from '../../product.ts'

export type Row = Record<string, string | number | null>

export interface Query {
  measures: readonly string[]
  dimensions?: readonly string[]
  timeDimensions?: readonly {
    dimension: string
    dateRange: readonly [string, string]
    granularity?: string
  }[]
  filters?: readonly { member: string; operator: string; values: readonly string[] }[]
  order?: Record<string, 'asc' | 'desc'>
  limit?: number
}

export interface Demonstration {
  /** The drop folder as `etl demo` wrote it. */
  folder: string
  /** The product's data folder, whose warehouse commands join. */
  dataDir: string
  /** What `etl load` said of each file. */
  loads: LoadResult[]
  /** GETs a path of the product with the analyst's token. @throws Error where the answer is not 200. */
  get: <T>(path: string) => Promise<T>
  /** The rows Cube's REST gives the analyst's token for a query. @throws Error with what it answered instead. */
  rows: (query: Query) => Promise<Row[]>
  /** The rows `/api/sql` gives the analyst's token for a statement. @throws Error with what it answered instead. */
  sql: (statement: string) => Promise<unknown[][]>
  /** Names of a view's measures, without the view. */
  measures: (view: string) => Promise<string[]>
  close: () => Promise<void>
}

/**
 * The smallest demonstration as people make it: written and loaded by the commands, served by the product, asked over
 * HTTP with the token of a nationwide analyst; in a folder of its own.
 */
export async function loadDemonstration(): Promise<Demonstration> {
  const root = mkdtempSync(join(tmpdir(), 'toancanh-demonstration-'))
  const [dataDir, folder] = [join(root, 'data'), join(root, 'drop')]
  const remove = () => rmSync(root, { recursive: true, force: true, maxRetries: 20 })
  const run = async (script: 'etl' | 'admin', ...args: string[]) => {
    const { code, stdout, stderr } = await cli(script, args, dataDir)
    if (code !== 0) throw new Error(`${script} ${args.join(' ')} ended with ${code}:\n${stderr}${stdout}`)
    return stdout.trim()
  }
  try {
    await run('etl', 'demo', '--out', folder, '--dossiers', '300000')
    const report = await run('etl', 'load', folder, '--json')
    const { loads } = JSON.parse(report.split('\n').at(-1) ?? '') as { loads: LoadResult[] }
    const product = await startProduct({ dataDir, args: ['--empty'] })
    try {
      await run('admin', 'user', 'add', 'phan-tich', '--role', 'analyst')
      const token = await run('admin', 'token', '--user', 'phan-tich')
      return {
        folder,
        dataDir,
        loads,
        ...asking(product.origin, token),
        async close() {
          await product.stop().finally(remove)
        },
      }
    } catch (error) {
      await product.stop()
      throw error
    }
  } catch (error) {
    remove()
    throw error
  }
}

function asking(origin: string, token: string): Pick<Demonstration, 'get' | 'rows' | 'sql' | 'measures'> {
  const send = async <T>(path: string, body?: string): Promise<T> => {
    const response = await fetch(`${origin}${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body }),
      headers: { authorization: token, 'content-type': 'application/json' },
    })
    const text = await response.text()
    if (response.status !== 200) throw new Error(`${response.status} ${text} for ${path} ${body ?? ''}`)
    return JSON.parse(text) as T
  }
  return {
    get: (path) => send(path),
    async rows(query) {
      const body = JSON.stringify({ query })
      const answer = await send<{ data?: Row[] }>('/cubejs-api/v1/load', body)
      if (answer.data === undefined) throw new Error(`${JSON.stringify(answer)} for ${body}`)
      return answer.data
    },
    sql: async (sql) => (await send<{ data: unknown[][] }>('/api/sql', JSON.stringify({ sql }))).data,
    async measures(view) {
      const { cubes } = await send<{ cubes: { name: string; measures: { name: string }[] }[] }>(
        '/cubejs-api/v1/meta',
      )
      const found = cubes.find(({ name }) => name === view)
      return (found?.measures ?? []).map(({ name }) => name.slice(view.length + 1))
    },
  }
}
