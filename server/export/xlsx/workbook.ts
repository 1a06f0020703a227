import type { Readable, Writable } from 'node:stream'
import { STYLE } from './cells.ts'
import { createZip } from './zip.ts'

/** Rows of a sheet at most, its heading among them. */
export const SHEET_ROWS = 1_048_576

/** Bytes of a sheet's XML at most, well under what a ZIP's file may have. */
const SHEET_BYTES = 3_000_000_000

export interface Workbook {
  /** Sheet name of the rows; following sheets get a number. */
  name: string
  headings: readonly string[]
  /** Rows as a sheet's XML, a line each (cells.ts). */
  rows: Readable
  /** Name and lines of the second sheet, made once all rows are there. */
  about: { name: string; lines: (rows: number) => readonly (readonly [string, string])[] }
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

/**
 * Writes a workbook as its rows come; what does not fit a sheet goes on in the next. Nothing of it is kept.
 * @returns how many rows it has. `out` is not ended.
 */
export async function writeWorkbook(
  out: Writable,
  { name, headings, rows, about }: Workbook,
  sheetRows = SHEET_ROWS,
): Promise<number> {
  const zip = createZip(out)
  const taken = takeRows(rows)
  let sheets = 0
  do {
    sheets += 1
    await zip.add(`xl/worksheets/sheet${sheets}.xml`, sheetXml(headings, taken, sheetRows - 1))
  } while (await taken.more())
  await zip.add('xl/worksheets/about.xml', [aboutXml(about.lines(taken.count()))])

  const names = Array.from({ length: sheets }, (_, index) => (index === 0 ? name : `${name} ${index + 1}`))
  const parts = names.map((title, index) => ({ title, file: `sheet${index + 1}.xml` }))
  parts.splice(1, 0, { title: about.name, file: 'about.xml' })
  await zip.add('xl/styles.xml', [Buffer.from(STYLES)])
  await zip.add('xl/workbook.xml', [Buffer.from(workbookXml(parts))])
  await zip.add('xl/_rels/workbook.xml.rels', [Buffer.from(relationsXml(parts))])
  await zip.add('_rels/.rels', [
    Buffer.from(
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
  ])
  await zip.add('[Content_Types].xml', [Buffer.from(typesXml(parts))])
  await zip.finish()
  return taken.count()
}

interface Taken {
  /** The next rows, at most so many. */
  next: (most: number) => AsyncGenerator<Buffer>
  more: () => Promise<boolean>
  count: () => number
}

/** Lines of a stream, taken sheet by sheet; whole chunks are passed on, only their line ends are counted. */
function takeRows(rows: Readable): Taken {
  const chunks = rows[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  let rest: Buffer = Buffer.alloc(0)
  let ended = false
  let count = 0
  const fill = async () => {
    while (rest.length === 0 && !ended) {
      const next = await chunks.next()
      if (next.done === true) ended = true
      else rest = next.value
    }
  }
  return {
    count: () => count,
    async more() {
      await fill()
      return rest.length > 0
    },
    async *next(most) {
      let bytes = 0
      for (let left = most; ;) {
        await fill()
        if (rest.length === 0) return
        let end = 0
        while (end < rest.length) {
          const line = rest.indexOf(10, end)
          if (line === -1) {
            end = rest.length
            break
          }
          end = line + 1
          count += 1
          left -= 1
          if (left === 0 || bytes + end > SHEET_BYTES) {
            left = 0
            break
          }
        }
        bytes += end
        const part = rest.subarray(0, end)
        rest = rest.subarray(end)
        yield part
        if (left === 0) return
      }
    },
  }
}

async function* sheetXml(headings: readonly string[], taken: Taken, most: number): AsyncGenerator<Buffer> {
  const cells = headings.map((heading) => textCell(heading, STYLE.heading)).join('')
  yield Buffer.from(
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultColWidth="18" defaultRowHeight="15"/><sheetData><row>${cells}</row>\n`,
  )
  yield* taken.next(most)
  yield Buffer.from('</sheetData></worksheet>')
}

function aboutXml(lines: readonly (readonly [string, string])[]): Buffer {
  const rows = lines.map(([label, value]) => `<row>${textCell(label, STYLE.heading)}${textCell(value)}</row>`)
  return Buffer.from(
    `${HEAD}<worksheet xmlns="${MAIN}"><cols><col min="1" max="1" width="34" customWidth="1"/><col min="2" max="2" width="110" customWidth="1"/></cols><sheetData>${rows.join('')}</sheetData></worksheet>`,
  )
}

const textCell = (text: string, style: number = STYLE.plain) =>
  `<c t="inlineStr" s="${/^[=+\-@]/.test(text) ? STYLE.quoted : style}"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`

const escaped = (text: string) =>
  text
    .replace(/[\x00-\x08\x0B\x0C\x0E-\x1F]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Times New Roman"/></font><font><b/><sz val="11"/><name val="Times New Roman"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf quotePrefix="1"/><xf numFmtId="10" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`

interface Part {
  title: string
  file: string
}

const workbookXml = (parts: readonly Part[]) =>
  `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${parts
    .map(
      ({ title }, index) => `<sheet name="${escaped(title)}" sheetId="${index + 1}" r:id="r${index + 1}"/>`,
    )
    .join('')}</sheets></workbook>`

const relationsXml = (parts: readonly Part[]) =>
  `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${parts
    .map(
      ({ file }, index) =>
        `<Relationship Id="r${index + 1}" Type="${OFFICE}/worksheet" Target="worksheets/${file}"/>`,
    )
    .join('')}<Relationship Id="styles" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`

const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const typesXml = (parts: readonly Part[]) =>
  `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEET_TYPE}.styles+xml"/>${parts
    .map(
      ({ file }) => `<Override PartName="/xl/worksheets/${file}" ContentType="${SHEET_TYPE}.worksheet+xml"/>`,
    )
    .join('')}</Types>`
