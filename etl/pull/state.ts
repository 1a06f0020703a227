import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Definition } from './schema.ts'

/** What is remembered of a source between pulls. Times are ISO 8601 in UTC. */
export interface SourceState {
  /** Greatest value of the cursor's column that has been published. */
  cursor?: string
  /** Files of a folder that have been published, each with the version it had. */
  files?: Record<string, string>
  lastAttempt?: string
  lastSuccess?: string
  /** Pulls that failed or were refused since the last success. */
  failures: number
  lastError?: string
  lastBatch?: string
  /** What the cursor is a cursor of: with another address, table or column it means nothing. */
  source?: string
}

/** `<data>/pulled/<source>`: the state, what is being received, the last file, and a refused one. */
export const sourceFolder = (dataDir: string, name: string) => join(dataDir, 'pulled', name)

/** The state of a source; a cursor of something else than the definition now says is forgotten. */
export function readState(dataDir: string, definition: Definition): SourceState {
  const path = join(sourceFolder(dataDir, definition.name), 'state.json')
  if (!existsSync(path)) return { failures: 0 }
  const state = JSON.parse(readFileSync(path, 'utf8')) as SourceState
  if (state.source === identityOf(definition)) return state
  const { cursor: _cursor, files: _files, ...rest } = state
  return rest
}

/** Replaces the state whole, so that a kill leaves the old one or the new. */
export function writeState(dataDir: string, definition: Definition, state: SourceState): void {
  const folder = sourceFolder(dataDir, definition.name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'state.json')
  const text = JSON.stringify({ ...state, source: identityOf(definition) }, null, 2)
  writeFileSync(`${path}.new`, `${text}\n`, { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
}

function identityOf(definition: Definition): string {
  const { kind, dataset } = definition
  const where =
    kind === 'http'
      ? [definition.url, definition.since?.column, definition.since?.as]
      : kind === 's3'
        ? [definition.endpoint, definition.bucket, definition.prefix]
        : kind === 'sftp'
          ? [definition.host, definition.port, definition.folder]
          : [
              definition.host,
              definition.port,
              definition.database,
              definition.table,
              definition.since?.column,
              definition.since?.as,
            ]
  return createHash('sha256')
    .update(JSON.stringify([kind, dataset, ...where]))
    .digest('hex')
    .slice(0, 16)
}
