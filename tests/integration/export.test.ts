import { DuckDBInstance } from '@duckdb/node-api'
import { tableFromIPC } from 'apache-arrow'
import { parse } from 'csv-parse/sync'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { execFileSync } from 'node:child_process'
import { PassThrough, Readable } from 'node:stream'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openXlsx } from './read-xlsx.ts'
import { writeWorkbook } from '../../server/export/xlsx/workbook.ts'
import { startAnalysts, type Analysts } from './analysts-harness.ts'

let analysts: Analysts
beforeAll(async () => {
  analysts = await startAnalysts()
})
afterAll(() => analysts.close())

const QUERY = {
  measures: ['dossiers.received', 'dossiers.on_time_rate'],
  dimensions: ['dossiers.province_name', 'dossiers.procedure_name'],
  timeDimensions: [
    { dimension: 'dossiers.date', granularity: 'month', dateRange: ['2025-07-01', '2025-08-31'] },
  ],
  order: [['dossiers.received', 'desc']],
}

async function exported(more: object, account = 'nationwide'): Promise<Buffer> {
  const answer = await analysts.ask(account, '/api/export', { query: QUERY, ...more })
  const body = Buffer.from(await answer.arrayBuffer())
  expect(answer.status, body.toString().slice(0, 500)).toBe(200)
  return body
}
async function selected(sql: string, more: object, account = 'nationwide'): Promise<Buffer> {
  const answer = await analysts.ask(account, '/api/sql', { sql, ...more })
  const body = Buffer.from(await answer.arrayBuffer())
  expect(answer.status, body.toString().slice(0, 500)).toBe(200)
  return body
}
const file = (name: string, bytes: Buffer) => {
  const path = join(analysts.metrics.dir, name)
  writeFileSync(path, bytes)
  return path
}
async function duck(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson()
  connection.closeSync()
  instance.closeSync()
  return rows
}

/**
 * By hand: July has 31 days, so 31 of each sixty are received in July and 29 in August; 08 has 100: 60 as the others and 40 more
 * from 1 July on, so 31 + 31 and 29 + 9; 79 has 31 and 9.
 */
const BY_MONTH: Record<string, number[]> = {
  'Tuyên Quang': [62, 38],
  'Hà Nội': [31, 29],
  'Hồ Chí Minh': [31, 9],
}

test('a machine reads a CSV: no byte order mark, names of the query, the order that was asked for', async () => {
  const text = (await exported({ format: 'csv' })).toString()
  expect(text.charCodeAt(0)).not.toBe(0xfeff)
  const rows: Record<string, string>[] = parse(text, { columns: true })
  expect(Object.keys(rows[0] ?? {})).toEqual([
    ...['dossiers.province_name', 'dossiers.procedure_name', 'dossiers.date.month'],
    ...['dossiers.received', 'dossiers.on_time_rate'],
  ])
  expect(rows.map((row) => Number(row['dossiers.received']))).toEqual([62, 38, 31, 31, 29, 9])
  expect(rows[0]).toMatchObject({
    'dossiers.province_name': 'Tuyên Quang',
    'dossiers.procedure_name': '@SUM(A1)',
    'dossiers.date.month': '2025-07-01',
    'dossiers.on_time_rate': '1',
  })
})

test('what is missing is an empty field of a CSV, by metrics and by SQL', async () => {
  const query = { measures: ['dossiers.received'], timeDimensions: QUERY.timeDimensions.slice(0, 1) }
  const nothing = {
    ...query,
    measures: ['dossiers.satisfaction_rate'],
    timeDimensions: [{ ...query.timeDimensions[0], granularity: 'quarter' }],
  }
  expect((await exported({ format: 'csv', query: nothing })).toString().split('\n')[1]).toBe('"2025-07-01",')
  expect((await selected('SELECT 1 AS a, NULL AS b, 2 AS c', { format: 'csv' })).toString()).toBe(
    '"a","b","c"\n1,,2\n',
  )
})

