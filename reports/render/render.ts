import type { ReportFormat } from '../definitions/schema.ts'
import type { ReportDocument } from '../document.ts'
import { renderDocx } from './docx/docx.ts'
import { renderHtml } from './html.ts'
import { renderXlsx } from './xlsx/xlsx.ts'

/** A document as a file. The same document gives the same bytes. */
export async function renderReport(document: ReportDocument, format: ReportFormat): Promise<Buffer> {
  switch (format) {
    case 'pdf':
      // Loaded when it is first needed: the typesetter and the charts are large.
      return (await import('./pdf/pdf.ts')).renderPdf(document)
    case 'xlsx':
      return renderXlsx(document)
    case 'docx':
      return renderDocx(document)
    case 'html':
      return renderHtml(document)
  }
}
