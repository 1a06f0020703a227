import { createServer, connect, type Server, type Socket, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rows } from '../../etl/warehouse/client.ts'
import { startMariadb, startPostgres, type Database } from './databases.ts'
import { COLUMNS, published, pulling, QUICK, type Pulling } from './pull-harness.ts'
import { openScratch, type Scratch } from './scratch.ts'

let scratch: Scratch
let source: Pulling
beforeAll(async () => {
  scratch = await openScratch()
})
afterAll(() => scratch.close())
beforeEach(() => scratch.empty())

const SELECTED = COLUMNS.replace('ignore: [ho_ten]', '')
const kinds = {
  postgres: {
    open: startPostgres,
    database: 'postgres',
    table: 'onestop.ho_so',
    create: `CREATE SCHEMA IF NOT EXISTS onestop; DROP TABLE IF EXISTS onestop.ho_so; CREATE TABLE onestop.ho_so (
      ma_ho_so text PRIMARY KEY, procedure_code text, agency_code text, province_code char(2), status smallint,
      received_at timestamp, due_at timestamp, ended_at timestamptz, paid_online boolean, fee numeric(12,0), ho_ten text, updated_at timestamptz);
      GRANT USAGE ON SCHEMA onestop TO reader;
      GRANT SELECT (ma_ho_so, procedure_code, agency_code, province_code, status, received_at, due_at, ended_at, paid_online, fee, updated_at) ON onestop.ho_so TO reader`,
    // Written in UTC: the moment is what counts, not the server's zone.
    time: (second: number) => `timestamptz '2022-01-07 03:00:${String(second).padStart(2, '0')}.25+00'`,
    cursor: '2022-01-07 10:00:02.25+07:00',
    denied: /permission denied/,
  },
  mysql: {
    open: startMariadb,
    database: 'onestop',
    table: 'ho_so',
    create: `USE onestop; DROP TABLE IF EXISTS ho_so; CREATE TABLE ho_so (
      ma_ho_so varchar(60) PRIMARY KEY, procedure_code text, agency_code text, province_code char(2), status tinyint,
      received_at datetime, due_at datetime, ended_at datetime, paid_online boolean, fee decimal(12,0), ho_ten text, updated_at timestamp(2) NOT NULL)`,
    time: (second: number) =>
      `CONVERT_TZ('2022-01-07 03:00:${String(second).padStart(2, '0')}.25', '+00:00', @@session.time_zone)`,
    cursor: '2022-01-07 10:00:02.25',
    denied: /Unknown column/,
  },
} as const

