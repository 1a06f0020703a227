import type { ClickHouseClient } from '@clickhouse/client'

/** Bytes of one statement at most. */
export const MAX_SQL_BYTES = 64_000

/** Why a statement is not run: Vietnamese and English, and where in the text. */
export class StatementRefused extends Error {
  override name = 'StatementRefused'
  readonly code: 'sql_syntax' | 'sql_not_allowed'
  readonly position: Position | null
  constructor(code: 'sql_syntax' | 'sql_not_allowed', message: string, position: Position | null = null) {
    super(message)
    this.code = code
    this.position = position
  }
}

/** Place in a text, each from 1. */
export interface Position {
  line: number
  column: number
}

/**
 * Functions that the engine's rights do not cover: `file` reads any file of the machine in the embedded engine, the others
 * tell of the server, call outside, or only hold a place. A test compares this with the engine's own list.
 */
export const DENIED_FUNCTIONS: RegExp[] = [
  /^file$/i,
  /^catboostEvaluate$/i,
  /^evalMLMethod$/i,
  /^naiveBayesClassifier/i,
  /^ai(?:Classify|Embed|Extract|Generate|Translate)$/i,
  /^dict(?:Get|Has|IsIn)/i,
  /^joinGet/i,
  /^region(?:Hierarchy|In|To(?:Area|City|Continent|Country|District|Name|Population|TopContinent))$/i,
  /^__/,
  /^(?:addressTo|demangle|isMergeTreePartCoveredBy|logTrace|mergeTreePartInfo|tid$)/i,
  /^(?:get(?:ClientHTTPHeader|Macro|MergeTreeSetting|OSKernelVersion|Server|Setting)|globalVariable)/i,
  /^(?:hostname|fullHostName|fqdn|displayName|serverUUID|buildId|tcpPort|uptime|connection_?id)$/i,
  /^(?:filesystem|showCertificate|zookeeperSession|transaction(?:ID|LatestSnapshot|OldestSnapshot)|generateSerialID|hasThreadFuzzer)/i,
  /^(?:hasColumnInTable|initializeAggregation|runningConcurrency|sleep|sleepEachRow)$/i,
  /^(?:eval|mergeTree|prometheusQuery|timeSeries(?:Data|Metrics|Samples|Selector|Tags)$)/i,
]

/**
 * The statement as it will be run: what the engine's own parser read, written anew. So what is looked at here is what runs, and
 * no comment, escape or quoting hides a name.
 *
 * @param client of any user: nothing is run
 * @throws StatementRefused when it is not one SELECT over the public views, or is no SQL.
 */
export async function readStatement(client: ClickHouseClient, sql: string): Promise<string> {
  if (sql.trim() === '') throw new StatementRefused('sql_syntax', 'Chưa có câu lệnh / There is no statement')
  if (Buffer.byteLength(sql) > MAX_SQL_BYTES) {
    throw new StatementRefused(
      'sql_syntax',
      `Câu lệnh dài quá ${MAX_SQL_BYTES} byte / The statement is longer than ${MAX_SQL_BYTES} bytes`,
    )
  }
  const text = await canonical(client, sql)
  const plain = text.replace(/'(?:[^'\\]|\\.|'')*'/gs, "''")
  if (!/^(?:SELECT|WITH|\(|FROM)(?:\s|\()/.test(`${plain} `)) {
    throw refusedHere(
      'Chỉ chạy một câu SELECT (hoặc WITH … SELECT)',
      'One SELECT (or WITH … SELECT) is what can be run',
    )
  }
  const schema = /(?:^|[^\w.`])`?(system|information_schema)`?\./i.exec(plain)?.[1]
  if (schema !== undefined) {
    throw refusedHere(
      `Không đọc được ${schema}; các bảng có thể đọc: GET /api/sql/schema`,
      `${schema} cannot be read; what can be: GET /api/sql/schema`,
    )
  }
  const names = [...plain.matchAll(/`((?:[^`\\]|\\.)*)`|[A-Za-z_]\w*/gs)].map(
    ([word, quoted]) => quoted ?? word,
  )
  const denied = names.find((name) => DENIED_FUNCTIONS.some((pattern) => pattern.test(name)))
  if (denied !== undefined) {
    throw refusedHere(`Không dùng được tên "${denied}" ở đây`, `The name "${denied}" cannot be used here`)
  }
  if (/\sINTO OUTFILE\s/.test(plain) || /\sFORMAT \w+$/.test(plain)) {
    throw refusedHere(
      'Bỏ FORMAT và INTO OUTFILE; chọn định dạng bằng "format" của yêu cầu',
      'Remove FORMAT and INTO OUTFILE; choose by "format" of the request',
    )
  }
  if (/\sSETTINGS\s/.test(plain)) {
    throw refusedHere(
      'Bỏ SETTINGS; giới hạn đặt bằng "limits" của yêu cầu',
      'Remove SETTINGS; limits are set by "limits" of the request',
    )
  }
  return text
}

const refusedHere = (vi: string, en: string) => new StatementRefused('sql_not_allowed', `${vi} / ${en}`)

async function canonical(client: ClickHouseClient, sql: string): Promise<string> {
  try {
    const answer = await client.query({
      query: 'SELECT formatQuerySingleLine({sql:String}) AS text',
      query_params: { sql },
      format: 'JSONEachRow',
      abort_signal: AbortSignal.timeout(10_000),
    })
    const [row] = await answer.json<{ text: string }>()
    return row?.text ?? ''
  } catch (error) {
    const { code, message = '' } = error as { code?: string; message?: string }
    if (code === undefined || !/^\d+$/.test(code)) throw error
    const position = positionOf(message, sql)
    const expected = /Expected one of: ([^.]*)/.exec(message)?.[1]
    const found = /failed at position \d+ \((.*?)\)/s.exec(message)?.[1]
    const where = position === null ? '' : ` (${position.line}:${position.column})`
    const [vi, en] = message.includes('Multi-statements')
      ? ['Chỉ một câu lệnh mỗi lần', 'One statement at a time']
      : [`Sai cú pháp${where}`, `Syntax error${where}`]
    const near = found === undefined ? '' : `: ${found}`
    const hint = expected === undefined ? '' : `. Expected: ${expected.slice(0, 160)}`
    throw new StatementRefused('sql_syntax', `${vi} / ${en}${near}${hint}`, position)
  }
}

/** The engine counts bytes from 1. */
function positionOf(message: string, sql: string): Position | null {
  const at = /failed at position (\d+)/.exec(message)?.[1]
  if (at === undefined) return null
  const before = Buffer.from(sql)
    .subarray(0, Number(at) - 1)
    .toString()
    .split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}
