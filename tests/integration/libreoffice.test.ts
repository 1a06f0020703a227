/** Workbooks as LibreOffice of Debian opens them: what a cell is to it, and what it says. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureDebian } from '../debian.ts'
import { SPREADSHEET } from '../packages.ts'
import { startAnalysts, type Analysts } from './analysts-harness.ts'
import { openInLibreOffice, type OpenedCell, type OpenedSheet } from './open-in-libreoffice.ts'

let analysts: Analysts
let folder: string
beforeAll(async () => {
  ensureDebian(SPREADSHEET)
  analysts = await startAnalysts()
  folder = join(analysts.metrics.dir, 'libreoffice')
  mkdirSync(folder)
})
afterAll(() => analysts?.close())

async function opened(name: string, workbook: Buffer): Promise<OpenedSheet[]> {
  const path = join(folder, `${name}.xlsx`)
  writeFileSync(path, workbook)
  return openInLibreOffice(path, folder)
}

const seen = (cells: OpenedCell[] = []): unknown[] =>
  cells.map(({ type, value, text }) => [type, value ?? text])

async function workbook(path: string, body: object): Promise<Buffer> {
  const answer = await analysts.ask('nationwide', path, { format: 'xlsx', ...body })
  expect(answer.status).toBe(200)
  return Buffer.from(await answer.arrayBuffer())
}

test('a workbook of metrics: texts with their diacritics, days, counts and shares as such, no formula, what it is', async () => {
  const query = {
    measures: ['dossiers.received', 'dossiers.on_time_rate'],
    dimensions: ['dossiers.province_name', 'dossiers.procedure_name'],
    timeDimensions: [
      { dimension: 'dossiers.date', granularity: 'month', dateRange: ['2025-07-01', '2025-08-31'] },
    ],
    order: [['dossiers.received', 'desc']],
  }
  const [data, about, ...more] = await opened(
    'metrics',
    await workbook('/api/export', { query, for: 'people' }),
  )
  expect([data?.name, about?.name, more]).toEqual(['Dữ liệu', 'Thông tin', []])
  expect(data?.rows[0]?.map(({ text }) => text)).toEqual([
    ...['Tỉnh, thành phố', 'Thủ tục', 'Ngày', 'Tiếp nhận', 'Tỷ lệ đúng hạn'],
  ])
  // By hand, from the dossiers of the harness; a name that begins like a formula stays a text.
  expect(seen(data?.rows[1])).toEqual([
    ['string', 'Tuyên Quang'],
    ['string', '@SUM(A1)'],
    ['date', '2025-07-01'],
    ['float', '62'],
    ['percentage', '1'],
  ])
  expect(data?.rows.find(([name]) => name?.text === 'Hà Nội')?.[1]?.text).toBe(
    'Đăng ký "thường trú", <nhóm> & hộ',
  )
  expect(data?.rows).toHaveLength(7)
  expect(data?.rows.slice(1).reduce((sum, row) => sum + Number(row[3]?.value), 0)).toBe(200)
  expect([...(data?.rows ?? []), ...(about?.rows ?? [])].flat().some(({ formula }) => formula)).toBe(false)
  const told = new Map(about?.rows.map(([label, value]) => [label?.text, value?.text]))
  expect(told.get('Bộ lọc')).toBe('dossiers.date: 2025-07-01 – 2025-08-31')
  expect(told.get('Số dòng')).toBe('6')
  expect(told.get('Định nghĩa: Tiếp nhận')).toContain('Số hồ sơ tiếp nhận trong kỳ')
})

test('a workbook of SQL: times to the second, large and missing numbers, texts that look like something else', async () => {
  const sql = `SELECT toDateTime('2025-07-01 08:30:05', 'Asia/Ho_Chi_Minh') AS at, toDate('2024-02-29') AS day, 1234567.25 AS amount,
    toUInt64(9007199254740993) AS large, CAST(NULL AS Nullable(UInt8)) AS none, '=1+1' AS sum, '01' AS code,
    'Nguyễn Ưu, xã Đăk Ơ\n"Ẵ"' AS name`
  const [data] = await opened('sql', await workbook('/api/sql', { sql }))
  expect(seen(data?.rows[1])).toEqual([
    ['date', '2025-07-01T08:30:05'],
    ['date', '2024-02-29'],
    ['float', '1234567.25'],
    // More digits than a spreadsheet's numbers hold: exact as a text.
    ['string', '9007199254740993'],
    [null, ''],
    ['string', '=1+1'],
    ['string', '01'],
    ['string', 'Nguyễn Ưu, xã Đăk Ơ\n"Ẵ"'],
  ])
  expect(data?.rows.flat().some(({ formula }) => formula)).toBe(false)
})
