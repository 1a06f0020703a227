import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCube, type Cube } from '../../../cube/gateway/cube.ts'
import { openWarehouse, type Warehouse } from '../../../etl/warehouse/warehouse.ts'
import { composeProvinces, composeReport, type ReportParts } from '../../../reports/compose/compose.ts'
import { lastComplete, readPeriod } from '../../../reports/definitions/period.ts'
import { readReports } from '../../../reports/definitions/read.ts'
import type { FormBlock, FormRow, ReportDocument } from '../../../reports/document.ts'
import { renderReport } from '../../../reports/render/render.ts'
import { readProvinces } from '../../../server/sign-in/provinces.ts'
import { ensureDebian } from '../../debian.ts'
import { PDF_READER, SPREADSHEET, WRITER } from '../../packages.ts'
import { cli } from '../../product.ts'
import { openInLibreOffice, type OpenedSheet } from '../open-in-libreoffice.ts'
import { openXlsx, unzip } from '../read-xlsx.ts'
import { parseXml } from '../xml.ts'
import type { Demonstration, Row } from './loaded.ts'
import { dossiersSql } from './recomputed-dossiers.ts'
import { tablesOf } from './recomputed-tables.ts'

/** The reporting quarter that runs from 15 December to 14 March. */
const QUARTER = { start: '', from: '2021-12-15', to: '2022-03-14' }
const NATIONWIDE = { name: 'vu-truong', role: 'minister', provinces: 'all' } as const
const NOW = new Date('2026-11-02T01:00:00Z')

/** A row of the form as any reader sees it: its name and columns 3 to 13. */
type Counts = Record<string, number[]>

/** Columns 3 to 13, from the measures that DuckDB works out of the files. */
const columnsOf = (row: Row): number[] => {
  const of = (name: string) => Number(row[name])
  return [
    ...[of('received') + of('carried_in'), of('received_online'), of('received_other'), of('carried_in')],
    ...[of('resolved'), of('resolved_early'), of('resolved_on_time'), of('resolved_late')],
    ...[of('pending'), of('pending_in_time'), of('pending_overdue')],
  ]
}

