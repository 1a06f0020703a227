import express, { Router, type Request, type Response } from 'express'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Statement } from '../../cube/gateway/statement.ts'
import { datasetRow, datasetSql } from '../api/status.ts'
import { readRows, type ReadableWarehouse } from '../api/warehouse-rows.ts'
import { accountOf } from '../http/account-of.ts'
import { describeFailure, HttpError, route } from '../http/errors.ts'
import type { Account } from '../sign-in/roles.ts'
import { aboutExport, type Language } from './about.ts'
import { askEngine, EngineError, rowsOf } from './engine.ts'
import { FORMAT_SETTINGS, FORMATS } from './formats.ts'
import { describeSql, sendTable, type ExportColumn } from './send-table.ts'

/** What exports need of Cube: the SQL it would run for an account. */
export interface StatementsOfCube {
  statement: (query: Record<string, unknown>, account: Account) => Promise<Statement>
}

export interface ExportParts {
  cube: StatementsOfCube
  warehouse: ReadableWarehouse
  /** Address of the engine as the user that Cube reads as. */
  engineUrl: string
  clock: () => Date
  log: Logger
}

/** Seconds for one export. */
const SECONDS = 600

/** Exports under way at once; each is a query and a connection. */
const AT_ONCE = 4

export const askedExport = z.object({
  format: z.enum(FORMATS),
  for: z.enum(['people', 'machines']).default('machines'),
  lang: z.enum(['vi', 'en']).default('vi'),
  query: z.record(z.string(), z.unknown()),
  name: z
    .string()
    .max(100)
    .regex(/^[^/\\\p{Cc}]+$/u)
    .optional(),
})

/** Datasets behind a view of the metrics. */
const DATASETS: Record<string, readonly string[]> = {
  rollout: ['indicators'],
  catalogue: ['procedures'],
}

/**
 * `GET` and `POST /api/export`: the result of a metrics query as a file, without the limit of rows that answers have. `GET` takes
 * `query` as JSON in the address, for plain links.
 */
export function exportRoutes(parts: ExportParts): Router {
  const router = Router({ caseSensitive: true, strict: true })
  let running = 0

  const answer = route(async (req, res) => {
    const account = accountOf(req)
    if (account === null) throw new HttpError(401, 'unauthorized', 'Sign in first.')
    const told = readAsked(req)
    if (running >= AT_ONCE) {
      res.set('retry-after', '10')
      throw new HttpError(
        429,
        'busy',
        'Đang có nhiều tệp được xuất; thử lại sau giây lát / Several exports are under way; try again in a moment',
      )
    }
    running += 1
    try {
      await exportTable(told, account, parts, res)
    } finally {
      running -= 1
    }
  })
  router.get('/', answer)
  router.post('/', express.json({ limit: '1mb' }), answer)
  return router
}

function readAsked(req: Request): z.output<typeof askedExport> {
  const given: unknown =
    req.method === 'POST' ? { ...req.query, ...(req.body as object) } : fromAddress(req.query)
  const read = askedExport.safeParse(given)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new HttpError(
    400,
    'bad_request',
    `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'cannot be read'}. Takes {"format": "${FORMATS.join('|')}", "query": {…}, "for": "people|machines", "lang": "vi|en", "name": "…"}`,
  )
}

function fromAddress(query: Request['query']): unknown {
  try {
    return { ...query, query: JSON.parse(query['query'] as string) as unknown }
  } catch {
    return query
  }
}

