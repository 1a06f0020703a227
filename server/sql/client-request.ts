import type { Request } from 'express'
import { HttpError } from '../http/errors.ts'

/** A statement as a program sends it by ClickHouse's HTTP protocol. */
export interface ClientRequest {
  sql: string
  /** As the history keeps it. */
  format: string
  /** As the engine calls it. */
  engineFormat: string
  id: string | undefined
  limits: { seconds?: number; rows?: number }
  /** Values of `{name:Type}` in the statement, as `param_name`. */
  parameters: Record<string, string>
  compressed: boolean
  /** Whether the answer is to be held until it is whole, so that an error has a status of its own. */
  whole: boolean
}

/**
 * Formats that only write a result. Others take a schema or a template from a file of the server, or settings.
 */
const FORMATS =
  /^(?:JSON(?:Strings|Compact|CompactStrings|ColumnsWithMetadata|Columns|CompactColumns)?|JSON(?:Compact)?(?:Strings)?EachRow(?:WithNames(?:AndTypes)?|WithProgress)?|(?:CSV|TSV|TabSeparated|TabSeparatedRaw|TSVRaw)(?:WithNames(?:AndTypes)?)?|Native|RowBinary(?:WithNames(?:AndTypes)?)?|Parquet|Arrow|ArrowStream|ORC|Pretty(?:Compact|Space)?(?:NoEscapes)?(?:MonoBlock)?|Vertical|Values|Markdown|XML|Null|NDJSON|JSONLines)$/i

/** Parameters of the protocol that say how an answer travels, and settings that only do that: taken, and of no effect here. */
const OF_NO_EFFECT = new Set([
  'user',
  'password',
  'session_timeout',
  'client_protocol_version',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'cancel_http_readonly_queries_on_client_close',
  'add_http_cors_header',
  'readonly',
  'role',
  'log_comment',
])

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Reads what the engine's own clients send: the statement in `query`, in the body, or begun in one and ended in the other; the format
 * at its end or in `default_format`.
 *
 * @param database name of the public views' database, the only one there is here
 * @throws HttpError 400 naming what cannot be taken.
 */
export function readClientRequest(req: Request, database: string): ClientRequest {
  const given = [...new URL(req.originalUrl, 'http://here').searchParams]
  const of = (name: string) => given.find(([one]) => one === name)?.[1]
  const body = Buffer.isBuffer(req.body) ? req.body.toString('utf8') : ''
  const text = [of('query') ?? '', body].filter((part) => part !== '').join('\n')
  const [, sql = text, named] = /^([\s\S]*?)\sFORMAT\s+([A-Za-z0-9]+)\s*;?\s*$/i.exec(text) ?? []
  const engineFormat = named ?? req.get('x-clickhouse-format') ?? of('default_format') ?? 'TabSeparated'
  if (!FORMATS.test(engineFormat)) {
    throw refuse(`The format ${engineFormat} cannot be had here`)
  }
  const asked = req.get('x-clickhouse-database') ?? of('database') ?? database
  if (!['', 'default', database].includes(asked)) {
    throw refuse(`There is no database ${asked} here; the views are in ${database}`)
  }
  const taken = new Set([
    ...['query', 'database', 'default_format', 'query_id', 'compress', 'enable_http_compression'],
    ...['wait_end_of_query', 'max_execution_time', 'max_result_rows', 'buffer_size'],
    ...OF_NO_EFFECT,
  ])
  const unknown = given.find(([name]) => !taken.has(name) && !name.startsWith('param_'))
  if (unknown !== undefined) {
    throw refuse(
      unknown[0] === 'session_id'
        ? 'There are no sessions here: leave session_id away'
        : `The setting ${unknown[0]} cannot be changed; max_execution_time and max_result_rows can be lowered`,
    )
  }
  if (of('compress') === '1') {
    throw refuse('Answers are compressed by Accept-Encoding here: leave compress away')
  }
  const id = of('query_id')
  return {
    sql,
    format: engineFormat,
    engineFormat,
    ...{ id: id !== undefined && UUID.test(id) ? id : undefined },
    limits: {
      ...limitOf('seconds', of('max_execution_time')),
      ...limitOf('rows', of('max_result_rows')),
    },
    parameters: Object.fromEntries(given.filter(([name]) => name.startsWith('param_'))),
    compressed: of('enable_http_compression') === '1',
    whole: of('wait_end_of_query') === '1',
  }
}

/** 0 is the engine's word for no limit of one's own. */
function limitOf(name: 'seconds' | 'rows', text: string | undefined): Record<string, number> {
  if (text === undefined) return {}
  const value = Number(text)
  if (!Number.isFinite(value) || value < 0) throw refuse(`Not a limit: ${text}`)
  return value === 0 ? {} : { [name]: Math.ceil(value) }
}

const refuse = (message: string) => new HttpError(400, 'bad_request', message)
