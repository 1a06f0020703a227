import { ClickHouseError } from '@clickhouse/client'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { rows, warehouseClient } from '../../../etl/warehouse/client.ts'

/** Totals that change with one load, and so together. */
const TOTALS: [what: string, total: string, from: string][] = [
  ['dossiers', 'toString((count(), sum(toUInt64(ended_at))))', 'dossiers'],
  ['by_place', 'toString((sum(received), sum(e_result)))', 'dossier_days_by_place'],
  ['by_procedure', 'toString((sum(received), sum(e_result), max(valid_from)))', 'dossier_days_by_procedure'],
  ['identity', 'toString((count(), sum(received)))', 'identity'],
  ['procedures', 'toString((count(), sum(needs_result)))', 'procedures'],
  ['population', 'toString((count(), sum(residents)))', 'population'],
  ['tasks', 'toString(count())', 'tasks'],
  ['scores766', 'toString(count())', 'scores766'],
  ['state', 'toString(arraySort(groupArray((dataset, rows, as_of))))', 'dataset_state'],
]

/** Two ways of asking for several totals in one query: as a union, and as a row of subqueries. */
const QUERIES = [
  `SELECT * FROM (${TOTALS.map(([what, total, from]) => `SELECT '${what}' AS what, ${total} AS total FROM ${from}`).join(' UNION ALL ')})`,
  `SELECT t.1 AS what, t.2 AS total FROM (SELECT arrayJoin([${TOTALS.map(([what, total, from]) => `('${what}', assumeNotNull((SELECT ${total} FROM ${from})))`).join(', ')}]) AS t)`,
]

/** Without a rest the engine would have little to do but answer. */
const PAUSE_MS = 50

export interface Watching {
  /** How often it was answered, and what it saw, in order, each change once. */
  stop: () => Promise<{ answers: number; seen: string[] }>
}

/**
 * Asks for totals over and over, like a page that is open while files are loaded and processes die. It finds the
 * engine by the run file, as other processes do; no answer is no fault, an error in an answer is.
 */
export function watch(dataDir: string): Watching {
  let stopping = false
  const watched = (async () => {
    const seen: string[] = []
    let answers = 0
    let url = ''
    let client = warehouseClient('http://127.0.0.1:1')
    while (!stopping) {
      try {
        const now = readerUrl(dataDir)
        if (now !== url) {
          await client.close()
          ;[client, url] = [warehouseClient(now), now]
        }
        const totals = await totalsOf(client, QUERIES[answers % QUERIES.length] ?? '')
        answers += 1
        if (totals !== seen.at(-1)) seen.push(totals)
        await sleep(PAUSE_MS)
      } catch (error) {
        if (error instanceof ClickHouseError) seen.push(`error: ${error.message}`)
        else await sleep(20)
      }
    }
    await client.close()
    return { answers, seen }
  })()
  return {
    stop() {
      stopping = true
      return watched
    },
  }
}

/** The totals as they are now. */
export async function totals(dataDir: string): Promise<string> {
  const client = warehouseClient(readerUrl(dataDir))
  try {
    return await totalsOf(client, QUERIES[0] ?? '')
  } finally {
    await client.close()
  }
}

async function totalsOf(client: ReturnType<typeof warehouseClient>, query: string): Promise<string> {
  const found = await rows<{ what: string; total: string }>(client, query)
  return found
    .map(({ what, total }) => `${what} ${total}`)
    .sort()
    .join('\n')
}

const readerUrl = (dataDir: string): string =>
  (JSON.parse(readFileSync(join(dataDir, 'run', 'warehouse.json'), 'utf8')) as { urls: { reader: string } })
    .urls.reader
