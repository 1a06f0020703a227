/** Workbooks and documents as LibreOffice of Debian opens them: what a cell is to it, and what it says. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { promisify } from 'node:util'
import { parseXml, type XmlElement } from './xml.ts'

const run = promisify(execFile)

export interface OpenedCell {
  type: string | null
  value: string | null
  text: string
  formula: boolean
}
/** A sheet of a workbook, or a table of a document. */
export interface OpenedSheet {
  name: string | null
  rows: OpenedCell[][]
}

/** Its own flat XML of what it opens. */
const FLAT: Record<string, string> = { '.xlsx': 'fods', '.docx': 'fodt' }

/** Opens a file and writes what it is to LibreOffice into `folder`, where its profile is as well. */
export async function openInLibreOffice(path: string, folder: string): Promise<OpenedSheet[]> {
  const ending = extname(path)
  const flat = FLAT[ending] ?? ''
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
  const args = [profile, '--headless', '--convert-to', flat, '--outdir', folder, path]
  await run('/usr/bin/soffice', args, { env: { ...process.env, HOME: folder, LC_ALL: 'C.UTF-8' } })
  const written = join(folder, `${basename(path, ending)}.${flat}`)
  return [...parseXml(readFileSync(written, 'utf8')).querySelectorAll('table')].map((sheet) => ({
    name: sheet.getAttribute('table:name'),
    rows: [...sheet.querySelectorAll('table-row')]
      .flatMap((row) => rowsOf(row))
      .filter((row) => row.some(({ text }) => text !== '')),
  }))
}

/** Equal neighbours stand there once, with their number; what nothing is in, to the sheet's edge, is left out. */
function rowsOf(row: XmlElement): OpenedCell[][] {
  const cells = [...row.children].flatMap((cell) => {
    const found = {
      type: cell.getAttribute('office:value-type'),
      value: cell.getAttribute('office:value') ?? cell.getAttribute('office:date-value'),
      text: [...cell.querySelectorAll('p')].map(({ textContent }) => textContent ?? '').join('\n'),
      formula: cell.getAttribute('table:formula') !== null,
    }
    const times = Number(cell.getAttribute('table:number-columns-repeated') ?? 1)
    return times > 100 ? [] : Array.from({ length: times }, () => found)
  })
  const times = Number(row.getAttribute('table:number-rows-repeated') ?? 1)
  return times > 1000 ? [] : Array.from({ length: times }, () => cells)
}
