import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import { ABOUT_KEY, aboutLines, type About, type Language } from './about.ts'
import { withArrowAbout } from './arrow-about.ts'
import { writeCsv } from './csv.ts'
import { FORMAT, type Format } from './formats.ts'
import { withParquetAbout } from './parquet-about.ts'
import { harmlessSql, renamedSql, sheetRowsSql, type TypedColumn } from './xlsx/cells.ts'
import { writeWorkbook } from './xlsx/workbook.ts'

export interface ExportColumn extends TypedColumn {
  /** For programs. */
  member: string
  /** For people. */
  title: string
}

export interface TableExport {
  format: Format
  /** CSV for people: with a byte order mark, titles as headings, and a foot. */
  people: boolean
  language: Language
  /** Name of the file, without its ending. */
  name: string
  sql: string
  columns: readonly ExportColumn[]
  about: About
  /** Runs a statement; the engine's format is named in it. */
  run: (sql: string, engineFormat: string) => Promise<Readable>
}

const SHEETS = { vi: ['Dữ liệu', 'Thông tin'], en: ['Data', 'About'] } as const

/**
 * Answers with a table as a file, as it comes from the engine. Where the engine fails half-way the connection is cut, so that no
 * part passes for the whole.
 *
 * @returns rows, where they were counted on the way.
 */
export async function sendTable(res: Response, table: TableExport): Promise<number | null> {
  const { format, people, language, sql, columns, about, run } = table
  const lines = (rows: number) => aboutLines({ ...about, row_count: rows }, rows, language)
  if (format === 'csv') {
    const rows = await run(people ? harmlessSql(sql, columns) : sql, 'CSV')
    start(res, table)
    const headings = columns.map(({ title, member }) => (people ? title : member))
    const count = await writeCsv(res, headings, rows, people ? lines : null)
    res.end()
    return count
  }
  if (format === 'xlsx') {
    const rows = await run(sheetRowsSql(sql, columns), FORMAT.xlsx.engine)
    start(res, table)
    const [name, aboutName] = SHEETS[language]
    const headings = columns.map(({ title }) => title)
    const count = await writeWorkbook(res, { name, headings, rows, about: { name: aboutName, lines } })
    res.end()
    return count
  }
  const renamed = columns.every(({ name, member }) => name === member)
    ? sql
    : renamedSql(
        sql,
        columns.map(({ name, member }) => [name, member]),
      )
  const rows = await run(renamed, FORMAT[format].engine)
  start(res, table)
  let count: number | null = null
  const describing =
    format === 'arrow'
      ? withArrowAbout(ABOUT_KEY, JSON.stringify(about))
      : withParquetAbout(ABOUT_KEY, (number) => {
          count = number
          return JSON.stringify({ ...about, row_count: number })
        })
  await pipeline(rows, describing, res)
  return count
}

function start(res: Response, { format, name }: TableExport): void {
  const { type, extension } = FORMAT[format]
  const file = `${name}.${extension}`
  res.status(200).set({
    'content-type': type,
    'content-disposition': `attachment; filename="${file.replace(/[^\x20-\x7e]|["\\]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(file)}`,
    'cache-control': 'no-store',
  })
}

/** SQL that gives a statement's columns and their types, without running it. */
export const describeSql = (sql: string) => `DESCRIBE TABLE (\n${sql}\n)`
