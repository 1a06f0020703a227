import { createReadStream, createWriteStream, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { RecordBatchReader } from 'apache-arrow'
import { cli, startProduct } from '../product.ts'
import { residentMb, watchMemory } from './memory.ts'

/** What one large file cost the product. Megabytes are of 2^20 bytes, memory is what the process has resident. */
export interface ExportFigures {
  format: string
  /** As they were counted in the file by another reader than the product. */
  rows: number
  fileMb: number
  seconds: number
  /** Of the server's process, the engine's apart: before, and the most while the file was sent. */
  beforeMb: number
  peakMb: number
  /** What the file took of it; the bar is 200. */
  growthMb: number
  enginePeakMb: number
}

export const EXPORTED_ROWS = 5_000_000
/** Of a demonstration so large not all have been received yet, so the view of dossiers has fewer. */
const DOSSIERS_A_ROW = 1.2

/** Counts the rows of a file in a program that had no part in writing it. */
const COUNT: Record<string, (path: string) => Promise<number>> = {
  parquet: (path) => countedByDuckdb(`read_parquet('${path}')`),
  csv: (path) => countedByDuckdb(`read_csv('${path}', header = true, all_varchar = true)`),
  async arrow(path) {
    let rows = 0
    for await (const batch of await RecordBatchReader.from(createReadStream(path))) rows += batch.numRows
    return rows
  },
}

async function countedByDuckdb(table: string): Promise<number> {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  const [row] = (await connection.runAndReadAll(`SELECT count(*) FROM ${table}`)).getRowsJson()
  connection.closeSync()
  instance.closeSync()
  return Number(row?.[0])
}

/** The embedded engine is the server's one child. */
const engineOf = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0])

/**
 * Files of so many dossiers with all their columns from `/api/sql`, and what they cost the server's process. The product is
 * started for it, with a demonstration of its own that stays for the next run.
 *
 * @param work folder of the benchmarks
 */
export async function benchExports(
  rowsAsked: number,
  work: string,
  log: (line: string) => void,
): Promise<ExportFigures[]> {
  const dataDir = join(work, `exports-${rowsAsked}`)
  const dossiers = Math.round(rowsAsked * DOSSIERS_A_ROW)
  const sql = `SELECT * FROM dossiers LIMIT ${rowsAsked}`
  mkdirSync(dataDir, { recursive: true })
  log(`exports: the product with ${dossiers} dossiers`)
  const admin = async (...args: string[]) => {
    const { code, stdout, stderr } = await cli('admin', args, dataDir)
    if (code !== 0) throw new Error(stderr)
    return stdout.trim()
  }
  const start = () => startProduct({ dataDir, args: ['--dossiers', String(dossiers)] })
  let product = await start()
  if (product.administrator !== null) {
    await admin('user', 'add', 'bench', '--role', 'analyst')
    // What the loading has left in memory would hide what a file takes.
    await product.stop()
    product = await start()
  }
  try {
    const token = await admin('token', '--user', 'bench')
    const save = async (format: string, sql: string, path: string) => {
      const answer = await fetch(`${product.origin}/api/sql`, {
        method: 'POST',
        headers: { authorization: token, 'content-type': 'application/json' },
        body: JSON.stringify({ sql, format }),
      })
      if (!answer.ok || answer.body === null) throw new Error(await answer.text())
      await pipeline(answer.body as AsyncIterable<Uint8Array>, createWriteStream(path))
    }
    const figures: ExportFigures[] = []
    for (const [format, count] of Object.entries(COUNT)) {
      log(`exports: ${format}`)
      const path = join(work, `exported.${format}`)
      // The code has been read by then, so that only the rows are measured.
      await save(format, 'SELECT * FROM dossiers LIMIT 1000', path)
      await sleep(1000)
      const beforeMb = residentMb(product.pid)
      const memory = watchMemory([product.pid, engineOf(product.pid)])
      const started = performance.now()
      await save(format, sql, path)
      const seconds = (performance.now() - started) / 1000
      const [peakMb = NaN, enginePeakMb = NaN] = memory.stop()
      const rows = await count(path)
      if (rows !== rowsAsked) throw new Error(`${format}: ${rows} rows of ${rowsAsked}`)
      const fileMb = statSync(path).size / 2 ** 20
      rmSync(path)
      const growthMb = peakMb - beforeMb
      figures.push({ format, rows, fileMb, seconds, beforeMb, peakMb, growthMb, enginePeakMb })
    }
    return figures
  } finally {
    await product.stop()
  }
}
