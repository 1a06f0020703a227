import { formatDay, formatNumber } from '../../../web/src/format/number.ts'
import { placeAndDate } from '../../compose/period-words.ts'
import type { Block, FormBlock, ReportDocument, TableBlock } from '../../document.ts'
import { cellText, sentenceText, type Kind } from '../../values.ts'
import { noteLines } from '../notes.ts'
import {
  contentTypesXml,
  coreXml,
  CORE_TYPE,
  HEAD,
  OFFICE,
  packageXml,
  relationshipsXml,
  zipped,
} from '../ooxml.ts'
import { chartTable, columnWeights, figuresTable, FORM_HEADINGS } from '../tables.ts'
import { columnsWithoutLines, MAIN, paragraph, run, table, type TableCell } from './wordml.ts'

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

/** A4 and the margins of Nghị định 30/2020/NĐ-CP, in twentieths of a point. */
const PAGE = { short: 11_906, long: 16_838, top: 1134, left: 1701, right: 1021 }
const SMALL = 21

/** An editable document of the same words and figures; a chart is given as its table. */
export function renderDocx(document: ReportDocument): Promise<Buffer> {
  const width = document.landscape ? PAGE.long - 2 * PAGE.top : PAGE.short - PAGE.left - PAGE.right
  const hasForm = document.sections.some(({ blocks }) => blocks.some(({ kind }) => kind === 'form'))
  const body = [
    letterhead(document, width),
    ...(hasForm ? [] : [heading(document)]),
    ...document.sections.flatMap(({ title, blocks }) => [
      ...(title === null ? [] : [paragraph(run(title), { style: 'Heading1' })]),
      ...blocks.map((block) => blockXml(block, document, width)),
    ]),
    ...noteLines(document.notes).map(({ label, text }) =>
      paragraph(run(`${label}. `, { bold: true, size: 19 }) + run(text, { size: 19 }), { before: 40 }),
    ),
  ]
  return zipped([
    ['[Content_Types].xml', contentTypesXml(TYPES)],
    ['_rels/.rels', packageXml('word/document.xml')],
    [
      'docProps/core.xml',
      coreXml(`${document.title} – ${document.subtitle}`, document.issuer.name, document.date),
    ],
    ['word/_rels/document.xml.rels', relationshipsXml(RELATIONSHIPS)],
    ['word/styles.xml', STYLES],
    ['word/header.xml', part('hdr', paragraph(PAGE_NUMBER, { align: 'center' }))],
    ['word/empty.xml', part('hdr', paragraph(''))],
    ['word/footer.xml', part('ftr', footer(document))],
    [
      'word/document.xml',
      `${HEAD}<w:document xmlns:w="${MAIN}" xmlns:r="${OFFICE}"><w:body>${body.join('')}${sectionXml(document.landscape)}</w:body></w:document>`,
    ],
  ])
}

