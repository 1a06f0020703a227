import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Row } from './loaded.ts'
import { RELEASED_COLUMNS, RELEASED_NUMBERS, releasedLines, SERIES_SQL } from './recomputed-identity.ts'
import { tablesOf } from './recomputed-tables.ts'

/** The generated files in DuckDB, by the rules of the contracts and not by our code. */
export interface RecomputedDatabase {
  run: (statement: string) => Promise<void>
  /** Rows as objects; whole numbers of 64 bits as text. */
  rows: (text: string) => Promise<Row[]>
  /** Rows as lists. */
  lists: (text: string) => Promise<unknown[][]>
  /** Rows as lists of values of their own types: `bigint`, `Date`, and text only where text is meant. */
  values: (text: string) => Promise<unknown[][]>
  close: () => void
}

export async function openRecomputed(folder: string): Promise<RecomputedDatabase> {
  const duck = await (await DuckDBInstance.create()).connect()
  for (const statement of tablesOf(folder)) await duck.run(statement)
  const series = (await duck.runAndReadAll(SERIES_SQL)).getRowObjectsJS()
  const scratch = mkdtempSync(join(tmpdir(), 'toancanh-released-'))
  const file = join(scratch, 'identity.csv')
  writeFileSync(file, [RELEASED_COLUMNS, ...series.flatMap(releasedLines)].join('\n'))
  await duck.run(
    `CREATE TABLE identity AS SELECT * REPLACE (date::DATE AS date, ${RELEASED_NUMBERS}) FROM read_csv('${file}', nullstr = '', all_varchar = true)`,
  )
  return {
    run: async (statement) => void (await duck.run(statement)),
    rows: async (text) => (await duck.runAndReadAll(text)).getRowObjectsJson() as Row[],
    lists: async (text) => (await duck.runAndReadAll(text)).getRowsJson(),
    values: async (text) => (await duck.runAndReadAll(text)).getRowsJS(),
    close() {
      duck.closeSync()
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}
