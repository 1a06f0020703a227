import { tableFromIPC } from 'apache-arrow'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Account } from '../../cube/access/grants.ts'
import { SQL_ROLES } from '../../server/sql/limits.ts'
import type { Provinces, Role } from '../../server/sign-in/roles.ts'
import { startAnalysts, type Analysts } from './analysts-harness.ts'
import { aDossier, codeOf, dossiersCsv, FIRST, LAST, PROVINCES } from './metrics-dossiers.ts'
import { countByHand, daysBetween, type Counts, type Dossier } from './metrics-model.ts'
import { openXlsx } from './read-xlsx.ts'

/*
 * Random questions, asked as every role by every way out, against a filter by hand over the dossiers themselves.
 * ACCESS_QUERIES says how many, METRICS_SEED repeats a run; a failure prints its seed.
 */
const SEED = Number(process.env['METRICS_SEED'] ?? Date.now() % 1_000_000_000)
const QUERIES = Number(process.env['ACCESS_QUERIES'] ?? 5)

const NAMES: Record<string, string> = { '01': 'Hà Nội', '08': 'Tuyên Quang', '79': 'Hồ Chí Minh' }
const ACCOUNTS: Record<string, [Role, Provinces]> = {
  minister: ['minister', 'all'],
  leader: ['leader', 'all'],
  administrator: ['administrator', 'all'],
  'leader-of-01': ['provincial_leader', ['01']],
  'leader-of-none': ['provincial_leader', []],
  'analyst-of-two': ['analyst', ['01', '79']],
  'service-of-08': ['service', ['08']],
}

const dossiers: Dossier[] = fc
  .sample(aDossier, { numRuns: 400, seed: SEED })
  .map((dossier, n) => ({ ...dossier, agency: `G01.${dossier.province}`, code: codeOf(dossier, n + 1) }))

let analysts: Analysts
beforeAll(async () => {
  analysts = await startAnalysts(dossiersCsv(dossiers, `${LAST} 23:59:59`).trim().split('\n'), ACCOUNTS)
})
afterAll(() => analysts.close())

const COUNTS = [
  'received',
  'received_online',
  'carried_in',
  'resolved',
  'resolved_late',
  'pending',
  'pending_overdue',
] as const satisfies (keyof Counts)[]
type Count = (typeof COUNTS)[number]

/** Dimensions, and what a dossier is by them. */
const DIMENSIONS = {
  province: (d: Dossier) => d.province,
  province_name: (d: Dossier) => NAMES[d.province] ?? '',
  agency: (d: Dossier) => d.agency,
  procedure: (d: Dossier) => d.procedure,
  channel: (d: Dossier) => d.channel,
} as const
type Dimension = keyof typeof DIMENSIONS

interface Condition {
  dimension: Dimension
  operator: 'equals' | 'notEquals'
  values: string[]
}
interface Question {
  measures: Count[]
  dimensions: Dimension[]
  period: readonly [string, string]
  /** All of these; of `any` at least one. */
  all: Condition[]
  any: Condition[]
}

const VALUES: Record<Dimension, string[]> = {
  province: PROVINCES,
  province_name: Object.values(NAMES),
  agency: PROVINCES.map((code) => `G01.${code}`),
  procedure: ['1.1', '1.2', '1.3'],
  channel: ['online', 'counter', 'postal'],
}
const aCondition: fc.Arbitrary<Condition> = fc
  .constantFrom(...(Object.keys(DIMENSIONS) as Dimension[]))
  .chain((dimension) =>
    fc.record({
      dimension: fc.constant(dimension),
      operator: fc.constantFrom('equals' as const, 'notEquals' as const),
      values: fc.uniqueArray(fc.constantFrom(...VALUES[dimension]), { minLength: 1, maxLength: 2 }),
    }),
  )
const DAYS = daysBetween(FIRST, LAST)
const aQuestion: fc.Arbitrary<Question> = fc.record({
  measures: fc.uniqueArray(fc.constantFrom(...COUNTS), { minLength: 1, maxLength: 3 }),
  dimensions: fc.uniqueArray(fc.constantFrom(...(Object.keys(DIMENSIONS) as Dimension[])), { maxLength: 2 }),
  period: fc
    .tuple(fc.constantFrom(...DAYS), fc.constantFrom(...DAYS))
    .map(([x, y]) => (x <= y ? ([x, y] as const) : ([y, x] as const))),
  all: fc.array(aCondition, { maxLength: 1 }),
  any: fc.oneof(fc.constant<Condition[]>([]), fc.array(aCondition, { minLength: 2, maxLength: 2 })),
})