export function reportsTests(demonstration: () => Demonstration): void {
  let warehouse: Warehouse
  let cube: Cube
  let parts: ReportParts
  const out = mkdtempSync(join(tmpdir(), 'toancanh-reports-'))
  const expected: Counts = {}

  const definitionOf = (id: string) => {
    const found = readReports().reports.find((report) => report.id === id)
    if (found === undefined) throw new Error(`no report ${id}`)
    return found
  }
  const asked = (id: string, word: string, account = { ...NATIONWIDE }) => {
    const definition = definitionOf(id)
    return { definition, period: readPeriod(word, definition.period), account, now: NOW }
  }

  beforeAll(async () => {
    ensureDebian({ ...PDF_READER, ...SPREADSHEET, ...WRITER })
    const { dataDir, folder } = demonstration()
    warehouse = await openWarehouse({ dataDir })
    cube = await createCube({
      clickhouseUrl: warehouse.url('cube'),
      log: () => undefined,
      accountOf: () => null,
    })
    const provinces = readProvinces(join(import.meta.dirname, '../../../etl/reference')).current
    parts = { cube, warehouse, provinces }
    const duck = await (await DuckDBInstance.create()).connect()
    for (const statement of tablesOf(folder).slice(0, 8)) await duck.run(statement)
    const sql = async (text: string) => (await duck.runAndReadAll(text)).getRowObjectsJson() as Row[]
    for (const row of await sql(dossiersSql({ name: '', period: ['', ''], by: ['field'] }, QUARTER))) {
      expected[String(row['field'])] = columnsOf(row)
    }
    const [all] = await sql(dossiersSql({ name: '', period: ['', ''] }, QUARTER))
    expected['Tổng số'] = columnsOf(all ?? {})
    duck.closeSync()
  })
  afterAll(async () => {
    await cube?.release()
    await warehouse?.close()
    rmSync(out, { recursive: true, force: true })
  })

  test('II.06a of the first quarter of 2022 is what the files say, in PDF, XLSX and DOCX', async () => {
    const args = ['run', 'bieu-ii06a-quy', '--period', '2022-Q1', '--out', out]
    const { code, stdout, stderr } = await cli('report', args, demonstration().dataDir)
    expect({ code, stderr }).toMatchObject({ code: 0 })
    const files = stdout.trim().split('\n')
    expect(files).toEqual(
      ['pdf', 'xlsx', 'docx'].map((format) => join(out, `bieu-ii06a-quy-2022-Q1.${format}`)),
    )
    const [pdf = '', xlsx = '', docx = ''] = files
    expect(Object.keys(expected)).toHaveLength(15)
    expect(fromXlsx(readFileSync(xlsx))).toEqual(expected)
    expect(fromDocx(readFileSync(docx))).toEqual(expected)
    // In the workbook they are numbers to LibreOffice, in the document words.
    for (const file of [xlsx, docx])
      expect(fromLibreOffice(await openInLibreOffice(file, out), file === xlsx), file).toEqual(expected)
    // Names are broken into lines there, so that rows are told by their figures.
    const shown = fromPdf(pdf)
    expect(shown.toSorted()).toEqual(Object.values(expected).map(String).sort())
    const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' })
    expect(text).toContain('Kỳ báo cáo: từ ngày 15/12/2021 đến ngày 14/03/2022')
    expect(text).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM')
    expect(text).toContain('Số liệu mô phỏng')
    expect(execFileSync('pdfinfo', [pdf], { encoding: 'utf8' })).toMatch(/Tagged:\s+yes/)
  })

  test('every row of the form adds up', () => {
    for (const [name, counts] of Object.entries(expected)) {
      const [c3 = 0, c4 = 0, c5 = 0, c6 = 0, c7 = 0, c8 = 0, c9 = 0, c10 = 0, c11 = 0, c12 = 0, c13 = 0] =
        counts
      expect([c3, c7, c11, c3], name).toEqual([c4 + c5 + c6, c8 + c9 + c10, c12 + c13, c7 + c11])
    }
  })

  test('the forms of the provinces, asked for together, sum to the national one', async () => {
    const codes = [...parts.provinces.keys()]
    const documents = await composeProvinces(parts, asked('bieu-ii06a-tinh', '2022-Q1'), codes)
    expect(documents.map(({ province }) => province?.code)).toEqual(codes)
    const sums: Counts = {}
    for (const { name, counts } of documents.flatMap(formRows)) {
      sums[name] = counts.map((count, index) => count + (sums[name]?.[index] ?? 0))
    }
    expect(sums).toEqual(expected)
  })

  test('the minister’s day is one page, also with little data or none, and says how the tasks stand', async () => {
    const composed = (word: string) => composeReport(parts, asked('bo-truong-ngay', word))
    const sentence = async (word: string) =>
      /"(Đề án 06: [1-9]\d* trong \d+ nhiệm vụ quá hạn\.)"/.exec(JSON.stringify(await composed(word)))?.[1]
    for (const day of ['2022-02-01', '2025-07-15', '2026-10-30', '2026-10-31', '2026-12-24']) {
      const file = join(out, `${day}.pdf`)
      writeFileSync(file, await renderReport(await composed(day), 'pdf'))
      expect(execFileSync('pdfinfo', [file], { encoding: 'utf8', stdio: 'pipe' }), day).toMatch(
        /Pages:\s+1\n/,
      )
    }
    // Tasks are reported up to the 25th; how they stood then holds for a month.
    expect(await sentence('2026-10-25')).toBeDefined()
    expect(await sentence('2026-10-30')).toBe(await sentence('2026-10-25'))
    expect(JSON.stringify(await composed('2026-10-30'))).toContain('tình trạng đến ngày 25/10/2026')
    expect(await sentence('2026-12-24')).toBeUndefined()
  })

  test('sent by hand it is a slot as any other, and nothing of it is left to send again', async () => {
    const { dataDir } = demonstration()
    const sent = await cli('report', ['send', 'bieu-ii06a-quy', '--period', '2022-Q1', '--json'], dataDir)
    expect(sent).toMatchObject({ code: 0, stderr: expect.stringMatching(/slot \d+: sent/) as string })
    const slot = JSON.parse(sent.stdout) as { id: number; period: string; deliveries: { channel: string }[] }
    expect(slot).toMatchObject({ period: '2022-Q1', state: 'sent', deliveries: [{ channel: 'folder' }] })
    const folder = join(dataDir, 'reports', 'bieu-ii06a-quy')
    const [made = ''] = readdirSync(folder).filter((name) => name.endsWith(`-${slot.id}`))
    expect(fromXlsx(readFileSync(join(folder, made, 'bieu-ii06a-quy-2022-Q1.xlsx')))).toEqual(expected)
    const again = await cli('report', ['resend', String(slot.id)], dataDir)
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/folder +sent/) as string })
    expect((await cli('report', ['resend', '999999'], dataDir)).code).toBe(2)
  })

  test('a leader of one province gets its document and no other, and nothing nationwide', async () => {
    const account = { name: 'tinh', role: 'provincial_leader', provinces: ['01'] }
    const question = { ...asked('bieu-ii06a-tinh', '2022-Q1'), account }
    const [own] = await composeProvinces(parts, question, ['01'])
    const [same] = await composeProvinces(parts, asked('bieu-ii06a-tinh', '2022-Q1'), ['01', '79'])
    expect(own).toEqual(same)
    await expect(composeProvinces(parts, question, ['01', '79'])).rejects.toThrow('may not see')
    await expect(composeReport(parts, { ...asked('bieu-ii06a-quy', '2022-Q1'), account })).rejects.toThrow(
      'may not see the whole country',
    )
  })

  test('every report can be made of its newest period, and says nothing that is not there', async () => {
    for (const definition of readReports().reports) {
      const period = lastComplete('2026-11-01', definition.period)
      const question = { definition, period, account: NATIONWIDE, now: NOW }
      const documents =
        definition.scope === 'national'
          ? [await composeReport(parts, question)]
          : await composeProvinces(parts, question, ['01'])
      for (const document of documents) {
        expect(document.sections.flatMap(({ blocks }) => blocks).length, definition.id).toBeGreaterThan(0)
        expect(JSON.stringify(document), definition.id).not.toMatch(/NaN|undefined|\{\w+\.\w+/)
      }
    }
  })
}

