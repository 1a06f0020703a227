import type { ApiGateway } from '@cubejs-backend/api-gateway'
import { refused } from '../access/refused.ts'
import { answered, describe, metaOf, type Described } from './rows.ts'

/** A column of a metrics query's result: `dossiers.received`, `dossiers.date.month`. */
export interface StatementColumn extends Described {
  /** In the SQL. */
  alias: string
}

/** The SQL of a metrics query as Cube itself would run it for an account: its row filter is in it. */
export interface Statement {
  view: string
  sql: string
  columns: StatementColumn[]
  /** The question as it was run, row filter included. */
  query: Record<string, unknown>
}

/** Rows of one export at most, where the query sets no limit: as good as none. */
const NO_LIMIT = 2_000_000_000

/**
 * The SQL of one query, by the same way as an answer: Cube's gateway rewrites it for the account in `context`. Without a limit
 * where the query names none.
 *
 * @throws what Cube answers a bad query with, as an error with `type` UserError.
 */
export async function statementOf(
  gateway: ApiGateway,
  query: Record<string, unknown>,
  context: Record<string, unknown>,
): Promise<Statement> {
  if (Array.isArray(query) || 'compareDateRange' in (firstTime(query) ?? {})) {
    throw refused('Mỗi tệp xuất một câu hỏi, một kỳ', 'An export is of one query and one period')
  }
  const limited = { ...query, limit: query['limit'] ?? NO_LIMIT }
  const answer = await answered<{
    sql: { sql: [string, unknown[]]; aliasNameToMember: Record<string, string> }
  }>((res) => gateway.sql({ query: limited, context, res, disableLimitEnforcing: true } as never))
  const cubes = await metaOf(gateway, context)
  const [text, values] = answer.sql.sql
  const columns = Object.entries(answer.sql.aliasNameToMember)
    .sort(([, a], [, b]) => Number(isMeasure(a, query)) - Number(isMeasure(b, query)))
    .map(([alias, member]) => ({ alias, ...describe(member, cubes) }))
  return {
    view: columns[0]?.member.split('.')[0] ?? '',
    sql: withValues(text, values),
    columns,
    query,
  }
}

const isMeasure = (member: string, query: Record<string, unknown>) =>
  ((query['measures'] ?? []) as string[]).includes(member)

const firstTime = (query: Record<string, unknown>) =>
  (query['timeDimensions'] as Record<string, unknown>[] | undefined)?.find(
    (time) => time['compareDateRange'] !== undefined,
  )

/** The values put in place of the `?` of a statement, strings and comments passed over. */
export function withValues(sql: string, values: readonly unknown[]): string {
  let used = 0
  return sql.replace(/'(?:[^'\\]|\\.|'')*'|`[^`]*`|"[^"]*"|\/\*.*?\*\/|\?/gs, (token) =>
    token === '?' ? literal(values[used++]) : token,
  )
}

/** Cube's values are texts, numbers and flags. */
const literal = (value: unknown): string => {
  if (value === null || value === undefined) return 'NULL'
  if (typeof value !== 'string') return JSON.stringify(value)
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
