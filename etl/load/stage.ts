import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ClickHouseClient } from '@clickhouse/client'
import type { Dataset } from '../contracts/types.ts'
import { NotOfFormat, refusalOf } from '../readers/engine-errors.ts'
import type { Input, OpenedFile } from '../readers/input.ts'
import { STAGE_SETTINGS, stageSql, type Share, type Target } from './stage-sql.ts'
import { stageFromDisk } from './stage-from-disk.ts'
import { fromDataset, onEach, type Tables } from './tables.ts'

/**
 * Reads a file into its stage tables, one on each server. Everything is parsed, checked and marked by one statement
 * inside ClickHouse. Bytes are sent to it, but those that it finds on its own disk as they are to be read.
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
      if (!(await stageFromDisk(source, dataset, tables, target, onBytes, input)))
        await Promise.all(
          tables.nodes.map((node, at) => {
            const share = dataset.sharded ? { index: at, of: tables.nodes.length } : { index: 0, of: 1 }
            const hears = at === 0 ? onBytes : () => undefined
            return stage(source, dataset, node, { ...target, share }, hears, input)
          }),
        )
      if (input.rows === undefined) return
      const counts = await fromDataset<{ n: number }>(
        tables,
        dataset,
        `SELECT count() AS n FROM ${target.table}`,
      )
      if (counts.reduce((sum, { n }) => sum + n, 0) === input.rows) return
      throw new NotOfFormat(`${source.path}: has fields with line breaks`)
    } catch (error) {
      if (!(error instanceof NotOfFormat) || index === source.attempts.length - 1) throw error
    }
  }
}

/** Sends a server the bytes. */
async function stage(
  source: OpenedFile,
  dataset: Dataset,
  client: ClickHouseClient,
  target: Target & Share,
  onBytes: (bytes: number) => void,
  input: Input,
): Promise<void> {
  const body = new PassThrough({ highWaterMark: 1 << 20 })
  const sending = client
    .exec({
      query: stageSql(dataset, input, target),
      values: body,
      clickhouse_settings: { ...STAGE_SETTINGS, ...input.settings },
    })
    .then(async ({ stream }) => {
      for await (const _ of stream);
    })
  // The engine may stop listening before the file's end, and the file may end in an error: each ends the other, and
  // what is wrong with the file is said before what followed from it.
  sending.catch((error: Error) => body.destroy(error))
  const [moved, sent] = await Promise.allSettled([pipeline(input.body(onBytes), body), sending])
  for (const half of [moved, sent]) {
    if (half.status === 'rejected') throw refusalOf(source, input, half.reason) ?? half.reason
  }
}