const member = (name: string) => `dossiers.${name}`
const filterOf = ({ dimension, operator, values }: Condition) => ({
  member: member(dimension),
  operator,
  values,
})
const queryOf = ({ measures, dimensions, period, all, any }: Question) => ({
  measures: measures.map(member),
  dimensions: dimensions.map(member),
  timeDimensions: [{ dimension: 'dossiers.date', dateRange: [...period] }],
  filters: [...all.map(filterOf), ...(any.length === 0 ? [] : [{ or: any.map(filterOf) }])],
  order: Object.fromEntries(dimensions.map((dimension) => [member(dimension), 'asc'])),
})

const holds = ({ dimension, operator, values }: Condition, dossier: Dossier) =>
  values.includes(DIMENSIONS[dimension](dossier)) === (operator === 'equals')
const granted = (account: string, dossier: Dossier) => {
  const provinces = ACCOUNTS[account]?.[1] ?? []
  return provinces === 'all' || provinces.includes(dossier.province)
}

/** A group of which nothing is counted may have a row or none. */
const isSomething = (counts: Record<string, number | null>) =>
  Object.values(counts).some((count) => count !== 0)

/** Values of the dimensions, joined → the counts. */
function byHand(question: Question, account: string): Map<string, Record<string, number | null>> {
  const seen = dossiers.filter(
    (dossier) =>
      granted(account, dossier) &&
      question.all.every((condition) => holds(condition, dossier)) &&
      (question.any.length === 0 || question.any.some((condition) => holds(condition, dossier))),
  )
  const asked = (counts: Counts) => Object.fromEntries(question.measures.map((name) => [name, counts[name]]))
  const [a, b] = question.period
  if (question.dimensions.length === 0) {
    if (ACCOUNTS[account]?.[1].length === 0) {
      return new Map([['', Object.fromEntries(question.measures.map((name) => [name, null]))]])
    }
    return new Map([['', asked(countByHand(seen, a, b, LAST))]])
  }
  const groups = Map.groupBy(seen, (dossier) =>
    question.dimensions.map((dimension) => DIMENSIONS[dimension](dossier)).join(' | '),
  )
  return new Map(
    [...groups]
      .map(([key, own]) => [key, asked(countByHand(own, a, b, LAST))] as const)
      .filter(([, counts]) => isSomething(counts)),
  )
}

type Row = Record<string, unknown>
/** An answer as text, and as rows whose columns are the query's members. */
interface Answer {
  text: string
  rows: Row[]
}
type Way = (question: Question, account: string) => Promise<Answer>

