import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DropFile } from '../load/drop.ts'
import type { LoadResult } from '../load/load.ts'
import { whileLoading } from '../load/lock.ts'
import { pullFolder } from './pull-folder.ts'
import { pullFile, pullRows } from './pull-rows.ts'
import { SourceError, type Tries } from './retry.ts'
import type { Definition } from './schema.ts'
import { secretsFrom, type Secrets } from './secrets.ts'
import { dropFile } from './received.ts'
import { readState, sourceFolder, writeState, type SourceState } from './state.ts'
import { inTurn } from './turns.ts'

export interface PullOptions {
  /** `TOANCANH_DATA`; what is received is in `pulled/<source>`. */
  dataDir: string
  /** Publishes files; `loadFiles` with its options. Pulls of one process load one after another. */
  load: (files: DropFile[]) => Promise<LoadResult[]>
  /** Where `${NAME}` comes from. */
  env: Readonly<Record<string, string | undefined>>
  /** Receives and checks, but loads nothing and remembers nothing. @default false */
  dryRun?: boolean
  /** Stops the pull; it then counts as not having begun. */
  signal?: AbortSignal
  /** Now, in ms. @default Date.now */
  now?: () => number
  /** For the jitter of waits. @default Math.random */
  random?: () => number
  log?: (message: string) => void
}

/** What became of one pull. */
export interface PullResult {
  source: string
  dataset: string
  /** `refused` by the loader, `failed` at the source; either leaves warehouse and cursor as they were. */
  status: 'published' | 'unchanged' | 'refused' | 'failed' | 'stopped' | 'dry-run'
  reason?: string
  /** Rows received; for whole files 0. */
  rows: number
  files: number
  /** Times that something was tried again. */
  retries: number
  loads: LoadResult[]
  cursor?: string
  /** Pulls that failed one after another, this one included. */
  failures: number
  seconds: number
}

/** One pull on its way. */
export interface Run {
  options: PullOptions
  /** `pulled/<source>`. */
  folder: string
  state: SourceState
  secrets: Secrets
  tries: Tries
  /** When it began, in ms. */
  started: number
  /** Loads received files one after another, in this process. */
  load: (path: string) => Promise<LoadResult>
}

/** What a kind of source makes of a run: the result's own parts, and the state after it. */
export interface Outcome {
  status: 'published' | 'unchanged' | 'refused' | 'failed' | 'dry-run'
  reason?: string
  rows: number
  files: number
  loads: LoadResult[]
  state: SourceState
}

/**
 * Receives what is new at a source, whole, then loads it, and only when that is published moves the cursor. A
 * source is pulled by one at a time, across processes. Never throws for what a source or a load may do: the result
 * says it, and so does the source's state.
 */
export function pull(definition: Definition, options: PullOptions): Promise<PullResult> {
  const folder = sourceFolder(options.dataDir, definition.name)
  const log = options.log ?? (() => undefined)
  return inTurn(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return whileLoading(folder, log, () => once(definition, options, folder))
  })
}

async function once(definition: Definition, options: PullOptions, folder: string): Promise<PullResult> {
  const now = options.now ?? Date.now
  const started = now()
  const secrets = secretsFrom(options.env)
  const log = (message: string) => options.log?.(secrets.redact(`${definition.name}: ${message}`))
  const deadline = AbortSignal.timeout(definition.timeout)
  let retries = 0
  const before = readState(options.dataDir, definition)
  const loads: LoadResult[] = []
  const run: Run = {
    options,
    folder,
    state: before,
    secrets,
    started,
    tries: {
      attempts: definition.attempts,
      backoff: definition.backoff,
      signal: options.signal === undefined ? deadline : AbortSignal.any([deadline, options.signal]),
      ...(options.random === undefined ? {} : { random: options.random }),
      onRetry: ({ message }, wait) => {
        retries += 1
        log(`${message}; trying again in ${(wait / 1000).toFixed(1)} s`)
      },
    },
    load: async (path) => {
      const [result] = await inTurn('load', () => options.load([dropFile(definition, path)]))
      if (result === undefined) throw new Error(`nothing became of ${path}`)
      loads.push(result)
      return result
    },
  }
  clear(folder)
  const result = (
    status: PullResult['status'],
    state: SourceState,
    parts: Partial<PullResult> = {},
  ): PullResult => ({
    source: definition.name,
    dataset: definition.dataset,
    status,
    rows: 0,
    files: 0,
    retries,
    loads,
    ...(state.cursor === undefined ? {} : { cursor: state.cursor }),
    failures: state.failures,
    seconds: Math.round(now() - started) / 1000,
    ...parts,
  })
  const at = { lastAttempt: new Date(started).toISOString() }
  const lastBatch = () => {
    const batch = loads.findLast(({ status }) => status === 'published')?.batch ?? before.lastBatch
    return batch === undefined ? {} : { lastBatch: batch }
  }
  try {
    const { state: after, status, ...parts } = await receive(definition, run)
    if (status === 'dry-run') return result(status, after, parts)
    const { lastError: _lastError, ...sound } = after
    const state: SourceState =
      status === 'refused' || status === 'failed'
        ? {
            ...after,
            ...at,
            ...lastBatch(),
            failures: before.failures + 1,
            lastError: secrets.redact(parts.reason ?? ''),
          }
        : { ...sound, ...at, ...lastBatch(), failures: 0, lastSuccess: at.lastAttempt }
    writeState(options.dataDir, definition, state)
    const shown = parts.reason === undefined ? parts : { ...parts, reason: secrets.redact(parts.reason) }
    if (shown.reason !== undefined) log(shown.reason)
    return result(status, state, shown)
  } catch (thrown) {
    clear(folder)
    if (options.signal?.aborted === true) return result('stopped', before)
    const reason = secrets.redact(
      deadline.aborted
        ? `took longer than its timeout of ${definition.timeout / 1000} s`
        : String((thrown as Error).message),
    )
    log(thrown instanceof SourceError || deadline.aborted ? reason : String((thrown as Error).stack))
    if (options.dryRun === true) return result('failed', before, { reason })
    const state = { ...before, ...at, ...lastBatch(), failures: before.failures + 1, lastError: reason }
    writeState(options.dataDir, definition, state)
    return result('failed', state, { reason })
  }
}

function receive(definition: Definition, run: Run): Promise<Outcome> {
  if (definition.kind === 's3' || definition.kind === 'sftp') return pullFolder(definition, run)
  if (definition.kind === 'http' && definition.format === 'file') return pullFile(definition, run)
  return pullRows(definition, run)
}

/** What an earlier pull was receiving when it was killed. */
function clear(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.part')) rmSync(join(folder, name), { force: true })
  }
}