const formRows = ({ sections }: ReportDocument): FormRow[] =>
  sections
    .flatMap(({ blocks }) => blocks)
    .filter((block): block is FormBlock => block.kind === 'form')
    .flatMap(({ rows, total }) => [...rows, total])

function fromXlsx(bytes: Buffer): Counts {
  const counts: Counts = {}
  for (const row of openXlsx(bytes).sheets[0]?.rows ?? []) {
    const figures = row.slice(2)
    if (figures.length !== 11 || !figures.every(({ kind }) => kind === 'number')) continue
    counts[row[1]?.value ?? ''] = figures.map(({ value }) => Number(value))
  }
  return counts
}

function fromDocx(bytes: Buffer): Counts {
  const xml = parseXml(unzip(bytes).get('word/document.xml')?.toString() ?? '')
  const counts: Counts = {}
  for (const row of xml.querySelectorAll('tr')) {
    const texts = [...row.children]
      .filter(({ tagName }) => tagName === 'w:tc')
      .map(({ textContent }) => textContent ?? '')
    const figures = texts.slice(-11)
    if (texts.length < 12 || !figures.every((text) => /^[\d.]+$/.test(text))) continue
    counts[texts.at(-12) ?? ''] = figures.map((text) => Number(text.replaceAll('.', '')))
  }
  return counts
}

/** @param numbers whether its cells have to be numbers */
function fromLibreOffice(sheets: readonly OpenedSheet[], numbers: boolean): Counts {
  const counts: Counts = {}
  for (const row of sheets.flatMap(({ rows }) => rows)) {
    const figures = row.slice(2, 13)
    const isFigure = ({ type, text }: OpenedSheet['rows'][0][0]) =>
      numbers ? type === 'float' : /^[\d.]+$/.test(text)
    if (figures.length !== 11 || !figures.every(isFigure)) continue
    const name = row[1]?.text || row[0]?.text || ''
    counts[name] = figures.map(({ value, text }) => Number(numbers ? value : text.replaceAll('.', '')))
  }
  return counts
}

/** The figures of each row, as text: `20686,13289,…`. */
function fromPdf(file: string): string[] {
  const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
  return text.split('\n').flatMap((line) => {
    const match = /((?:\s+\d[\d.]*){11})\s*$/.exec(line)
    return match === null ? [] : [String(match[1]?.trim().replaceAll('.', '').split(/\s+/))]
  })
}
