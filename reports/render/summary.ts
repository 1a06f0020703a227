import type { Block, ReportDocument } from '../document.ts'
import { htmlBody } from './html.ts'

/** Rows of a table within a message; the files have all. */
const ROWS = 10

/** What a mail says of a document within itself: its sentences and figures, tables in short and of a form the sum. */
export const renderSummary = (document: ReportDocument): string => htmlBody(shortened(document))

const shortened = (document: ReportDocument): ReportDocument => ({
  ...document,
  sections: document.sections.flatMap((section) => {
    const blocks = section.blocks.flatMap(inShort)
    return blocks.length === 0 ? [] : [{ ...section, blocks }]
  }),
  notes: { ...document.notes, definitions: [] },
})

function inShort(block: Block): Block[] {
  switch (block.kind) {
    case 'chart':
      return []
    case 'form':
      return [{ ...block, rows: [] }]
    case 'table':
      return block.rows.length <= ROWS
        ? [block]
        : [
            {
              ...block,
              rows: block.rows.slice(0, ROWS),
              remark: `${ROWS} trong ${block.rows.length} dòng; báo cáo có đủ.`,
            },
          ]
    case 'paragraph':
    case 'figures':
      return [block]
  }
}