const ask = async (account: string, path: string, body?: unknown): Promise<Buffer> => {
  const answer = await analysts.ask(account, path, body)
  const bytes = Buffer.from(await answer.arrayBuffer())
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${bytes.toString()}`)
  return bytes
}
/** An answer in JSON; rows of SQL are lists of values, dimensions first. */
const data = (bytes: Buffer, { dimensions, measures }: Question): Answer => ({
  text: bytes.toString(),
  rows: (JSON.parse(bytes.toString()) as { data: (Row | unknown[])[] }).data.map((row) =>
    Array.isArray(row)
      ? Object.fromEntries([...dimensions, ...measures].map((name, at) => [member(name), row[at]]))
      : row,
  ),
})
const exported =
  (format: string, read: (bytes: Buffer, question: Question) => Row[] | Promise<Row[]>): Way =>
  async (question, account) => {
    const bytes = await ask(account, '/api/export', { format, query: queryOf(question) })
    return { text: bytes.toString(), rows: await read(bytes, question) }
  }

const WAYS: Record<string, Way> = {
  'page API': async (question, account) =>
    data(await ask(account, '/cubejs-api/v1/load', { query: queryOf(question) }), question),
  'Cube REST': async (question, account) =>
    data(
      await ask(
        account,
        `/cubejs-api/v1/load?query=${encodeURIComponent(JSON.stringify(queryOf(question)))}`,
      ),
      question,
    ),
  GraphQL: async (question, account) => {
    const text = (await ask(account, '/cubejs-api/graphql', { query: graphqlOf(question) })).toString()
    const { data: found, errors } = JSON.parse(text) as { data?: { cube: Row[] }; errors?: unknown }
    if (found === undefined) throw new Error(JSON.stringify(errors))
    return {
      text,
      rows: found.cube.map(({ dossiers: row }) =>
        Object.fromEntries(Object.entries(row as Row).map(([name, value]) => [member(name), value])),
      ),
    }
  },
  'a report': async (question, account) => {
    const [role, provinces] = ACCOUNTS[account] ?? ['service', []]
    const reader: Account = { name: account, role, provinces }
    const rows = await analysts.metrics.cube.rows(queryOf(question), reader)
    return { text: JSON.stringify(rows), rows: rows }
  },
  CSV: exported('csv', (bytes) => parse(bytes, { columns: true })),
  'Arrow stream': exported('arrow', (bytes) =>
    tableFromIPC(new Uint8Array(bytes))
      .toArray()
      .map((row: { toJSON: () => Row }) => row.toJSON()),
  ),
  Parquet: exported('parquet', (bytes) => {
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
    return parquetReadObjects({ file: file as ArrayBuffer })
  }),
  // Its head has titles: dimensions, then measures, as asked.
  XLSX: exported('xlsx', (bytes, { dimensions, measures }) =>
    (openXlsx(bytes).sheets[0]?.rows ?? [])
      .slice(1)
      .map((cells) =>
        Object.fromEntries(
          [...dimensions, ...measures].map((name, at) => [member(name), cells[at]?.value ?? '']),
        ),
      ),
  ),
}

function graphqlOf({ measures, dimensions, period, all, any }: Question): string {
  const condition = ({ dimension, operator, values }: Condition) =>
    `{ dossiers: { ${dimension}: { ${operator === 'equals' ? 'in' : 'notIn'}: ${JSON.stringify(values)} } } }`
  const parts = [
    ...all.map(condition),
    ...(any.length === 0 ? [] : [`{ OR: [${any.map(condition).join(', ')}] }`]),
  ]
  const where = [
    `dossiers: { date: { inDateRange: ${JSON.stringify(period)} } }`,
    ...(parts.length === 0 ? [] : [`AND: [${parts.join(', ')}]`]),
  ]
  return `{ cube(where: { ${where.join(', ')} }) { dossiers { ${[...measures, ...dimensions].join(' ')} } } }`
}

/** The rows' counts by the values of the dimensions, joined. */
const countsIn = (rows: Row[], { dimensions, measures }: Question) =>
  new Map(
    rows
      .map(
        (row) =>
          [
            dimensions.map((dimension) => String(row[member(dimension)])).join(' | '),
            Object.fromEntries(
              measures.map((name) => {
                const value = row[member(name)]
                return [name, value === null || value === '' ? null : Number(value)]
              }),
            ),
          ] as const,
      )
      .filter(([, counts]) => dimensions.length === 0 || isSomething(counts)),
  )

const SQL_COLUMNS: Record<Dimension, string> = {
  province: 'd.province',
  province_name: 'p.name',
  agency: 'd.agency_code',
  procedure: 'd.procedure_code',
  channel: 'd.channel',
}
/** What was received, by SQL of one's own. */
function sqlOf({ dimensions, period: [a, b], all, any }: Question): string {
  const condition = ({ dimension, operator, values }: Condition) =>
    `${SQL_COLUMNS[dimension]} ${operator === 'equals' ? 'IN' : 'NOT IN'} (${values.map((value) => `'${value}'`).join(', ')})`
  const where = [
    `d.received_date BETWEEN '${a}' AND '${b}'`,
    ...all.map(condition),
    ...(any.length === 0 ? [] : [`(${any.map(condition).join(' OR ')})`]),
  ]
  const keys = dimensions.map((dimension) => SQL_COLUMNS[dimension])
  return `SELECT ${[...keys, 'count()'].join(', ')} FROM dossiers AS d INNER JOIN provinces34 AS p ON p.code = d.province
WHERE ${where.join(' AND ')}${keys.length === 0 ? '' : ` GROUP BY ${keys.join(', ')}`}`
}

/** What nobody without that province may read in an answer, unless they wrote it in the question. */
const MARKS = PROVINCES.flatMap((code) => [NAMES[code] ?? '', `G01.${code}`].map((mark) => ({ code, mark })))

test(
  `${QUERIES} random questions as each role by each way are what a filter by hand gives`,
  { timeout: 120_000 + QUERIES * 10_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(aQuestion, async (question) => {
        const written = JSON.stringify(queryOf(question))
        for (const account of Object.keys(ACCOUNTS)) {
          const expected = byHand(question, account)
          const provinces = ACCOUNTS[account]?.[1] ?? []
          const answers = Object.entries(WAYS).map(async ([way, answer]) => {
            const { text, rows } = await answer(question, account)
            expect(countsIn(rows, question), `${way} as ${account}: ${written}`).toEqual(expected)
            for (const { code, mark } of MARKS) {
              if (provinces === 'all' || provinces.includes(code) || written.includes(mark)) continue
              expect(text.includes(mark), `${way} as ${account} tells of ${mark}: ${written}`).toBe(false)
            }
          })
          await Promise.all(answers)
          if (!SQL_ROLES.includes(ACCOUNTS[account]?.[0] ?? 'service')) continue
          const received = { ...question, measures: ['received' as const] }
          const { rows } = data(await ask(account, '/api/sql', { sql: sqlOf(received) }), received)
          const seen = byHand(received, account)
          expect(countsIn(rows, received), `SQL as ${account}: ${sqlOf(received)}`).toEqual(
            // SQL counts nothing as 0, also for who may see nothing.
            new Map([...seen].map(([key, { received: n }]) => [key, { received: n ?? 0 }])),
          )
        }
      }),
      { seed: SEED, numRuns: QUERIES, endOnFailure: true },
    )
  },
)
