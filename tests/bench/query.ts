import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createCube } from '../../cube/gateway/cube.ts'
import { DATASETS } from '../../etl/contracts/registry.ts'
import { dropFiles } from '../../etl/load/drop.ts'
import { loadFiles } from '../../etl/load/load.ts'
import { rows } from '../../etl/warehouse/client.ts'
import { openWarehouse } from '../../etl/warehouse/warehouse.ts'
import { createApp } from '../../server/app.ts'
import { accountOf } from '../../server/http/account-of.ts'
import { createAccount } from '../../server/sign-in/accounts.ts'
import { hashPassword } from '../../server/sign-in/password.ts'
import { createToken } from '../../server/sign-in/tokens.ts'
import { openState } from '../../server/state/state.ts'
import type { CubeQuery } from '../../web/src/api/cube.ts'
import type { Place } from '../../web/src/view/address.ts'
import { PAGES, questions } from './pages.ts'

/** What one size of the query benchmark gave; milliseconds of the clock, over HTTP, nothing of it in any cache of the product. */
export interface QueryFigures {
  dossiers: number
  questions: number
  /** One question at a time: median of the metrics API, of the same SQL sent to the engine, and of their difference; the bar is 10. */
  apiMs: number
  sqlMs: number
  overMs: number
  /** The overview's questions all at once; the bar is 300. */
  overviewMs: number
  /** The same as SQL sent to the engine at once. */
  overviewSqlMs: number
  /** 32 readers opening pages one after another: 95 of 100 answers are there by then; the bar is 400. */
  readersP95Ms: number
  readersAnswers: number
  readersErrors: number
}

const ACTOR = { name: 'bench', origin: 'command', address: null } as const
const COUNTRY: Place = { kind: 'country' }
const READERS = 32
const PAGES_A_READER = 6

/**
 * Questions of the pages against a warehouse that {@link file://./load.ts} has left, through the whole product: sign-in by
 * token, Cube, engine. Each round asks of another period, so that no answer is known.
 *
 * @param work folder of the loading benchmark
 */
