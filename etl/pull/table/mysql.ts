import { askedFrom } from '../cursor.ts'
import { idleWatch } from '../idle.ts'
import { instantOf, localTime } from '../instant.ts'
import type { Receiving } from '../receiving.ts'
import { SourceError, withRetry } from '../retry.ts'
import type { RowFile } from '../row-file.ts'
import type { TableDefinition } from '../schema.ts'
import { selectSql } from './select.ts'

/**
 * A table or view of MySQL or MariaDB, as it stood at one moment, streamed. A failure begins it again.
 *
 * @throws SourceError
 */
export async function receiveMysql(
  definition: TableDefinition,
  file: RowFile,
  { secrets, tries, reached }: Receiving,
): Promise<void> {
  const mysql = await import('mysql2')
  const from = askedFrom(definition.since, reached)
  const select = selectSql(definition, from, (name) => mysql.escapeId(name, true), '?')
  const start = file.mark()
  await withRetry(tries, async () => {
    await file.back(start)
    const connection = mysql.createConnection({
      host: definition.host,
      port: definition.port,
      database: definition.database,
      user: definition.user,
      password: secrets.resolve(definition.password),
      ...(definition.tls ? { ssl: { rejectUnauthorized: true, verifyIdentity: true } } : {}),
      charset: 'utf8mb4',
      connectTimeout: definition.idle,
      // Every value as the text the server writes.
      typeCast: (field) => field.string('utf8'),
    })
    let silent: SourceError | undefined
    const stop = () => connection.destroy()
    const watch = idleWatch(definition.idle, (error) => {
      silent = error
      stop()
    })
    tries.signal.addEventListener('abort', stop)
    connection.on('error', () => undefined)
    try {
      const ended = new Promise<never>((_, reject) => {
        connection.on('error', reject)
        connection.on('end', () => reject(new Error('the connection was closed')))
      })
      ended.catch(() => undefined)
      const command = (sql: string) =>
        Promise.race([
          ended,
          new Promise<void>((resolve, reject) =>
            connection.query(sql, (error) => (error ? reject(error) : resolve())),
          ),
        ])
      await command(`SET time_zone = '+07:00'`)
      await command('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ')
      await command('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY')
      const rows = connection
        .query(select, from === undefined ? [] : [literal(definition, from)])
        .stream({ highWaterMark: 1000 })
      const lost = (error: Error) => rows.destroy(error)
      ended.catch(lost)
      for await (const row of rows) {
        watch.heard()
        await file.add(row as Record<string, string | null>)
      }
      await command('COMMIT')
    } catch (error) {
      throw silent ?? said(error)
    } finally {
      watch.stop()
      tries.signal.removeEventListener('abort', stop)
      connection.destroy()
    }
  })
}

/** A time as MariaDB takes it, too: without an offset, in the session's zone. */
function literal({ since }: TableDefinition, from: string): string {
  return since?.as === 'number' ? from : localTime(instantOf(from)).slice(0, 23).replace('T', ' ')
}

const FINAL = new Set([
  'ER_ACCESS_DENIED_ERROR',
  'ER_BAD_DB_ERROR',
  'ER_BAD_FIELD_ERROR',
  'ER_COLUMNACCESS_DENIED_ERROR',
  'ER_DBACCESS_DENIED_ERROR',
  'ER_NO_SUCH_TABLE',
  'ER_PARSE_ERROR',
  'ER_TABLEACCESS_DENIED_ERROR',
])

function said(error: unknown): SourceError {
  if (error instanceof SourceError) return error
  const { code = '', message } = error as { code?: string; message: string }
  return new SourceError(`MySQL: ${message}`, FINAL.has(code) ? 'final' : 'again')
}
