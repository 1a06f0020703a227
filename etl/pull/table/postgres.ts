import { Socket } from 'node:net'
import { askedFrom } from '../cursor.ts'
import type { Receiving } from '../receiving.ts'
import { SourceError, withRetry } from '../retry.ts'
import type { RowFile } from '../row-file.ts'
import { ZONE, type TableDefinition } from '../schema.ts'
import { selectSql } from './select.ts'

/** Rows fetched from the server's cursor at a time. */
const FETCH = 5000

/** PostgreSQL's type numbers (pg_type.oid) whose text is not what a file would say. */
const BOOLEAN = 16
const TIMESTAMPTZ = 1184

/**
 * A table or view, as it stood at one moment (one read-only transaction), through a cursor of the server. A
 * failure begins it again.
 *
 * @throws SourceError
 */
export async function receivePostgres(
  definition: TableDefinition,
  file: RowFile,
  { secrets, tries, reached }: Receiving,
): Promise<void> {
  const { Client, escapeIdentifier } = (await import('pg')).default
  const from = askedFrom(definition.since, reached)
  const select = selectSql(definition, from, escapeIdentifier, '$1')
  const start = file.mark()
  await withRetry(tries, async () => {
    await file.back(start)
    const socket = new Socket()
    const client = new Client({
      host: definition.host,
      port: definition.port,
      database: definition.database,
      user: definition.user,
      password: secrets.resolve(definition.password),
      ssl: definition.tls,
      application_name: 'toancanh',
      connectionTimeoutMillis: definition.idle,
      query_timeout: definition.idle,
      statement_timeout: definition.idle,
      stream: () => socket,
      // Every value as the text the server writes.
      types: { getTypeParser: () => (text: string) => text },
    })
    // Besides the query that fails, the client itself emits that its connection was lost.
    client.on('error', () => undefined)
    const stop = () => socket.destroy()
    tries.signal.addEventListener('abort', stop)
    try {
      await client.connect()
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
      await client.query(`SET LOCAL TimeZone = '${ZONE}'`)
      await client.query(`SET LOCAL DateStyle = 'ISO'`)
      await client.query(`DECLARE pulled NO SCROLL CURSOR FOR ${select}`, from === undefined ? [] : [from])
      for (;;) {
        const { rows, fields } = await client.query<Record<string, string | null>>(
          `FETCH ${FETCH} FROM pulled`,
        )
        const times = fields.filter(({ dataTypeID }) => dataTypeID === TIMESTAMPTZ)
        const booleans = fields.filter(({ dataTypeID }) => dataTypeID === BOOLEAN)
        for (const row of rows) {
          for (const { name } of times) row[name] = row[name]?.replace(/([+-]\d\d)$/, '$1:00') ?? null
          for (const { name } of booleans) row[name] = row[name]?.replace('t', '1').replace('f', '0') ?? null
          await file.add(row)
        }
        if (rows.length < FETCH) break
      }
      await client.query('COMMIT')
    } catch (error) {
      throw said(error)
    } finally {
      tries.signal.removeEventListener('abort', stop)
      // A connection that hangs would also hang its farewell.
      const late = setTimeout(stop, 2000)
      await client.end().catch(() => undefined)
      clearTimeout(late)
      socket.destroy()
    }
  })
}

/** Classes of SQLSTATE that a second try cannot help: 22 value, 28 sign-in, 3D and 3F names, 42 columns, tables, rights. */
const FINAL = /^(22|28|3D|3F|42)/

function said(error: unknown): SourceError {
  if (error instanceof SourceError) return error
  const { code = '', message } = error as { code?: string; message: string }
  return new SourceError(`PostgreSQL: ${message}`, FINAL.test(code) && code.length === 5 ? 'final' : 'again')
}