test('a person reads a CSV: byte order mark, titles, no formula, and what the file is about at its foot', async () => {
  const text = (await exported({ format: 'csv', for: 'people' })).toString()
  expect(text.charCodeAt(0)).toBe(0xfeff)
  const lines: string[][] = parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true })
  expect(lines[0]).toEqual(['Tỉnh, thành phố', 'Thủ tục', 'Ngày', 'Tiếp nhận', 'Tỷ lệ đúng hạn'])
  expect(lines[1]?.slice(0, 2)).toEqual(['Tuyên Quang', "'@SUM(A1)"])
  const foot = new Map(lines.slice(7).map(([label = '', value = '']) => [label, value]))
  expect([foot.get('Số dòng'), foot.get('Dữ liệu đến ngày: dossiers')]).toEqual(['6', '2025-10-31'])
  expect(foot.get('Bộ lọc')).toBe('dossiers.date: 2025-07-01 – 2025-08-31')
  expect(foot.get('Định nghĩa: Tiếp nhận')).toContain('Số hồ sơ tiếp nhận trong kỳ')
})

test('DuckDB and hyparquet read the Parquet, with types, sums and what it is about', async () => {
  const bytes = await exported({ format: 'parquet' })
  const path = file('export.parquet', bytes)
  const sums = await duck(
    `SELECT "dossiers.province_name" AS name, "dossiers.date.month" AS month, "dossiers.received" AS received FROM '${path}' ORDER BY received DESC, name`,
  )
  for (const [name, months] of Object.entries(BY_MONTH)) {
    const found = sums
      .filter((row) => row['name'] === name)
      .sort((a, b) => String(a['month']).localeCompare(String(b['month'])))
    expect(
      found.map(({ month, received }) => [month, Number(received)]),
      name,
    ).toEqual([
      ['2025-07-01', months[0]],
      ['2025-08-01', months[1]],
    ])
  }
  const whole = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer
  const read = await parquetReadObjects({ file: whole })
  const months = read.map(
    (row) => `${String(row['dossiers.province_name'])} ${Number(row['dossiers.received'])}`,
  )
  expect(months.sort()).toEqual(sums.map((row) => `${String(row['name'])} ${Number(row['received'])}`).sort())
  const { key_value_metadata: pairs = [], num_rows } = parquetMetadata(whole)
  expect(num_rows).toBe(6n)
  expect(JSON.parse(pairs.find(({ key }) => key === 'toancanh')?.value ?? '')).toMatchObject({
    row_count: 6,
    exported_by: 'nationwide',
    as_of: { dossiers: '2025-10-31' },
    simulated: false,
    query: { measures: QUERY.measures },
  })
})

test('apache-arrow reads the Arrow stream, with types and what it is about', async () => {
  const table = tableFromIPC(await exported({ format: 'arrow' }))
  expect(table.numRows).toBe(6)
  expect([...(table.getChild('dossiers.received') ?? [])].map(Number)).toEqual([62, 38, 31, 31, 29, 9])
  expect(String(table.schema.fields.find(({ name }) => name === 'dossiers.date.month')?.type)).toBe(
    'Date32<DAY>',
  )
  expect(JSON.parse(table.schema.metadata.get('toancanh') ?? '')).toMatchObject({ exported_by: 'nationwide' })
})

test('an account exports its provinces alone, in every format', async () => {
  for (const format of ['csv', 'parquet', 'arrow', 'xlsx']) {
    const bytes = await exported({ format, for: 'people' }, 'hanoi')
    expect(bytes.includes('Tuyên Quang'), format).toBe(false)
  }
  const only = tableFromIPC(await exported({ format: 'arrow' }, 'leader-of-01'))
  expect(new Set(only.getChild('dossiers.province_name'))).toEqual(new Set(['Hà Nội']))
  expect(tableFromIPC(await exported({ format: 'arrow' }, 'nowhere')).numRows).toBe(0)
})

test('a workbook has typed cells, no formulas, and a second sheet that says what it is', async () => {
  const book = openXlsx(await exported({ format: 'xlsx' }))
  expect(book.sheets.map(({ name }) => name)).toEqual(['Dữ liệu', 'Thông tin'])
  const [data, about] = book.sheets
  expect(data?.rows[0]?.map(({ value }) => value)).toEqual([
    ...['Tỉnh, thành phố', 'Thủ tục', 'Ngày', 'Tiếp nhận', 'Tỷ lệ đúng hạn'],
  ])
  // 45839 is 2025-07-01 as spreadsheets count days.
  expect(data?.rows[1]?.map(({ kind, value }) => [kind, value])).toEqual([
    ['text', 'Tuyên Quang'],
    ['text', '@SUM(A1)'],
    ['number', '45839'],
    ['number', '62'],
    ['number', '1'],
  ])
  const july = data?.rows.find((row) => row[0]?.value === 'Hà Nội')
  expect(july?.[1]?.value).toBe('Đăng ký "thường trú", <nhóm> & hộ')
  expect(data?.rows.flat().some(({ formula }) => formula)).toBe(false)
  expect(about?.rows.find(([label]) => label?.value === 'Số dòng')?.[1]?.value).toBe('6')
})

