import { formatNumber } from '../../web/src/format/number.ts'
import { placeAndDate } from '../compose/period-words.ts'
import type { Block, FormBlock, ReportDocument, TableBlock } from '../document.ts'
import { cellText, sentenceText, type Cell, type Kind } from '../values.ts'
import { noteLines } from './notes.ts'
import { escaped } from './ooxml.ts'
import { chartTable, figuresTable, FORM_HEADINGS } from './tables.ts'

const INK = '#10202f'
const SOFT = '#4a5663'
const FONT = "font-family:'Times New Roman',Tinos,serif"
const CELL = `padding:5px 8px;border-bottom:1px solid #d5dce3;font-size:14px`
const HEAD = `${CELL};background:#f1f4f6;text-align:center;vertical-align:middle`

/**
 * A document for mail programs: one column, styles on the elements (mail programs drop style sheets), no scripts and nothing
 * loaded from elsewhere. A chart is given as its table.
 */
export const renderHtml = (document: ReportDocument): Buffer =>
  Buffer.from(htmlPage(`${document.title} – ${document.subtitle}`, [htmlBody(document)]))

/** A page of one body or several. */
export const htmlPage = (title: string, bodies: readonly string[]): string =>
  `<!doctype html>\n<html lang="vi">\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title></head>\n<body style="margin:0;padding:16px;background:#ffffff;color:${INK};${FONT};font-size:16px;line-height:1.45">\n${bodies.join('\n')}\n</body>\n</html>\n`

/** What a page says of a document. */
export function htmlBody(document: ReportDocument): string {
  const { title, subtitle, issuer, date, simulated, sections, notes } = document
  const body = [
    simulated === null
      ? ''
      : `<p style="margin:0 0 12px;padding:8px 12px;background:#fff4d9;color:#6b4500;font-size:14px">${escaped(simulated)}</p>`,
    `<p style="margin:0;color:${SOFT};font-size:14px">${escaped(issuer.name)} · ${escaped(placeAndDate(issuer.place, date))}</p>`,
    `<h1 style="margin:6px 0 2px;font-size:22px">${escaped(title)}</h1>`,
    `<p style="margin:0 0 16px;font-size:16px;font-weight:bold">${escaped(subtitle)}</p>`,
    ...sections.flatMap((section) => [
      section.title === null
        ? ''
        : `<h2 style="margin:20px 0 8px;font-size:17px">${escaped(section.title)}</h2>`,
      ...section.blocks.map(blockHtml),
    ]),
    ...noteLines(notes).map(
      ({ label, text }) =>
        `<p style="margin:6px 0 0;font-size:12px;color:${SOFT}"><b>${escaped(label)}.</b> ${escaped(text)}</p>`,
    ),
  ]
  return `<div style="max-width:820px;margin:0 auto">\n${body.filter((part) => part !== '').join('\n')}\n</div>`
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p style="margin:0 0 10px">${escaped(block.text)}</p>`
    case 'figures': {
      const { headings, rows } = figuresTable(block.figures)
      return tableHtml(
        headings,
        rows.map(({ title, value, unit, change, national }) => [
          th(title),
          td(`<b>${escaped(sentenceText(value, unit))}</b>`, 'right'),
          td(escaped(change), 'right'),
          ...(headings.length > 3 ? [td(escaped(cellText(national, unit)), 'right')] : []),
        ]),
      )
    }
    case 'table':
      return dataTable(block)
    case 'chart':
      return dataTable(chartTable(block))
    case 'form':
      return formHtml(block)
  }
}

const tableHtml = (headings: readonly string[], rows: readonly (readonly string[])[]): string =>
  wrapped(
    `<thead><tr>${headings.map((heading) => `<th scope="col" style="${HEAD}">${escaped(heading)}</th>`).join('')}</tr></thead>`,
    rows,
  )

/** Wide tables scroll by themselves on a phone. */
const wrapped = (head: string, rows: readonly (readonly string[])[]): string =>
  `<div style="overflow-x:auto;margin:0 0 12px"><table style="border-collapse:collapse;width:100%;border-top:2px solid ${INK};${FONT}">${head}<tbody>${rows
    .map((cells) => `<tr>${cells.join('')}</tr>`)
    .join('')}</tbody></table></div>`

const td = (html: string, align: 'left' | 'center' | 'right') =>
  `<td style="${CELL};text-align:${align}">${html}</td>`
const th = (text: string) =>
  `<th scope="row" style="${CELL};min-width:110px;text-align:left;font-weight:normal">${escaped(text)}</th>`

function dataTable({ columns, rows, total, remark }: TableBlock): string {
  const cells = (bold: boolean) => (row: readonly Cell[]) =>
    row.map((cell, index) => {
      const kind: Kind = columns[index]?.kind ?? 'text'
      const text = escaped(typeof cell === 'string' && kind !== 'day' ? cell : cellText(cell, kind))
      const align = kind === 'text' ? 'left' : kind === 'day' ? 'center' : 'right'
      return td(bold ? `<b>${text}</b>` : text, align)
    })
  const written = [...rows.map(cells(false)), ...(total === null ? [] : [cells(true)(total)])]
  const headings = columns.map(({ title }) => title)
  const below =
    remark === null
      ? ''
      : `<p style="margin:0 0 10px;font-size:14px;font-style:italic">${escaped(remark)}</p>`
  return tableHtml(headings, written) + below
}

function formHtml({ rowTitle, rows, total }: FormBlock): string {
  const { groups, parts, leaves, merged } = FORM_HEADINGS
  const texts = [
    ['STT', rowTitle, ...groups],
    ['', '', ...parts],
    ['', '', ...leaves],
  ]
  const head = texts.map((row, index) => {
    const cells = row.map((text, column) => {
      const area = merged.find(
        (one) =>
          index >= one.row &&
          index < one.row + one.rows &&
          column >= one.column &&
          column < one.column + one.columns,
      )
      if (area !== undefined && (area.row !== index || area.column !== column)) return ''
      return `<th colspan="${area?.columns ?? 1}" rowspan="${area?.rows ?? 1}" style="${HEAD}">${escaped(text ?? '')}</th>`
    })
    return `<tr>${cells.join('')}</tr>`
  })
  const counts = (values: readonly number[], bold: boolean) =>
    values.map((value) =>
      td(bold ? `<b>${formatNumber(value, 'vi')}</b>` : formatNumber(value, 'vi'), 'right'),
    )
  return wrapped(`<thead>${head.join('')}</thead>`, [
    ...rows.map((row, index) => [
      td(String(index + 1), 'center'),
      th(row.name),
      ...counts(row.counts, false),
    ]),
    [td('', 'center'), td(`<b>${escaped(total.name)}</b>`, 'left'), ...counts(total.counts, true)],
  ])
}
