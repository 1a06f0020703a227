import { formatDay } from '../../../web/src/format/number.ts'
import type { Block, FormBlock, ReportDocument, TableBlock } from '../../document.ts'
import { NO_DATA } from '../../values.ts'
import { noteLines } from '../notes.ts'
import {
  contentTypesXml,
  coreXml,
  CORE_TYPE,
  escaped,
  HEAD,
  OFFICE,
  packageXml,
  relationshipsXml,
  zipped,
} from '../ooxml.ts'
import { chartTable, figuresTable, FORM_HEADINGS } from '../tables.ts'
import { createSheet, STYLE, STYLES, textCell, valueCell, type SheetWriter } from './sheet.ts'

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** A workbook: a sheet for the text and each table of its own below the other, and a sheet of notes. Numbers are numbers. */
export function renderXlsx(document: ReportDocument): Promise<Buffer> {
  const report = createSheet()
  const widest = Math.max(4, ...document.sections.flatMap(({ blocks }) => blocks.map(columnsOf)))
  report.line(document.title, STYLE.title, widest)
  report.line(document.subtitle, STYLE.heading, widest)
  report.line(`${document.issuer.name}, ngày ${formatDay(document.date)}`, STYLE.note, widest)
  if (document.simulated !== null) report.line(document.simulated, STYLE.note, widest)
  for (const section of document.sections) {
    report.row([])
    if (section.title !== null) report.line(section.title, STYLE.heading, widest)
    for (const block of section.blocks) writeBlock(report, block, widest)
  }
  const notes = createSheet()
  for (const { label, text } of noteLines(document.notes)) {
    notes.row([textCell(label, STYLE.heading), textCell(text, STYLE.wrapped)])
  }
  const hasForm = document.sections.some(({ blocks }) => blocks.some(({ kind }) => kind === 'form'))
  const widths = hasForm
    ? [6, 44, ...Array<number>(11).fill(12)]
    : [FIRST, ...Array<number>(widest - 1).fill(OTHER)]
  return zipped([
    ['[Content_Types].xml', contentTypesXml(TYPES)],
    ['_rels/.rels', packageXml('xl/workbook.xml')],
    [
      'docProps/core.xml',
      coreXml(`${document.title} – ${document.subtitle}`, document.issuer.name, document.date),
    ],
    ['xl/workbook.xml', workbookXml(report.repeated())],
    ['xl/_rels/workbook.xml.rels', relationshipsXml(RELATIONSHIPS)],
    ['xl/styles.xml', STYLES],
    ['xl/worksheets/sheet1.xml', report.xml(widths, document.landscape)],
    ['xl/worksheets/sheet2.xml', notes.xml([34, 110], false)],
  ])
}

const columnsOf = (block: Block): number => {
  switch (block.kind) {
    case 'paragraph':
      return 1
    case 'figures':
      return 4
    case 'table':
      return block.columns.length
    case 'chart':
      return block.series.length + 1
    case 'form':
      return 13
  }
}

function writeBlock(sheet: SheetWriter, block: Block, widest: number): void {
  switch (block.kind) {
    case 'paragraph':
      return sheet.line(block.text, STYLE.wrapped, widest)
    case 'figures':
      return writeFigures(sheet, block.figures)
    case 'table':
      return writeTable(sheet, block, widest)
    case 'chart':
      return writeTable(sheet, chartTable(block), widest)
    case 'form':
      return writeForm(sheet, block)
  }
}

/** Figures have units of their own, so a row each. */
function writeFigures(sheet: SheetWriter, figures: Parameters<typeof figuresTable>[0]): void {
  const { headings, rows } = figuresTable(figures)
  sheet.row(headings.map((heading) => textCell(heading, STYLE.head)))
  for (const { title, value, unit, change, national } of rows) {
    sheet.row([
      textCell(title, STYLE.text),
      value === null ? textCell(NO_DATA, STYLE.text) : valueCell(value, unit),
      textCell(change, STYLE.text),
      ...(headings.length > 3 ? [valueCell(national, unit)] : []),
    ])
  }
}

/** Lines that the longest of texts takes in a column so many characters wide. */
const linesOf = (texts: readonly (string | number | null)[], width: number): number =>
  Math.max(1, ...texts.map((text) => (typeof text === 'string' ? Math.ceil(text.length / width) : 1)))

const FIRST = 40
const OTHER = 16

function writeTable(sheet: SheetWriter, { columns, rows, total, remark }: TableBlock, widest: number): void {
  const titles = columns.map(({ title }) => title)
  sheet.row(
    titles.map((title) => textCell(title, STYLE.head)),
    linesOf(titles.slice(1), OTHER - 3),
  )
  for (const row of rows) {
    sheet.row(
      row.map((cell, index) => valueCell(cell, columns[index]?.kind ?? 'text')),
      Math.max(linesOf(row.slice(0, 1), FIRST - 2), linesOf(row.slice(1), OTHER)),
    )
  }
  if (total !== null) {
    sheet.row(total.map((cell, index) => valueCell(cell, columns[index]?.kind ?? 'text', true)))
  }
  if (remark !== null) sheet.line(remark, STYLE.note, widest)
}

function writeForm(sheet: SheetWriter, { rowTitle, rows, total }: FormBlock): void {
  sheet.repeat(4)
  const { groups, parts, leaves } = FORM_HEADINGS
  const head = (text: string | null) => textCell(text ?? '', STYLE.head)
  for (const { row, column, rows: height, columns: width } of merged) sheet.merge(row, column, height, width)
  sheet.row(['STT', rowTitle, ...groups].map(head))
  sheet.row(['', '', ...parts].map(head))
  sheet.row(['', '', ...leaves].map(head), 3)
  sheet.row(Array.from({ length: 13 }, (_, index) => textCell(`(${index + 1})`, STYLE.middle)))
  rows.forEach(({ name, counts }, index) => {
    sheet.row(
      [
        valueCell(index + 1, 'count'),
        textCell(name, STYLE.text),
        ...counts.map((count) => valueCell(count, 'count')),
      ],
      linesOf([name], FIRST),
    )
  })
  sheet.row([
    textCell('', STYLE.totalText),
    textCell(total.name, STYLE.totalText),
    ...total.counts.map((count) => valueCell(count, 'count', true)),
  ])
}

const merged = FORM_HEADINGS.merged

const TYPES: [string, string][] = [
  ['xl/workbook.xml', `${SHEET}.sheet.main+xml`],
  ['xl/styles.xml', `${SHEET}.styles+xml`],
  ['xl/worksheets/sheet1.xml', `${SHEET}.worksheet+xml`],
  ['xl/worksheets/sheet2.xml', `${SHEET}.worksheet+xml`],
  ['docProps/core.xml', CORE_TYPE],
]

const RELATIONSHIPS = [
  { id: 'r1', type: 'worksheet', target: 'worksheets/sheet1.xml' },
  { id: 'r2', type: 'worksheet', target: 'worksheets/sheet2.xml' },
  { id: 'styles', type: 'styles', target: 'styles.xml' },
]

function workbookXml(repeated: [number, number] | null): string {
  const names =
    repeated === null
      ? ''
      : `<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">${escaped(`'Báo cáo'!$${repeated[0]}:$${repeated[1]}`)}</definedName></definedNames>`
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Báo cáo" sheetId="1" r:id="r1"/><sheet name="Ghi chú" sheetId="2" r:id="r2"/></sheets>${names}</workbook>`
}
