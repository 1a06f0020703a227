import type { ReportFormat } from '../definitions/schema.ts'
import type { ReportDocument } from '../document.ts'
import { renderDocx } from './docx/docx.ts'
import { renderHtml } from './html.ts'
import { renderPdf } from './pdf/pdf.ts'
import { renderXlsx } from './xlsx/xlsx.ts'

/** A document as a file. The same document gives the same bytes. */
export async function renderReport(document: ReportDocument, format: ReportFormat): Promise<Buffer> {
  switch (format) {
    case 'pdf':
      return renderPdf(document)
    case 'xlsx':
      return renderXlsx(document)
    case 'docx':
      return renderDocx(document)
    case 'html':
      return renderHtml(document)
  }
}
