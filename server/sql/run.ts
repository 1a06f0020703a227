import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import { datasetRow, datasetSql } from '../api/status.ts'
import { readRows, type ReadableWarehouse } from '../api/warehouse-rows.ts'
import { aboutExport, type Language } from '../export/about.ts'
import { askEngine, rowsOf } from '../export/engine.ts'
import type { Format } from '../export/formats.ts'
import { describeSql, sendTable } from '../export/send-table.ts'
import type { Account } from '../sign-in/roles.ts'
import type { AdmittedStatement } from './statements.ts'

export interface Statement extends AdmittedStatement {
  /** As written by who asks. */
  sql: string
  format: Format | 'json'
  people: boolean
  language: Language
}

export interface RunParts {
  warehouse: ReadableWarehouse
  /** Address of the engine as the user of analysts, with the database of the public views. */
  analystUrl: string
  clock: () => Date
  note: (cause: unknown) => void
}

/**
 * Runs a statement and answers with its result: `json` whole, so that an error has its own answer; files as they come.
 * @returns rows of the result, where known.
 */
export async function runStatement(
  res: Response,
  statement: Statement,
  account: Account,
  { warehouse, analystUrl, clock, note }: RunParts,
): Promise<number | null> {
  const { queryId, signal } = statement
  const limits = { max_execution_time: statement.limits.seconds, max_result_rows: statement.limits.rows }
  const ask = (sql: string, format: string, more: Record<string, string | number> = {}): Promise<Readable> =>
    askEngine({
      url: analystUrl,
      sql,
      parameters: { query_id: queryId, default_format: format, ...limits, ...more },
      signal,
    })

  if (statement.format === 'json') {
    const answer = await ask(statement.canonical, 'JSONCompact', {
      wait_end_of_query: 1,
      buffer_size: 1_048_576,
    })
    res.status(200).set({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    await pipeline(answer, res)
    return rowsIn(answer)
  }
  const columns = await rowsOf<{ name: string; type: string }>(
    await ask(describeSql(statement.canonical), 'JSONEachRow'),
  )
  const states = await readRows(warehouse, datasetRow, datasetSql, note)
  return sendTable(res, {
    format: statement.format,
    people: statement.people,
    language: statement.language,
    name: `toancanh-sql-${clock().toISOString().slice(0, 19).replaceAll(':', '')}`,
    sql: statement.canonical,
    columns: columns.map(({ name, type }) => ({ name, type, member: name, title: name })),
    about: aboutExport(
      { exported_by: account.name, query: statement.sql, filters: provincesOf(account), definitions: [] },
      states,
      clock(),
      statement.language,
    ),
    run: ask,
  })
}

/** The engine's own count, in the header of a finished answer. */
function rowsIn(answer: Readable & { headers?: Record<string, unknown> }): number | null {
  const summary = answer.headers?.['x-clickhouse-summary']
  const rows =
    typeof summary === 'string' ? (JSON.parse(summary) as { result_rows?: string }).result_rows : null
  return rows === null || rows === undefined ? null : Number(rows)
}

const provincesOf = ({ provinces }: Account): string[] =>
  provinces === 'all' ? [] : [`province: ${provinces.join(', ') || '(none)'}`]
