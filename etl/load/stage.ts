import { pipeline } from 'node:stream/promises'
import { PassThrough } from 'node:stream'
import type { ClickHouseClient } from '@clickhouse/client'
import type { Dataset } from '../contracts/types.ts'
import { NotOfFormat, refusalOf } from '../readers/engine-errors.ts'
import type { Input, OpenedFile } from '../readers/input.ts'
import { stageSql, type Share, type Target } from './stage-sql.ts'
import { fromDataset, onEach, type Tables } from './tables.ts'

/** Rows that are sorted and written as one block. More would take more memory, fewer would make more parts. */
const BLOCK_ROWS = 500_000

/**
 * Streams a file into its stage tables, one on each server. Everything is parsed, checked and marked by one statement
 * inside ClickHouse; here bytes are only moved.
 *
 * @throws RefusedError where the file cannot be read as its format.
 */
export async function stageFile(
  source: OpenedFile,
  dataset: Dataset,
  tables: Tables,
  target: Target,
  onBytes: (bytes: number) => void,
): Promise<void> {
  for (const [index, input] of source.attempts.entries()) {
    if (index > 0) await onEach(tables, `TRUNCATE TABLE ${target.table}`)
    try {
      const lines = await Promise.all(
        tables.nodes.map((node, at) => {
          const share = dataset.sharded ? { index: at, of: tables.nodes.length } : { index: 0, of: 1 }
          return stage(
            source,
            dataset,
            node,
            { ...target, share },
            at === 0 ? onBytes : () => undefined,
            input,
          )
        }),
      )
      if (input.oneLineARow !== true) return
      const counts = await fromDataset<{ n: number }>(
        tables,
        dataset,
        `SELECT count() AS n FROM ${target.table}`,
      )
      if (counts.reduce((sum, { n }) => sum + n, 0) === lines[0]) return
      throw new NotOfFormat(`${source.path}: has fields with line breaks`)
    } catch (error) {
      if (!(error instanceof NotOfFormat) || index === source.attempts.length - 1) throw error
    }
  }
}

/** @returns how many lines were read, without empty ones at the end. */
async function stage(
  source: OpenedFile,
  dataset: Dataset,
  client: ClickHouseClient,
  target: Target & Share,
  onBytes: (bytes: number) => void,
  input: Input,
): Promise<number> {
  const body = new PassThrough({ highWaterMark: 1 << 20 })
  const sending = client
    .exec({
      query: stageSql(dataset, input, target),
      values: body,
      clickhouse_settings: {
        // Read, checked and sorted at once by both halves of the pipeline.
        max_insert_threads: '2',
        max_partitions_per_insert_block: '0',
        min_insert_block_size_rows: String(BLOCK_ROWS),
        max_insert_block_size: String(BLOCK_ROWS),
        // The checks are many, and only faulty rows need their wording.
        short_circuit_function_evaluation: 'force_enable',
        ...input.settings,
      },
    })
    .then(async ({ stream }) => {
      for await (const _ of stream);
    })
  const lines = lineCounter()
  // The engine may stop listening before the file's end, and the file may end in an error: each ends the other, and
  // what is wrong with the file is said before what followed from it.
  sending.catch((error: Error) => body.destroy(error))
  const [moved, sent] = await Promise.allSettled([pipeline(input.body(onBytes), lines.count, body), sending])
  for (const half of [moved, sent]) {
    if (half.status === 'rejected') throw refusalOf(source, input, half.reason) ?? half.reason
  }
  return lines.total()
}

/** Counts the lines that pass, without those that are empty at the end. */
function lineCounter() {
  let [total, pending, open] = [0, 0, false]
  async function* count(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      let from = 0
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
        const empty = !open && (at === from || (at === from + 1 && chunk[from] === 13))
        if (empty) pending += 1
        else {
          total += pending + 1
          pending = 0
        }
        open = false
        from = at + 1
      }
      if (from < chunk.length) open = true
      yield chunk
    }
  }
  return { count, total: () => total + (open ? pending + 1 : 0) }
}