test('what does not fit a sheet goes on in the next, no row lost', async () => {
  const rows = Array.from({ length: 25 }, (_, index) => `<row><c><v>${index}</v></c></row>\n`).join('')
  // Chunks end anywhere, in the middle of a row as well.
  const chunks = Array.from({ length: Math.ceil(rows.length / 7) }, (_, index) =>
    Buffer.from(rows.slice(index * 7, index * 7 + 7)),
  )
  const out = new PassThrough()
  const bytes: Buffer[] = []
  out.on('data', (chunk: Buffer) => bytes.push(chunk))
  const count = await writeWorkbook(
    out,
    {
      name: 'Dữ liệu',
      headings: ['n'],
      rows: Readable.from(chunks),
      about: { name: 'Thông tin', lines: () => [] },
    },
    11,
  )
  expect(count).toBe(25)
  const book = openXlsx(Buffer.concat(bytes))
  expect(book.sheets.map(({ name, rows: lines }) => [name, lines.length])).toEqual([
    ['Dữ liệu', 11],
    ['Thông tin', 0],
    ['Dữ liệu 2', 11],
    ['Dữ liệu 3', 6],
  ])
  const numbers = book.sheets.flatMap(({ rows: lines }) =>
    lines.slice(1).map(([cell]) => Number(cell?.value)),
  )
  expect(numbers).toEqual(Array.from({ length: 25 }, (_, index) => index))
})

test('an SQL result leaves in the same formats, and its sums are those of the warehouse', async () => {
  const sql =
    'SELECT dossier_code, province, received_at, ended_date, fee_vnd FROM dossiers ORDER BY dossier_code'
  const path = file('sql.parquet', await selected(sql, { format: 'parquet' }))
  // 60 × 10 + 100 × 777 + 40 × 10
  expect(
    await duck(
      `SELECT count(*)::INT AS n, sum(fee_vnd)::INT AS fees, typeof(any_value(received_at)) AS time, typeof(any_value(ended_date)) AS day FROM '${path}'`,
    ),
  ).toEqual([{ n: 200, fees: 78_700, time: 'TIMESTAMP WITH TIME ZONE', day: 'DATE' }])
  const csv: Record<string, string>[] = parse(await selected(sql, { format: 'csv' }, 'hanoi'), {
    columns: true,
  })
  expect(csv).toHaveLength(60)
  expect(csv[0]).toMatchObject({
    province: '01',
    received_at: '2025-07-01 08:30:00',
    ended_date: '2025-07-03',
  })
  const [sheet] = openXlsx(await selected(sql, { format: 'xlsx' }, 'hanoi')).sheets
  expect(sheet?.rows).toHaveLength(61)
  // 2025-07-01 08:30: 45839 and 8.5 ÷ 24 of a day.
  expect(Number(sheet?.rows[1]?.[2]?.value)).toBeCloseTo(45_839 + 8.5 / 24, 6)
  expect(sheet?.rows[2]?.[3]).toMatchObject({ kind: 'empty' })
})

test('a wrong request names what is wrong', async () => {
  const refused = async (body: unknown) => {
    const answer = await analysts.ask('nationwide', '/api/export', body)
    return [
      answer.status,
      ((await answer.json()) as { error: { code: string; message: string } }).error.message,
    ]
  }
  expect(await refused({ format: 'pdf', query: QUERY })).toEqual([400, expect.stringContaining('format')])
  expect(await refused({ format: 'csv', query: { measures: ['dossiers.pending'] } })).toEqual([
    400,
    expect.stringContaining('dateRange'),
  ])
  expect(await refused({ format: 'csv', query: { measures: ['dossier_counts.received'] } })).toEqual([
    400,
    expect.stringContaining('dossier_counts'),
  ])
  const link = `/api/export?format=csv&query=${encodeURIComponent(JSON.stringify(QUERY))}`
  expect((await analysts.ask('nationwide', link)).headers.get('content-disposition')).toContain('.csv')
})

test("Debian's Python reads the CSV, and finds the same sum", async () => {
  const path = file('python.csv', await exported({ format: 'csv' }))
  const script = `import csv; print(sum(int(r['dossiers.received']) for r in csv.DictReader(open(${JSON.stringify(path)}, encoding='utf-8'))))`
  expect(execFileSync('python3', ['-c', script]).toString().trim()).toBe('200')
})
