import type { ClickHouseClient } from '@clickhouse/client'
import { AT_ONCE } from './limits.ts'

export interface Running {
  account: string
  /** The engine's id of it. */
  queryId: string
  cancel: AbortController
}

/** How far a statement is; rows are those read, before any condition. */
export interface Progress {
  id: string
  state: 'running'
  read_rows: number
  /** 0: not known. */
  total_rows: number
  seconds: number
  memory_bytes: number
}

/** Statements under way in this process. */
export interface RunningStatements {
  /** @returns whose limit is reached, or null when there is room. */
  full: (account: string) => 'account' | 'all' | null
  has: (id: string) => boolean
  add: (id: string, running: Running) => void
  remove: (id: string) => void
  /** Of an account's statement; null: there is none of that id under way. */
  progress: (account: string, id: string) => Promise<Progress | null>
  /** Ends an account's statement, in the engine too. @returns whether there was one. */
  cancel: (account: string, id: string) => Promise<boolean>
}

/** @param watcher client of a user that sees and ends the engine's queries */
export function runningStatements(watcher: ClickHouseClient): RunningStatements {
  const running = new Map<string, Running>()
  const of = (account: string, id: string) => {
    const found = running.get(id)
    return found?.account === account ? found : undefined
  }
  return {
    full(account) {
      if (running.size >= AT_ONCE.all) return 'all'
      const own = [...running.values()].filter((one) => one.account === account)
      return own.length >= AT_ONCE.account ? 'account' : null
    },
    has: (id) => running.has(id),
    add: (id, one) => void running.set(id, one),
    remove: (id) => void running.delete(id),
    async progress(account, id) {
      const found = of(account, id)
      if (found === undefined) return null
      const answer = await watcher.query({
        query: `SELECT read_rows, total_rows_approx AS total_rows, elapsed AS seconds, memory_usage AS memory_bytes
          FROM system.processes WHERE query_id = {id:String}`,
        query_params: { id: found.queryId },
        format: 'JSONEachRow',
      })
      const [row] = await answer.json<Omit<Progress, 'id' | 'state'>>()
      return {
        id,
        state: 'running',
        ...(row ?? { read_rows: 0, total_rows: 0, seconds: 0, memory_bytes: 0 }),
      }
    },
    async cancel(account, id) {
      const found = of(account, id)
      if (found === undefined) return false
      found.cancel.abort()
      await watcher.command({
        query: 'KILL QUERY WHERE query_id = {id:String} ASYNC',
        query_params: { id: found.queryId },
      })
      return true
    },
  }
}