export async function benchQueries(
  count: number,
  work: string,
  log: (line: string) => void,
): Promise<QueryFigures> {
  const dataDir = join(work, `data-${count}`)
  const drop = join(work, `drop-${count}`)
  const warehouse = await openWarehouse({ dataDir })
  const stateDir = mkdtempSync(join(tmpdir(), 'toancanh-bench-state-'))
  const state = openState({ dataDir: stateDir })
  const cube = await createCube({
    clickhouseUrl: warehouse.url('cube'),
    log: (message) => log(message),
    accountOf,
  })
  const app = createApp({
    state,
    cube,
    warehouse,
    webDir: stateDir,
    log: pino({ level: 'silent' }),
    version: 'bench',
  })
  const server = createServer(app)
  try {
    log(`${count}: the other datasets`)
    const others = DATASETS.filter(({ name }) => name !== 'dossiers').map(({ name }) => join(drop, name))
    await loadFiles(dropFiles(others), { warehouse, dataDir, today: '2026-12-31' })
    const [known] = await rows<{ asOf: string; dossiers: number }>(
      warehouse.client('reader'),
      `SELECT toString(max(as_of)) AS asOf, sum(rows) AS dossiers FROM ${warehouse.database}.dataset_state WHERE dataset = 'dossiers'`,
    )
    if (known === undefined) throw new Error('nothing is loaded')
    const asOf = known.asOf.slice(0, 10)

    const now = new Date()
    createAccount(
      state.db,
      { name: 'bench', role: 'leader', provinces: 'all', passwordHash: await hashPassword(randomUUID()) },
      now,
      ACTOR,
    )
    const expires = new Date(now.getTime() + 3_600_000)
    const { token } = createToken(state.db, 'bench', ['read'], expires, now, ACTOR)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/cubejs-api/v1/load`
    const engine = new URL(warehouse.url('cube'))

    const ask = async (query: CubeQuery): Promise<number> => {
      const started = performance.now()
      for (;;) {
        const response = await fetch(api, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: token },
          body: JSON.stringify({ query }),
        })
        const body = (await response.json()) as { data?: unknown[]; error?: string }
        if (body.data !== undefined) return performance.now() - started
        // A long question is asked again until it is done, as the pages do.
        if (body.error !== 'Continue wait')
          throw new Error(`${response.status} ${body.error}: ${JSON.stringify(query)}`)
      }
    }
    const asSql = async (query: CubeQuery): Promise<string> => {
      const statement = await cube.statement(query as never, {
        name: 'bench',
        role: 'leader',
        provinces: 'all',
      })
      return statement.sql
    }
    const direct = async (sql: string): Promise<number> => {
      const started = performance.now()
      const response = await fetch(
        `${engine.origin}/?database=${engine.pathname.slice(1)}&join_use_nulls=1`,
        {
          method: 'POST',
          headers: {
            'x-clickhouse-user': decodeURIComponent(engine.username),
            'x-clickhouse-key': decodeURIComponent(engine.password),
          },
          body: `${sql} FORMAT JSONCompact`,
        },
      )
      const text = await response.text()
      if (!response.ok) throw new Error(text)
      return performance.now() - started
    }
    // Another first day a round: what is asked is as much, and none of it has been asked before.
    let round = 0
    const overview = () => {
      round += 1
      const period = {
        kind: 'range' as const,
        from: `2026-01-${String((round % 28) + 1).padStart(2, '0')}`,
        to: `2026-0${7 + (Math.floor(round / 28) % 3)}-15`,
      }
      return questions('overview', period, asOf, COUNTRY)
    }
    for (const query of overview()) await ask(query)

    log(`${count}: one question at a time`)
    const [apiTimes, sqlTimes, over]: [number[], number[], number[]] = [[], [], []]
    for (let n = 0; n < 8; n += 1) {
      for (const query of overview()) {
        const through = await ask(query)
        const alone = await direct(await asSql({ ...query, limit: query.limit ?? 49_999 }))
        apiTimes.push(through)
        sqlTimes.push(alone)
        over.push(through - alone)
      }
    }
    log(`${count}: the overview at once`)
    const [wholes, wholesSql]: [number[], number[]] = [[], []]
    for (let n = 0; n < 12; n += 1) {
      const queries = overview()
      const started = performance.now()
      await Promise.all(queries.map(ask))
      wholes.push(performance.now() - started)
      const sqls = await Promise.all(overview().map(asSql))
      const again = performance.now()
      await Promise.all(sqls.map(direct))
      wholesSql.push(performance.now() - again)
    }
    log(`${count}: ${READERS} readers`)
    const answers: number[] = []
    let errors = 0
    await Promise.all(
      Array.from({ length: READERS }, async (_, reader) => {
        for (let n = 0; n < PAGES_A_READER; n += 1) {
          const page = PAGES[(reader + n) % PAGES.length] ?? 'overview'
          const place: Place =
            reader % 2 === 0 ? COUNTRY : { kind: 'province', code: ['01', '79', '38'][reader % 3] ?? '01' }
          const period = { kind: 'month' as const, year: 2026, month: 1 + ((reader + n) % 9) }
          await Promise.all(
            questions(page, period, asOf, place).map((query) =>
              ask(query).then(
                (ms) => answers.push(ms),
                () => (errors += 1),
              ),
            ),
          )
        }
      }),
    )
    return {
      dossiers: known.dossiers,
      questions: questions('overview', { kind: 'month', year: 2026, month: 3 }, asOf, COUNTRY).length,
      apiMs: quantile(apiTimes, 0.5),
      sqlMs: quantile(sqlTimes, 0.5),
      overMs: quantile(over, 0.5),
      overviewMs: quantile(wholes, 0.5),
      overviewSqlMs: quantile(wholesSql, 0.5),
      readersP95Ms: quantile(answers, 0.95),
      readersAnswers: answers.length,
      readersErrors: errors,
    }
  } finally {
    await new Promise((resolve) => {
      server.close(resolve)
      server.closeAllConnections()
    })
    await cube.release()
    state.close()
    await warehouse.close()
    rmSync(stateDir, { recursive: true, force: true })
  }
}

function quantile(values: readonly number[], at: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? NaN
}
