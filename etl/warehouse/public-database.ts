import type { ClickHouseClient } from '@clickhouse/client'
import { PUBLIC_VIEWS, type PublicView } from './public-views.ts'

/** The database of the views; what analysts' SQL finds without naming a database. */
export const publicOf = (database: string) => `${database}_public`

/** The user with whose rights the views read; nobody signs in as it. */
export const VIEWS_USER = 'views'

/**
 * The row filter of `VIEWS_USER`: provinces of the asking account, which the server writes at the beginning of the query's id
 * (server/sql/query-id.ts): `all.…`, `01-79.…`. SQL can read that id and cannot set it. The engine applies a user's row
 * filter before any condition of the query, so that no condition of the asker's ever sees, or fails on, a row of
 * another province; a WHERE in the view would not do: conditions are moved and reordered across it.
 */
export const ROW_FILTER =
  "startsWith(initialQueryID(), 'all.') OR has(splitByChar('-', splitByChar('.', initialQueryID())[1]), province)"

/** Tables whose rows `VIEWS_USER` sees by province. */
export const PLACED_TABLES: readonly string[] = PUBLIC_VIEWS.flatMap(({ placed }) => placed)

/** What the views stand on besides: tables without a province. */
const OTHER_TABLES = [
  'procedures_store',
  'ledger',
  'ledger_now',
  'live_partitions',
  'live_loads',
  'ref_rhythms',
]

/**
 * All that `VIEWS_USER` may read. A view that is changed to stand on another table fails until that is named here, or in
 * `placed`, where its rows are filtered: it never shows what nobody thought of.
 */
export const READ_TABLES: readonly string[] = [
  ...new Set([
    ...PUBLIC_VIEWS.map(({ from }) => from.replace('{db}.', '')),
    ...PLACED_TABLES,
    ...OTHER_TABLES,
  ]),
]

/** Makes the database and its views anew: they hold no rows, so they are simply what this version says. */
export async function makePublicViews(client: ClickHouseClient, database: string): Promise<void> {
  const target = publicOf(database)
  await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${target}` })
  for (const view of PUBLIC_VIEWS) await client.command({ query: viewSql(view, database) })
}

/** Column and view comments hold both languages: `vi | en`. */
function viewSql({ name, vi, en, from, columns }: PublicView, database: string): string {
  const declared = columns.map(
    (column) => `${quoted(column.name)} ${column.type} COMMENT ${text(`${column.vi} | ${column.en}`)}`,
  )
  const read = columns.map(({ name: column, sql }) => `${sql ?? `v.${quoted(column)}`} AS ${quoted(column)}`)
  return `CREATE OR REPLACE VIEW ${publicOf(database)}.${quoted(name)}
(${declared.join(', ')})
DEFINER = ${VIEWS_USER} SQL SECURITY DEFINER
AS SELECT ${read.join(', ')} FROM ${from} AS v
COMMENT ${text(`${vi} | ${en}`)}`.replaceAll('{db}', database)
}

const quoted = (name: string) => `\`${name}\``
const text = (value: string) => `'${value.replaceAll("'", "''")}'`
