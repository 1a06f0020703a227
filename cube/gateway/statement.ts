import type { ApiGateway } from '@cubejs-backend/api-gateway'
import { refused } from '../access/refused.ts'

/** A column of a metrics query's result. */
export interface StatementColumn {
  /** In the SQL. */
  alias: string
  /** In the query: `dossiers.received`, `dossiers.date.month`. */
  member: string
  title: Words
  description: Words
  /** What numerator, denominator and exclusions the model gives, Vietnamese. */
  meta: Record<string, unknown>
}

export interface Words {
  vi: string
  en: string
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

interface MetaMember {
  name: string
  shortTitle?: string
  description?: string
  meta?: Record<string, unknown>
}
interface MetaCube {
  name: string
  measures: MetaMember[]
  dimensions: MetaMember[]
}

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
  const meta = await answered<{ cubes: MetaCube[] }>((res) => gateway.meta({ context, res } as never))
  const [text, values] = answer.sql.sql
  const columns = Object.entries(answer.sql.aliasNameToMember)
    .sort(([, a], [, b]) => Number(isMeasure(a, query)) - Number(isMeasure(b, query)))
    .map(([alias, member]) => ({ alias, member, ...describe(member, meta.cubes) }))
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

/** Cube's handlers answer through a callback; errors too. */
type Res = (message: unknown, options?: { status: number }) => void
async function answered<T>(ask: (res: Res) => Promise<unknown>): Promise<T> {
  let answer: unknown
  let status = 200
  await ask((message, options) => {
    answer = message
    status = options?.status ?? 200
  })
  const { error } = answer as { error?: string }
  if (status >= 500) throw new Error(error)
  if (error !== undefined) throw refused(error.replace(/^(?:User)?Error: /, ''))
  return answer as T
}

function describe(
  member: string,
  cubes: MetaCube[],
): Pick<StatementColumn, 'title' | 'description' | 'meta'> {
  const [cube = '', name = ''] = member.split('.')
  const found = cubes.find((one) => one.name === cube)
  const known = [...(found?.measures ?? []), ...(found?.dimensions ?? [])].find(
    (one) => one.name === `${cube}.${name}`,
  )
  const { title_en, description_en, ...meta } = known?.meta ?? {}
  const vi = known?.shortTitle ?? member
  return {
    title: { vi, en: typeof title_en === 'string' ? title_en : vi },
    description: {
      vi: known?.description ?? '',
      en: typeof description_en === 'string' ? description_en : (known?.description ?? ''),
    },
    meta,
  }
}

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