async function exportTable(
  told: z.output<typeof askedExport>,
  account: Account,
  { cube, warehouse, engineUrl, clock, log }: ExportParts,
  res: Response,
): Promise<void> {
  const leaving = new AbortController()
  res.once('close', () => leaving.abort())
  const statement = await cube.statement(told.query, account).catch((error: unknown) => {
    if ((error as { type?: string }).type === 'UserError') {
      throw new HttpError(400, 'bad_query', (error as Error).message)
    }
    throw error
  })
  const run = async (sql: string, format: string) => {
    try {
      return await askEngine({
        url: engineUrl,
        sql: `${sql}\nFORMAT ${format}`,
        parameters: { ...FORMAT_SETTINGS, max_execution_time: SECONDS },
        signal: leaving.signal,
      })
    } catch (error) {
      if (leaving.signal.aborted) throw error
      log.error({ failure: describeFailure(error) }, 'an export failed')
      if (error instanceof EngineError) {
        throw new HttpError(502, 'export_failed', `Không xuất được tệp / The export failed: ${error.message}`)
      }
      throw new HttpError(503, 'warehouse_unavailable', 'The data warehouse cannot be reached at the moment.')
    }
  }
  const types = await rowsOf<{ name: string; type: string }>(
    await run(describeSql(statement.sql), 'JSONEachRow'),
  )
  const columns = columnsOf(statement, types, told.lang)
  const datasets = DATASETS[statement.view] ?? [statement.view]
  const states = await readRows(warehouse, datasetRow, datasetSql, (cause) =>
    log.error({ failure: describeFailure(cause) }, 'the warehouse did not answer'),
  )
  const about = aboutExport(
    {
      exported_by: account.name,
      query: told.query,
      filters: filtersOf(told.query),
      definitions: statement.columns.map(({ member, title, description, meta }) => ({
        name: member,
        title: title[told.lang],
        definition: definitionOf(description[told.lang], meta, told.lang),
      })),
    },
    states.filter(({ dataset }) => statement.view === 'national' || datasets.includes(dataset)),
    clock(),
    told.lang,
  )
  const newest = Object.values(about.as_of)
    .filter((day) => day !== null)
    .sort()
    .at(-1)
  res.set({ 'x-as-of': newest ?? '', 'x-simulated': String(about.simulated) })
  try {
    await sendTable(res, {
      format: told.format,
      people: told.for === 'people',
      language: told.lang,
      name: told.name ?? `toancanh-${statement.view}-${clock().toISOString().slice(0, 10)}`,
      sql: statement.sql,
      columns,
      about,
      run,
    })
  } catch (error) {
    if (!res.headersSent) throw error
    // The file is not whole: the connection ends without saying that it is.
    if (!leaving.signal.aborted) log.error({ failure: describeFailure(error) }, 'an export was cut off')
    res.destroy()
  }
}

/** In the order of the statement, with titles that differ. */
function columnsOf(
  { columns }: Statement,
  types: readonly { name: string; type: string }[],
  language: Language,
): ExportColumn[] {
  const used = new Set<string>()
  return types.map(({ name, type }) => {
    const known = columns.find(({ alias }) => alias === name)
    const member = known?.member ?? name
    const title = known?.title[language] ?? name
    const own = used.has(title) ? `${title} (${member})` : title
    used.add(own)
    return { name, type, member, title: own, share: known?.meta['unit'] === 'ratio' }
  })
}

/** The period and conditions of a query, a line each. */
function filtersOf(query: Record<string, unknown>): string[] {
  const times = (query['timeDimensions'] ?? []) as { dimension: string; dateRange?: unknown }[]
  const conditions = (query['filters'] ?? []) as Record<string, unknown>[]
  return [
    ...times
      .filter(({ dateRange }) => dateRange !== undefined)
      .map(({ dimension, dateRange }) => `${dimension}: ${[dateRange].flat().join(' – ')}`),
    ...conditions.map((filter) => JSON.stringify(filter)),
  ]
}

const PARTS = {
  vi: { numerator: 'Tử số', denominator: 'Mẫu số', exclusions: 'Không tính' },
  en: { numerator: 'Numerator', denominator: 'Denominator', exclusions: 'Excluded' },
}

function definitionOf(description: string, meta: Record<string, unknown>, language: Language): string {
  // The model has numerator, denominator and exclusions in Vietnamese.
  const more = Object.entries(PARTS[language]).flatMap(([part, word]) =>
    typeof meta[part] === 'string' ? [`${word}: ${meta[part]}.`] : [],
  )
  return [description, ...(language === 'vi' ? more : [])].join(' ')
}
