import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
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
import type { Period } from '../../web/src/view/period.ts'
import { seeded } from '../faults/random.ts'
import { PAGES, questions, type Page } from './pages.ts'

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
  /** 32 readers, each reading a page for 5 to 15 seconds: 95 of 100 answers are there by then; the bar is 400. */
  readersP95Ms: number
  readersAnswers: number
  readersErrors: number
  /** The same readers opening page after page without a pause, nearly nothing of it known: answers a second. */
  answersASecond: number
}

const ACTOR = { name: 'bench', origin: 'command', address: null } as const
const COUNTRY: Place = { kind: 'country' }
const READERS = 32
/** Pages one reader opens without a pause. */
const PAGES_A_READER = 4
/** How long the readers who read are watched; half-way something is published. */
const READING_MS = 60_000

/**
 * Questions of the pages against a warehouse that {@link file://./load.ts} has left, through the whole product: sign-in by
 * token, Cube, engine. Before each round something is published, so that no answer is known.
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
    // A figure more among the published ones: the least that makes every answer a new one.
    const news = join(stateDir, 'published')
    mkdirSync(news)
    let edition = 0
    const publish = async () => {
      edition += 1
      const path = join(news, `published-${edition}.csv`)
      writeFileSync(
        path,
        `figure,as_of,province_code,value,unit,source\nbench,2026-01-01,00,${edition},lần,bench\n`,
      )
      const [load] = await loadFiles(dropFiles([path]), { warehouse, dataDir, today: '2026-12-31' })
      if (load?.status !== 'published') throw new Error(load?.reason ?? 'not published')
    }
    for (const query of overview()) await ask(query)

    log(`${count}: one question at a time`)
    const [apiTimes, sqlTimes, over]: [number[], number[], number[]] = [[], [], []]
    for (let n = 0; n < 8; n += 1) {
      await publish()
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
      await publish()
      const queries = overview()
      const started = performance.now()
      await Promise.all(queries.map(ask))
      wholes.push(performance.now() - started)
      const sqls = await Promise.all(overview().map(asSql))
      const again = performance.now()
      await Promise.all(sqls.map(direct))
      wholesSql.push(performance.now() - again)
    }
    const answers: number[] = []
    const errors: string[] = []
    const open = (page: Page, period: Period, place: Place) =>
      Promise.all(
        questions(page, period, asOf, place).map((query) =>
          ask(query).then(
            (ms) => answers.push(ms),
            (error: Error) => errors.push(error.message),
          ),
        ),
      )
    const monthOf = (n: number): Period => ({ kind: 'month', year: 2026, month: 1 + (n % 9) })
    const provinceOf = (n: number): Place => ({ kind: 'province', code: ['01', '79', '38'][n % 3] ?? '01' })
    log(`${count}: ${READERS} readers, without a pause`)
    await publish()
    const hurried = performance.now()
    await Promise.all(
      Array.from({ length: READERS }, async (_, reader) => {
        for (let n = 0; n < PAGES_A_READER; n += 1) {
          const page = PAGES[(reader + n) % PAGES.length] ?? 'overview'
          await open(page, monthOf(reader + n), reader % 2 === 0 ? COUNTRY : provinceOf(reader))
        }
      }),
    )
    const answersASecond = answers.length / ((performance.now() - hurried) / 1000)

    log(`${count}: ${READERS} readers, reading`)
    answers.length = 0
    await publish()
    const random = seeded(READERS)
    const ends = performance.now() + READING_MS
    const halfWay = sleep(READING_MS / 2).then(publish)
    await Promise.all(
      Array.from({ length: READERS }, async (_, reader) => {
        // They do not all come at once.
        await sleep(random.below(10_000))
        while (performance.now() < ends) {
          // Most look at what everyone sees first; the others at months and provinces of their own.
          const usual = random.below(2) === 0
          const page = random.pick(PAGES)
          const period = usual ? monthOf(8) : monthOf(random.below(9))
          await open(page, period, usual || random.below(2) === 0 ? COUNTRY : provinceOf(reader))
          await sleep(5_000 + random.below(10_000))
        }
      }),
    )
    await halfWay
    if (errors.length > 0) log(`${errors.length} errors, the first: ${errors[0]?.slice(0, 500)}`)
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
      readersErrors: errors.length,
      answersASecond,
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