function letterhead({ issuer, date }: ReportDocument, width: number): string {
  const left = Math.round(width * 0.42)
  const center = { align: 'center' } as const
  return columnsWithoutLines(
    [left, width - left],
    [
      paragraph(run(issuer.parent.toUpperCase(), { size: 24 }), center) +
        paragraph(run(issuer.name.toUpperCase(), { size: 24, bold: true }), center) +
        paragraph(run('───────', { size: 12 }), center) +
        paragraph(run('Số:            /BC'), { ...center, before: 60 }),
      paragraph(run('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { size: 24, bold: true }), center) +
        paragraph(run('Độc lập - Tự do - Hạnh phúc', { bold: true }), center) +
        paragraph(run('────────────────────', { size: 12 }), center) +
        paragraph(run(placeAndDate(issuer.place, date), { italic: true }), { ...center, before: 60 }),
    ],
  )
}

const heading = ({ title, subtitle }: ReportDocument): string =>
  paragraph(run(title.toUpperCase()), { style: 'Title' }) +
  paragraph(run(subtitle, { bold: true }), { align: 'center', after: 160 })

const footer = ({ simulated }: ReportDocument): string =>
  simulated === null
    ? paragraph('')
    : paragraph(run(simulated, { italic: true, size: 18 }), { align: 'center' })

function blockXml(block: Block, document: ReportDocument, width: number): string {
  switch (block.kind) {
    case 'paragraph':
      return paragraph(run(block.text), { align: 'both', indent: 567, before: 60, after: 100 })
    case 'figures': {
      const { headings, rows } = figuresTable(block.figures)
      const cells = rows.map(({ title, value, unit, change, national }): TableCell[] => [
        { text: title },
        { text: sentenceText(value, unit), align: 'right', bold: true },
        { text: change, align: 'right' },
        ...(headings.length > 3 ? [{ text: cellText(national, unit), align: 'right' as const }] : []),
      ])
      return (
        table(
          shares(width, [2.4, ...headings.slice(1).map(() => 1)]),
          [heads(headings), ...cells],
          1,
          SMALL,
        ) + GAP
      )
    }
    case 'table':
      return tableXml(block, width)
    case 'chart':
      return tableXml(chartTable(block), width)
    case 'form':
      return formXml(block, document, width)
  }
}

const GAP = paragraph('', { after: 60 })

const heads = (titles: readonly string[]): TableCell[] =>
  titles.map((text) => ({ text, align: 'center', bold: true, shaded: true }))

const ALIGN: Record<Kind, 'left' | 'center' | 'right'> = {
  text: 'left',
  day: 'center',
  count: 'right',
  ratio: 'right',
  points: 'right',
}

function tableXml(block: TableBlock, width: number): string {
  const { columns, rows, total, remark } = block
  const cells = (bold: boolean) => (row: TableBlock['rows'][number]) =>
    row.map((cell, index): TableCell => {
      const kind = columns[index]?.kind ?? 'text'
      return {
        text: typeof cell === 'string' && kind !== 'day' ? cell : cellText(cell, kind),
        align: ALIGN[kind],
        bold,
      }
    })
  const widths = shares(width, columnWeights(block))
  const written = [
    heads(columns.map(({ title }) => title)),
    ...rows.map(cells(false)),
    ...(total === null ? [] : [cells(true)(total)]),
  ]
  const below =
    remark === null ? GAP : paragraph(run(remark, { italic: true, size: SMALL }), { before: 40, after: 60 })
  return table(widths, written, 1, SMALL) + below
}

function formXml(
  { rowTitle, rows, total }: FormBlock,
  { period, issuer }: ReportDocument,
  width: number,
): string {
  const third = Math.round(width / 4)
  const small = { size: 22 }
  const top = columnsWithoutLines(
    [third, width - 2 * third, third],
    [
      paragraph(run('Biểu II.06a', { ...small, bold: true })) +
        paragraph(run('Thông tư 01/2020/TT-VPCP', small)),
      paragraph(
        run(
          'TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH TẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH',
          { size: 24, bold: true },
        ),
        { align: 'center' },
      ) +
        paragraph(
          run(`Kỳ báo cáo: từ ngày ${formatDay(period.from)} đến ngày ${formatDay(period.to)}`, {
            ...small,
            italic: true,
          }),
          { align: 'center' },
        ),
      paragraph(run(`Đơn vị báo cáo: ${issuer.name}`, small)) +
        (issuer.receiver === null ? '' : paragraph(run(`Đơn vị nhận báo cáo: ${issuer.receiver}`, small))),
    ],
  )
  const count = (value: number, bold: boolean): TableCell => ({
    text: formatNumber(value, 'vi'),
    align: 'right',
    bold,
  })
  const body = rows.map(({ name, counts }, index): TableCell[] => [
    { text: String(index + 1), align: 'center' },
    { text: name },
    ...counts.map((value) => count(value, false)),
  ])
  const sum: TableCell[] = [
    { text: total.name, align: 'center', bold: true, span: 2 },
    ...total.counts.map((value) => count(value, true)),
  ]
  const numbers = Array.from({ length: 13 }, (_, index): TableCell => ({
    text: `(${index + 1})`,
    align: 'center',
  }))
  const widths = shares(width, [0.6, 3.6, ...Array<number>(11).fill(1)])
  return [
    GAP,
    top,
    paragraph(run('Đơn vị tính: số hồ sơ TTHC', { italic: true, size: SMALL }), {
      align: 'right',
      before: 60,
    }),
    table(widths, [...formHeads(rowTitle), numbers, ...body, sum], 4, 20),
    GAP,
    columnsWithoutLines(shares(width, [1, 1]), [
      signature('NGƯỜI LẬP BIỂU', 'Ký, ghi rõ họ tên'),
      signature('THỦ TRƯỞNG ĐƠN VỊ', 'Ký, đóng dấu, ghi rõ họ tên'),
    ]),
    GAP,
  ].join('')
}

const signature = (who: string, how: string): string =>
  paragraph(run(who, { bold: true }), { align: 'center', keepNext: true }) +
  paragraph(run(`(${how})`, { italic: true }), { align: 'center', after: 1200 })

/** The three rows of headings, their merges written as Word wants them: spans to the right, continuations down. */
function formHeads(rowTitle: string): TableCell[][] {
  const { groups, parts, leaves, merged } = FORM_HEADINGS
  const texts = [
    ['STT', rowTitle, ...groups],
    ['', '', ...parts],
    ['', '', ...leaves],
  ]
  return texts.map((row, index) =>
    row.flatMap((text, column): TableCell[] => {
      const area = merged.find(
        (one) =>
          index >= one.row &&
          index < one.row + one.rows &&
          column >= one.column &&
          column < one.column + one.columns,
      )
      if (area !== undefined && column !== area.column) return []
      return [
        {
          text: text ?? '',
          align: 'center',
          bold: true,
          shaded: true,
          ...(area === undefined || area.columns === 1 ? {} : { span: area.columns }),
          ...(area === undefined || area.rows === 1
            ? {}
            : { down: index === area.row ? 'restart' : 'continue' }),
        },
      ]
    }),
  )
}

/** A width divided by weights, whole numbers that add up to it. */
function shares(width: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const floored = weights.map((weight) => Math.floor((width * weight) / sum))
  const rest = width - floored.reduce((all, one) => all + one, 0)
  return floored.map((one, index) => (index === 0 ? one + rest : one))
}

const part = (name: string, content: string) =>
  `${HEAD}<w:${name} xmlns:w="${MAIN}" xmlns:r="${OFFICE}">${content}</w:${name}>`

const PAGE_NUMBER =
  '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'

const sectionXml = (landscape: boolean): string => {
  const size = landscape
    ? `<w:pgSz w:w="${PAGE.long}" w:h="${PAGE.short}" w:orient="landscape"/><w:pgMar w:top="${PAGE.top}" w:right="${PAGE.top}" w:bottom="${PAGE.top}" w:left="${PAGE.top}" w:header="567" w:footer="567" w:gutter="0"/>`
    : `<w:pgSz w:w="${PAGE.short}" w:h="${PAGE.long}"/><w:pgMar w:top="${PAGE.top}" w:right="${PAGE.right}" w:bottom="${PAGE.top}" w:left="${PAGE.left}" w:header="567" w:footer="567" w:gutter="0"/>`
  return `<w:sectPr><w:headerReference w:type="default" r:id="header"/><w:headerReference w:type="first" r:id="empty"/><w:footerReference w:type="default" r:id="footer"/><w:footerReference w:type="first" r:id="footer"/>${size}<w:titlePg/></w:sectPr>`
}

const STYLES = `${HEAD}<w:styles xmlns:w="${MAIN}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="Times New Roman"/><w:sz w:val="26"/><w:szCs w:val="26"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="60"/><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="200" w:after="100"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style></w:styles>`

const TYPES: [string, string][] = [
  ['word/document.xml', `${WORD}.document.main+xml`],
  ['word/styles.xml', `${WORD}.styles+xml`],
  ['word/header.xml', `${WORD}.header+xml`],
  ['word/empty.xml', `${WORD}.header+xml`],
  ['word/footer.xml', `${WORD}.footer+xml`],
  ['docProps/core.xml', CORE_TYPE],
]

const RELATIONSHIPS = [
  { id: 'styles', type: 'styles', target: 'styles.xml' },
  { id: 'header', type: 'header', target: 'header.xml' },
  { id: 'empty', type: 'header', target: 'empty.xml' },
  { id: 'footer', type: 'footer', target: 'footer.xml' },
]
