import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { ReportDocument } from '../../document.ts'
import type { Typeset } from './worker.ts'

/** A thread that nobody has asked for so long ends, and with it what the typesetter keeps in memory. */
const IDLE_MS = 30_000

interface Waiting {
  resolve: (pdf: Buffer) => void
  reject: (error: Error) => void
}

let worker: Worker | null = null
let idle: NodeJS.Timeout | undefined
/** The first is being set. */
const waiting: Waiting[] = []

/** Tagged PDF (PDF/UA-1) with real text and vector charts, set by Typst in a thread of its own: a page takes it a tenth of a second. */
export const renderPdf = (document: ReportDocument): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    clearTimeout(idle)
    worker ??= start()
    waiting.push({ resolve, reject })
    // The process does not end while something is awaited of it.
    worker.ref()
    worker.postMessage(document)
  })

function start(): Worker {
  const started = new Worker(join(import.meta.dirname, 'worker.ts'))
  const lost = (error: Error) => {
    if (worker === started) worker = null
    for (const { reject } of waiting.splice(0)) reject(error)
  }
  started.on('message', (answer: Typeset) => {
    const asked = waiting.shift()
    if ('pdf' in answer) asked?.resolve(Buffer.from(answer.pdf.buffer, 0, answer.pdf.byteLength))
    else asked?.reject(new Error(answer.problem))
    if (waiting.length > 0) return
    started.unref()
    idle = setTimeout(() => void stop(started), IDLE_MS)
    idle.unref()
  })
  started.on('error', lost)
  started.on('exit', (code) => {
    if (worker === started && waiting.length > 0) lost(new Error(`the typesetter ended (${code})`))
  })
  return started
}

async function stop(started: Worker): Promise<void> {
  if (waiting.length > 0 || worker !== started) return
  worker = null
  await started.terminate()
}
