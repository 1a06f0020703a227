import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pino } from 'pino'
import { analystUrl } from '../../etl/warehouse/warehouse.ts'
import { createApp } from '../../server/app.ts'
import { accountOf } from '../../server/http/account-of.ts'
import { createClientPort } from '../../server/sql/client-port.ts'
import { createStatements } from '../../server/sql/statements.ts'
import { createAccount } from '../../server/sign-in/accounts.ts'
import type { Provinces, Role } from '../../server/sign-in/roles.ts'
import { createToken } from '../../server/sign-in/tokens.ts'
import { openState } from '../../server/state/state.ts'
import { startMetrics, type Harness } from './metrics-harness.ts'

export interface Analysts {
  metrics: Harness
  /** Address of the application, without a slash at its end. */
  origin: string
  /** The analyst's own address of the engine. */
  engineUrl: string
  /** Where programs that speak ClickHouse's HTTP protocol ask. */
  clientUrl: string
  /** An account's token. */
  token: (account: string) => string
  /** Asks the whole application as an account. */
  ask: (account: string, path: string, body?: unknown, init?: RequestInit) => Promise<Response>
  close: () => Promise<void>
}

/**
 * Dossiers of three provinces. Hà Nội (01) 60, Tuyên Quang (08) 100, Hồ Chí Minh (79) 40; received one a day from
 * 2025-07-01 on, each due after nine days. Even ones are resolved on the third day; those of 08 have fee 777, the others 10.
 */
export const DOSSIERS = { '01': 60, '08': 100, '79': 40 } as const

const HEADER =
  'dossier_code,procedure_code,agency_code,province_code,province_era,channel,status,received_at,due_at,ended_at,fee_vnd,updated_at'

function dossierLines(): string[] {
  const day = (n: number) => new Date(Date.UTC(2025, 6, 1 + n)).toISOString().slice(0, 10)
  return Object.entries(DOSSIERS).flatMap(([province, count]) =>
    Array.from({ length: count }, (_, index) => {
      const n = index % 60
      const ended = index % 2 === 0
      return [
        `G${province}.01-${day(n).slice(2).replaceAll('-', '')}-${String(index).padStart(4, '0')}`,
        province === '08' ? '=1+1' : '1.004222',
        `G${province}.01`,
        ...[province, '34', 'online', ended ? 10 : 4],
        ...[`${day(n)} 08:30:00`, `${day(n + 9)} 17:00:00`, ended ? `${day(n + 2)} 09:00:00` : ''],
        ...[province === '08' ? 777 : 10, '2025-10-31 00:00:00'],
      ].join(',')
    }),
  )
}

/** The accounts: role and provinces. */
const ACCOUNTS: Record<string, [Role, Provinces]> = {
  nationwide: ['analyst', 'all'],
  hanoi: ['analyst', ['01']],
  nowhere: ['analyst', []],
  'leader-of-01': ['provincial_leader', ['01']],
}

/**
 * Warehouse, Cube and server as the product has them, with the dossiers and accounts above.
 * @param dossiers the lines of another file of dossiers
 */
export async function startAnalysts(
  dossiers: readonly string[] = [HEADER, ...dossierLines()],
  accounts: Record<string, [Role, Provinces]> = ACCOUNTS,
): Promise<Analysts> {
  const metrics = await startMetrics('2025-12-31', accountOf)
  const write = (dataset: string, lines: readonly string[]) => {
    mkdirSync(join(metrics.dir, dataset), { recursive: true })
    const path = join(metrics.dir, dataset, `${dataset}.csv`)
    writeFileSync(path, [...lines, ''].join('\n'))
    return path
  }
  await metrics.load(
    write('procedures', [
      'procedure_code,valid_from,name,field,force,service_level',
      '1.004222,2021-07-01,"Đăng ký ""thường trú"", <nhóm> & hộ",Cư trú,QLHC,4',
      '=1+1,2021-07-01,@SUM(A1),Cư trú,QLHC,4',
    ]),
    write('dossiers', dossiers),
  )
  const state = openState({ dataDir: join(metrics.dir, 'state') })
  const engineUrl = analystUrl(metrics.warehouse) ?? ''
  const clock = () => new Date()
  const statements = createStatements({ db: state.db, warehouse: metrics.warehouse, clock })
  const app = createApp({
    state,
    cube: metrics.cube,
    warehouse: metrics.warehouse,
    exports: { cube: metrics.cube, engineUrl: metrics.warehouse.url('cube') },
    sql: { warehouse: metrics.warehouse, statements, analystUrl: engineUrl },
    webDir: join(metrics.dir, 'web'),
    log: pino({ level: 'silent' }),
    version: '1.2.3',
  })
  const server = createServer(app)
  const clients = createServer(
    createClientPort({
      db: state.db,
      statements,
      analystUrl: engineUrl,
      clock,
      log: pino({ level: 'silent' }),
    }),
  )
  // Connections outlast the waits between questions: one that is closed just as it is used again fails the question.
  for (const one of [server, clients]) one.keepAliveTimeout = 120_000
  const [origin, clientUrl] = await Promise.all([server, clients].map(listening))
  const actor = { name: 'test', origin: 'command', address: null } as const
  const now = new Date()
  const tokens = new Map<string, string>()
  for (const [name, [role, provinces]] of Object.entries(accounts)) {
    createAccount(state.db, { name, role, provinces, passwordHash: 'none' }, now, actor)
    const end = new Date(now.getTime() + 86_400_000)
    tokens.set(name, createToken(state.db, name, ['read', 'sql'], end, now, actor).token)
  }
  return {
    metrics,
    origin: origin ?? '',
    engineUrl,
    clientUrl: clientUrl ?? '',
    token: (account) => tokens.get(account) ?? '',
    ask: (account, path, body, init = {}) =>
      fetch(`${origin}${path}`, {
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
        ...init,
        headers: { authorization: tokens.get(account) ?? '', 'content-type': 'application/json' },
      }),
    async close() {
      for (const one of [server, clients]) {
        await new Promise((resolve) => {
          one.close(resolve)
          one.closeAllConnections()
        })
      }
      state.close()
      await metrics.close()
    },
  }
}

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
