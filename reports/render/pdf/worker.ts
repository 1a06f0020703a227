import { parentPort } from 'node:worker_threads'
import type { ReportDocument } from '../../document.ts'
import { typeset } from './typeset.ts'

/** What the thread answers: the file, or why there is none. */
export type Typeset = { pdf: Uint8Array } | { problem: string }

/** The thread that sets PDFs: a document comes, its file goes back, one after another. */
parentPort?.on('message', (document: ReportDocument) => {
  parentPort?.postMessage(answer(document))
})

function answer(document: ReportDocument): Typeset {
  try {
    return { pdf: new Uint8Array(typeset(document)) }
  } catch (error) {
    return { problem: (error as Error).message }
  }
}
