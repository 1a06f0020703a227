import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { migrate } from './migrate.ts'

/** The product's own memory: accounts, sessions, tokens, audit. One SQLite file, opened by several processes at once. */
export interface State {
  readonly db: DatabaseSync
  readonly file: string
  close(): void
}

export interface StateOptions {
  /** The data folder; the state is `state.sqlite` in it unless `url` says otherwise. */
  dataDir: string
  /** `STATE_URL`: a path, `sqlite:PATH` or `file:///PATH`. */
  url?: string | undefined
}

/** The state cannot be opened; the message names the file and the way out. */
export class StateError extends Error {
  override name = 'StateError'
}

/**
 * Opens the state, creating and migrating it as needed. The file is readable by its owner only.
 * @throws StateError when the place cannot be used or was written by a newer version of the product.
 */
export function openState(options: StateOptions): State {
  const file = stateFile(options)
  let db: DatabaseSync | undefined
  try {
    makeFolder(dirname(file))
    // Created here first because SQLite would create it with the process's umask; its -wal and -shm files copy this mode.
    closeSync(openSync(file, 'a', 0o600))
    chmodSync(file, 0o600)
    db = new DatabaseSync(file, { timeout: 10_000, enableForeignKeyConstraints: true })
    migrate(db, join(import.meta.dirname, 'migrations'))
    const opened = db
    return { db: opened, file, close: () => opened.close() }
  } catch (error) {
    db?.close()
    throw new StateError(`The state file ${file} cannot be used: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

/** The path `STATE_URL` and the data folder lead to. */
export function stateFile({ url, dataDir }: StateOptions): string {
  if (url === undefined || url === '') return resolve(dataDir, 'state.sqlite')
  if (url.startsWith('file:')) return fileURLToPath(url)
  if (url.startsWith('sqlite:')) return resolve(url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, ''))
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) {
    throw new StateError(
      `STATE_URL starts with ${url.split(':')[0]}: but only a path, sqlite:PATH or file:///PATH can be used`,
    )
  }
  return resolve(url)
}

/** Not mkdir's own `recursive`, which never returns where a folder exists but takes none inside (as in /proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if (!existsSync(folder)) throw error
  }
}
