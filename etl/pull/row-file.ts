import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { datasetNamed } from '../contracts/registry.ts'
import { seen, type Cursor } from './cursor.ts'
import { SourceError } from './retry.ts'
import type { HttpDefinition, TableDefinition } from './schema.ts'

export type SourceRow = Readonly<Record<string, unknown>>

/** Rows on their way to a file, in the contract's names. Only a buffer's worth of them is in memory. */
export interface RowFile {
  add: (row: SourceRow) => Promise<void>
  /** Where it stands, to go back to. */
  mark: () => Mark
  /** Forgets what came after `mark`. */
  back: (mark: Mark) => Promise<void>
  /** Everything to disk. */
  close: () => Promise<void>
}

export interface Mark {
  readonly rows: number
  readonly bytes: number
  readonly cursor: Cursor
}

const BUFFER = 1 << 18

/** Writes rows as NDJSON to a new file at `path`. `now` is when the pull began, in ms. */
export async function rowFile(
  path: string,
  definition: HttpDefinition | TableDefinition,
  now: number,
): Promise<RowFile> {
  const handle = await open(path, 'w', 0o600)
  const shaped = shaper(definition)
  const { since, limit } = definition
  let at: Mark = { rows: 0, bytes: 0, cursor: { reached: undefined, greatest: undefined } }
  let buffer: Buffer[] = []
  let buffered = 0
  const flush = async () => {
    const bytes = Buffer.concat(buffer)
    buffer = []
    const from = at.bytes - buffered
    buffered = 0
    await handle.write(bytes, 0, bytes.length, from)
  }
  return {
    async add(row) {
      const cursor = since === undefined ? at.cursor : seen(at.cursor, row, since, now)
      const line = Buffer.from(`${JSON.stringify(shaped(row))}\n`)
      at = { rows: at.rows + 1, bytes: at.bytes + line.length, cursor }
      if (at.bytes > limit) throw new SourceError(`is larger than its limit of ${limit} bytes`, 'final')
      buffer.push(line)
      buffered += line.length
      if (buffered >= BUFFER) await flush()
    },
    mark: () => at,
    async back(mark) {
      await flush()
      await handle.truncate(mark.bytes)
      at = mark
    },
    async close() {
      try {
        await flush()
        await handle.sync()
      } finally {
        await handle.close()
      }
    },
  }
}

/**
 * From the source's columns to the contract's. With `columns` every column of a row is either taken or named in
 * `ignore`; a column that is neither, or a required one that is not there, is a source that has changed. Without
 * `columns` rows pass as they are, and the loader refuses what is not contracted.
 */
function shaper({
  dataset,
  columns,
  ...rest
}: HttpDefinition | TableDefinition): (row: SourceRow) => SourceRow {
  if (columns === undefined) return (row) => row
  const ignored = new Set(rest.kind === 'http' ? rest.ignore : [])
  // A cursor's column need not be contracted; it is read and not kept.
  if (rest.since !== undefined) ignored.add(rest.since.column)
  const contract = datasetNamed(dataset)?.columns ?? []
  const needed = [...columns].filter(([, to]) =>
    contract.some(({ name, required }) => name === to && required),
  )
  return (row) => {
    const taken: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(row)) {
      const to = columns.get(name)
      if (to !== undefined) taken[to] = value
      else if (!ignored.has(name)) {
        throw new SourceError(
          `the source now has a column "${name}" that the definition does not know: add it to columns or to ignore`,
          'final',
        )
      }
    }
    const missing = needed.find(([from]) => !(from in row))
    if (missing !== undefined) {
      throw new SourceError(
        `the source has no column "${missing[0]}" any more (${dataset}.${missing[1]}); it has ${Object.keys(row).join(', ')}`,
        'final',
      )
    }
    return taken
  }
}

/** A running digest of rows, to see whether two answers are the same. */
export function rowDigest(): { add: (row: SourceRow) => void; value: () => string } {
  const sha = createHash('sha256')
  return { add: (row) => sha.update(JSON.stringify(row)), value: () => sha.copy().digest('base64') }
}
