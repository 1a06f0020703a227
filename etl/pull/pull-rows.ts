import { createWriteStream, renameSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { formatOf } from '../readers/file.ts'
import { addressOf, headersOf } from './http/page.ts'
import { receivePages } from './http/pages.ts'
import { get } from './http/request.ts'
import type { Outcome, Run } from './pull.ts'
import { forgetRefused, keep, nameOf } from './received.ts'
import { SourceError, withRetry } from './retry.ts'
import { rowFile } from './row-file.ts'
import type { HttpDefinition, TableDefinition } from './schema.ts'
import type { SourceState } from './state.ts'
import { receiveMysql } from './table/mysql.ts'
import { receivePostgres } from './table/postgres.ts'

/** Rows of an HTTP source or a table → one NDJSON file → the warehouse. */
export async function pullRows(definition: HttpDefinition | TableDefinition, run: Run): Promise<Outcome> {
  const path = join(run.folder, nameOf(definition, run.started, 'ndjson'))
  const part = `${path}.part`
  const file = await rowFile(part, definition, run.started)
  const receiving = { secrets: run.secrets, tries: run.tries, reached: run.state.cursor }
  try {
    if (definition.kind === 'http') await receivePages(definition, file, receiving)
    else if (definition.kind === 'postgres') await receivePostgres(definition, file, receiving)
    else await receiveMysql(definition, file, receiving)
  } finally {
    await file.close()
  }
  const { rows, cursor } = file.mark()
  const { reached = run.state.cursor } = cursor
  const state: SourceState = { ...run.state, ...(reached === undefined ? {} : { cursor: reached }) }
  return finish(run, { part, path, rows, state })
}

/** One file, as it is. */
export async function pullFile(definition: HttpDefinition, run: Run): Promise<Outcome> {
  const address = addressOf(definition, run.secrets, {})
  const name = definition.file ?? basename(new URL(address).pathname)
  const extension = /\.([a-z0-9]+(?:\.gz)?)$/i.exec(name)?.[1]
  if (extension === undefined || formatOf(name) === undefined) {
    throw new SourceError(`"${name}" is not a file that is read: name it with "file: export.csv"`, 'final')
  }
  const path = join(run.folder, nameOf(definition, run.started, extension.toLowerCase()))
  const part = `${path}.part`
  await withRetry(run.tries, async () => {
    const answer = await get({
      url: address,
      headers: headersOf(definition, run.secrets),
      idle: definition.idle,
      limit: definition.limit,
      signal: run.tries.signal,
      decode: !/\.gz$/i.test(extension),
    })
    if (!answer.delimited) {
      throw new SourceError(
        'the answer does not say where it ends (no Content-Length, no chunks): a cut would go unseen',
      )
    }
    await pipeline(answer.body, createWriteStream(part, { mode: 0o600, flush: true }))
  })
  return finish(run, { part, path, rows: 0, state: run.state })
}

async function finish(
  run: Run,
  { part, path, rows, state }: { part: string; path: string; rows: number; state: SourceState },
): Promise<Outcome> {
  const files = (await stat(part)).size > 0 ? 1 : 0
  if (run.options.dryRun === true) return { status: 'dry-run', rows, files, loads: [], state }
  // Nothing new is not a file without rows.
  if (files === 0) return { status: 'unchanged', rows, files, loads: [], state }
  renameSync(part, path)
  const load = await run.load(path)
  forgetRefused(run.folder)
  keep(run.folder, path, load)
  const { status, reason } = load
  if (status === 'refused') {
    return {
      status,
      rows,
      files,
      loads: [load],
      state: run.state,
      ...(reason === undefined ? {} : { reason }),
    }
  }
  return { status, rows, files, loads: [load], state }
}