describe.each(Object.entries(kinds))(
  '%s',
  (kind, { open, database, table, create, time, cursor, denied }) => {
    let server: Database
    let number = 0
    let name = ''
    beforeAll(async () => {
      server = await open()
    })
    afterAll(() => server.close())
    beforeEach(async () => {
      number += 1
      name = `${kind}-${number}`
      source = pulling(scratch, { DB_PASSWORD: 'secret' })
      await server.run(create)
    })
    const qualified = kind === 'mysql' ? 'onestop.ho_so' : table
    const put = (ma: string, status: number, second: number) =>
      server.run(`DELETE FROM ${qualified} WHERE ma_ho_so LIKE '%-${ma}'; INSERT INTO ${qualified} VALUES
      ('000.00.00.G01-220103-${ma}', 'P1', 'A', '01', ${status}, '2022-01-03 08:00:00', '2022-01-10 17:00:00',
       ${status >= 7 ? "'2022-01-06 10:00:00+07'".replace(kind === 'mysql' ? '+07' : '', '') : 'NULL'}, true, 20000, 'not to be kept', ${time(second)})`)
    const definition = (port: number, since = '{ column: updated_at, overlap: 1s }') => `
name: ${name}
kind: ${kind}
dataset: dossiers
schedule: "0 * * * *"
host: 127.0.0.1
port: ${port}
database: ${database}
user: reader
password: "\${DB_PASSWORD}"
tls: false
table: ${table}
since: ${since}
${QUICK}${SELECTED}
  paid_online: paid_online
  fee: fee_vnd
`

    test('takes the columns it names, as the contract wants them, and later only what is new', async () => {
      await put('0001', 4, 1)
      await put('0002', 9, 2)
      expect(await source.pull(definition(server.port))).toMatchObject({
        status: 'published',
        rows: 2,
        cursor,
      })
      expect(published(scratch, name)[1]).toEqual({
        dossier_code: '000.00.00.G01-220103-0002',
        procedure_code: 'P1',
        agency_code: 'A',
        province_code: '01',
        status: '9',
        received_at: '2022-01-03 08:00:00',
        due_at: '2022-01-10 17:00:00',
        ended_at: kind === 'postgres' ? '2022-01-06 10:00:00+07:00' : '2022-01-06 10:00:00',
        paid_online: '1',
        fee_vnd: '20000',
        updated_at: cursor,
      })
      expect(await source.dossiers()).toEqual({ '0001': 4, '0002': 9 })
      await put('0003', 9, 2)
      await put('0001', 10, 9)
      // 0002 and 0003 are within the overlap; 0001 has changed.
      expect(await source.pull(definition(server.port))).toMatchObject({ status: 'published', rows: 3 })
      expect(await source.dossiers()).toEqual({ '0001': 10, '0002': 9, '0003': 9 })
      expect(await source.pull(definition(server.port))).toMatchObject({ status: 'published', rows: 1 })
      expect(await source.pull(definition(server.port))).toMatchObject({ status: 'unchanged', rows: 1 })
      expect(await source.dossiers()).toEqual({ '0001': 10, '0002': 9, '0003': 9 })
    })

    test('a table of many rows comes whole, once', async () => {
      const many =
        kind === 'postgres'
          ? 'generate_series(1, 12000) AS n'
          : '(SELECT seq AS n FROM onestop.seq_1_to_12000) AS s'
      const code =
        kind === 'postgres'
          ? "'000.00.00.G01-220103-' || lpad(n::text, 6, '0')"
          : "CONCAT('000.00.00.G01-220103-', LPAD(n, 6, '0'))"
      await server.run(
        `INSERT INTO ${qualified} SELECT ${code}, 'P1', 'A', '01', 4, '2022-01-03 08:00:00', '2022-01-10 17:00:00', NULL, false, 0, 'x', ${time(3)} FROM ${many}`,
      )
      expect(await source.pull(definition(server.port))).toMatchObject({ status: 'published', rows: 12_000 })
      expect(
        await rows(
          scratch.warehouse.client('reader'),
          'SELECT count() AS n, uniqExact(dossier_code) AS codes FROM dossiers',
        ),
      ).toEqual([{ n: 12_000, codes: 12_000 }])
    })

    test('a column that is gone or not allowed is reported at once; the warehouse keeps what it has', async () => {
      await put('0001', 4, 1)
      await source.pull(definition(server.port))
      await server.run(`ALTER TABLE ${qualified} RENAME COLUMN updated_at TO ngay_cap_nhat`)
      const gone = await source.pull(definition(server.port))
      expect(gone).toMatchObject({ status: 'failed', retries: 0, failures: 1 })
      expect(gone.reason).toMatch(/updated_at/)
      await server.run(`ALTER TABLE ${qualified} RENAME COLUMN ngay_cap_nhat TO updated_at`)
      const personal = definition(server.port).replace(
        '  fee: fee_vnd',
        kind === 'postgres' ? '  ho_ten: fee_vnd' : '  khong_co: fee_vnd',
      )
      expect((await source.pull(personal)).reason).toMatch(denied)
      expect(await source.dossiers()).toEqual({ '0001': 4 })
      expect(await source.pull(definition(server.port))).toMatchObject({ failures: 0 })
    })

    test('without "tls: false" a server that offers no TLS is not talked to', async () => {
      await put('0001', 4, 1)
      const failed = await source.pull(definition(server.port).replace('tls: false', ''))
      expect(failed.status).toBe('failed')
      expect(failed.reason).toMatch(/does not support (SSL|secure)/)
    })

    test('a wrong password, a server that is down, hangs or cuts: tried again where it may help, and nothing is harmed', async () => {
      await put('0001', 4, 1)
      await put('0002', 9, 2)
      const wrong = pulling(scratch, { DB_PASSWORD: 'other' })
      expect(await wrong.pull(definition(server.port))).toMatchObject({ status: 'failed', retries: 0 })
      const line = await cuttingLine(server.port)
      line.mode('hang')
      expect(await source.pull(definition(line.port))).toMatchObject({ status: 'failed', retries: 2 })
      line.mode('cut')
      expect(await source.pull(definition(line.port))).toMatchObject({
        status: 'failed',
        retries: 2,
        failures: 3,
      })
      expect(await source.dossiers()).toEqual({})
      line.mode('cut', 2)
      expect(await source.pull(definition(line.port))).toMatchObject({
        status: 'published',
        rows: 2,
        retries: 2,
        failures: 0,
      })
      await line.close()
      expect(await source.pull(definition(line.port))).toMatchObject({ status: 'failed', retries: 2 })
      expect(await source.dossiers()).toEqual({ '0001': 4, '0002': 9 })
    })
  },
)

/** A line to a server that hangs or cuts once rows come, for the next `times` connections. */
async function cuttingLine(to: number) {
  let mode: 'hang' | 'cut' = 'cut'
  let left = 0
  const sockets = new Set<Socket>()
  const server: Server = createServer((client) => {
    const bad = left > 0
    left -= 1
    const upstream = connect(to, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
    }
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
    client.pipe(upstream)
    let reached = false
    upstream.on('data', (chunk: Buffer) => {
      reached ||= chunk.includes('G01-220103-')
      if (!bad || !reached) client.write(chunk)
      else if (mode === 'cut') client.write(chunk.subarray(0, chunk.length - 3), () => client.destroy())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    mode: (next: 'hang' | 'cut', times = Number.POSITIVE_INFINITY) => {
      mode = next
      left = times
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
