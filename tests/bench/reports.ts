import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SlotAnswer } from '../../reports/api/answers.ts'
import { cli, startProduct } from '../product.ts'
import { residentMb, watchMemory } from './memory.ts'

/** What the pages of all provinces cost the running product. Megabytes are of 2^20 bytes, memory is what its process has resident. */
export interface ReportFigures {
  report: string
  files: number
  /** From being asked for until everything is made and kept. */
  seconds: number
  /** Of the server's process, the engine's apart: before, and the most meanwhile. */
  beforeMb: number
  peakMb: number
  growthMb: number
  /** The longest that someone else waited for an answer meanwhile, asking for one that needs no warehouse. */
  longestWaitMs: number
}

const REPORT = 'tinh-tuan'
const FORMATS = ['pdf', 'xlsx']
const PROVINCES = 34
const ROUNDS = 2
const ASK_MS = 10

/**
 * The weekly page of each province, made in a running product as on a Monday morning: the first time, and once more when its code
 * has been read.
 *
 * @param work folder of the benchmarks
 */
export async function benchReports(
  dossiers: number,
  work: string,
  log: (line: string) => void,
): Promise<ReportFigures[]> {
  const dataDir = join(work, `reports-${dossiers}`)
  mkdirSync(dataDir, { recursive: true })
  log(`reports: the product with ${dossiers} dossiers`)
  const admin = async (...args: string[]) => {
    const { code, stdout, stderr } = await cli('admin', args, dataDir)
    if (code !== 0) throw new Error(stderr)
    return stdout.trim()
  }
  const start = () => startProduct({ dataDir, args: ['--dossiers', String(dossiers)] })
  let product = await start()
  if (product.administrator !== null) {
    // What the loading has left in memory would hide what reports take.
    await product.stop()
    product = await start()
  }
  try {
    const authorization = await admin('token', '--user', 'admin', '--scopes', 'read,admin')
    const ask = async <T>(path: string, method = 'GET'): Promise<T> => {
      const headers = { authorization, 'content-type': 'application/json' }
      const answer = await fetch(product.origin + path, {
        ...{ method, headers },
        ...(method === 'POST' ? { body: '{}' } : {}),
      })
      if (!answer.ok) throw new Error(await answer.text())
      return (await answer.json()) as T
    }
    const figures: ReportFigures[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      log(`reports: ${REPORT} of ${PROVINCES} provinces, round ${round}`)
      await sleep(2000)
      const beforeMb = residentMb(product.pid)
      const memory = watchMemory([product.pid])
      const started = performance.now()
      const { slot } = await ask<{ slot: number }>(`/api/reports/${REPORT}/run`, 'POST')
      let longestWaitMs = 0
      let answer = await ask<SlotAnswer>(`/api/reports/slots/${slot}`)
      while (answer.state === 'waiting' || answer.state === 'running') {
        const asked = performance.now()
        answer = await ask<SlotAnswer>(`/api/reports/slots/${slot}`)
        longestWaitMs = Math.max(longestWaitMs, performance.now() - asked)
        await sleep(ASK_MS)
      }
      const seconds = (performance.now() - started) / 1000
      const [peakMb = NaN] = memory.stop()
      const files = answer.files.filter(({ bytes }) => bytes > 0).length
      if (answer.state !== 'sent' || files !== PROVINCES * FORMATS.length)
        throw new Error(`${answer.state}: ${files} files; ${answer.detail ?? answer.reason ?? ''}`)
      const growthMb = peakMb - beforeMb
      figures.push({
        report: `${REPORT}, round ${round}`,
        ...{ files, seconds, beforeMb, peakMb, growthMb, longestWaitMs },
      })
    }
    return figures
  } finally {
    await product.stop()
  }
}
