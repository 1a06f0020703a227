import { join } from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { ReportDocument } from '../../document.ts'
import { typstModel } from './model.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/** Tinos has the widths of Times New Roman, every Vietnamese letter, and a free licence. */
const FONTS = join(ROOT, 'node_modules', '@expo-google-fonts', 'tinos')

let compiler: NodeCompiler | undefined

/** Tagged PDF (PDF/UA-1) with real text and vector charts, set by Typst in this thread. */
export function typeset(document: ReportDocument): Buffer {
  compiler ??= NodeCompiler.create({ workspace: import.meta.dirname, fontArgs: [{ fontPaths: [FONTS] }] })
  const compiled = compiler.compile({
    mainFilePath: join(import.meta.dirname, 'report.typ'),
    inputs: { report: JSON.stringify(typstModel(document)) },
  })
  if (compiled.result === null) {
    const error = compiled.takeDiagnostics()
    const said = error === null ? [] : compiler.fetchDiagnostics(error)
    throw new Error(`the PDF could not be set: ${JSON.stringify(said)}`)
  }
  const pdf = compiler.pdf(compiled.result, { pdfStandard: 'ua-1' })
  // What was remembered of this document is of no use to the next.
  compiler.evictCache(10)
  return pdf
}
