import { escaped } from '../ooxml.ts'

/** Pieces of WordprocessingML. Lengths are twentieths of a point; text sizes are half points. */
export const MAIN = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'

export interface Run {
  bold?: boolean
  italic?: boolean
  /** Half points: 26 is 13 pt. */
  size?: number
  color?: string
}

export const run = (text: string, { bold, italic, size, color }: Run = {}): string => {
  const properties = [
    bold === true ? '<w:b/>' : '',
    italic === true ? '<w:i/>' : '',
    color === undefined ? '' : `<w:color w:val="${color}"/>`,
    size === undefined ? '' : `<w:sz w:val="${size}"/><w:szCs w:val="${size}"/>`,
  ].join('')
  return `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`
}

export interface ParagraphLook {
  style?: 'Heading1' | 'Title'
  align?: 'left' | 'center' | 'right' | 'both'
  /** Stays with the next paragraph. */
  keepNext?: boolean
  /** First line, twentieths of a point. */
  indent?: number
  before?: number
  after?: number
  /** A rule under it. */
  ruled?: boolean
}

export function paragraph(content: string, look: ParagraphLook = {}): string {
  const { style, align, keepNext, indent, before = 0, after = 0, ruled } = look
  return `<w:p><w:pPr>${[
    style === undefined ? '' : `<w:pStyle w:val="${style}"/>`,
    keepNext === true ? '<w:keepNext/>' : '',
    ruled === true ? '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>' : '',
    style === undefined ? `<w:spacing w:before="${before}" w:after="${after}"/>` : '',
    indent === undefined ? '' : `<w:ind w:firstLine="${indent}"/>`,
    align === undefined ? '' : `<w:jc w:val="${align}"/>`,
  ].join('')}</w:pPr>${content}</w:p>`
}

export interface TableCell {
  text: string
  align?: 'left' | 'center' | 'right'
  bold?: boolean
  shaded?: boolean
  /** Columns it covers. */
  span?: number
  /** Begins a merge downwards, or goes on with one. */
  down?: 'restart' | 'continue'
}

/** @param widths of the columns; `heads` first rows are repeated on every page. */
export function table(
  widths: readonly number[],
  rows: readonly (readonly TableCell[])[],
  heads: number,
  size: number,
): string {
  const grid = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')
  const body = rows.map((cells, index) => {
    const properties = `<w:trPr><w:cantSplit/>${index < heads ? '<w:tblHeader/>' : ''}</w:trPr>`
    let column = 0
    const written = cells.map((cell) => {
      const span = cell.span ?? 1
      const width = widths.slice(column, column + span).reduce((sum, one) => sum + one, 0)
      column += span
      return tableCell(cell, width, size)
    })
    return `<w:tr>${properties}${written.join('')}</w:tr>`
  })
  const border = (side: string) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="8A97A6"/>`
  const total = widths.reduce((sum, width) => sum + width, 0)
  return `<w:tbl><w:tblPr><w:tblW w:w="${total}" w:type="dxa"/><w:tblBorders>${['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(border).join('')}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>${grid}</w:tblGrid>${body.join('')}</w:tbl>`
}

function tableCell(
  { text, align, bold, shaded, span, down }: TableCell,
  width: number,
  size: number,
): string {
  const properties = [
    `<w:tcW w:w="${width}" w:type="dxa"/>`,
    span === undefined ? '' : `<w:gridSpan w:val="${span}"/>`,
    down === undefined ? '' : down === 'restart' ? '<w:vMerge w:val="restart"/>' : '<w:vMerge/>',
    shaded === true ? '<w:shd w:val="clear" w:color="auto" w:fill="F1F4F6"/>' : '',
    '<w:vAlign w:val="center"/>',
  ].join('')
  const content = text === '' ? '' : run(text, { size, ...(bold === true ? { bold } : {}) })
  return `<w:tc><w:tcPr>${properties}</w:tcPr>${paragraph(content, { align: align ?? 'left', before: 20, after: 20 })}</w:tc>`
}

/** Two columns without lines: the heading of a letter. */
export function columnsWithoutLines(widths: readonly number[], cells: readonly string[]): string {
  const grid = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')
  const row = cells
    .map(
      (content, index) =>
        `<w:tc><w:tcPr><w:tcW w:w="${widths[index] ?? 0}" w:type="dxa"/></w:tcPr>${content}</w:tc>`,
    )
    .join('')
  const total = widths.reduce((sum, width) => sum + width, 0)
  return `<w:tbl><w:tblPr><w:tblW w:w="${total}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid><w:tr>${row}</w:tr></w:tbl>`
}
