import type { Readable } from 'node:stream'
import type { Format } from './file.ts'

/** How the staging statement reads a file's rows: what `input()` yields, as SQL, and the bytes it is given. */
export interface Input {
  /** SQL per contract column: its raw text; null where the row has no such field. Absent: not in the file. */
  raw: Map<string, string>
  /** The structure of `input()`. */
  structure: string
  format: string
  settings: Record<string, string | number>
  /** SQL: the row is not of the file's shape. */
  misshapen: string
  /** SQL: faults of the row as a whole, an array of (column, value, reason). */
  rowFaults: string
  /** SQL: the row is empty and does not count. */
  blank: string
  /** SQL: line breaks within the row's fields, so that later rows' lines stay right. */
  breaks: string
  /** Every row must turn out to be one line, so that there are as many, or the next attempt is needed. */
  rows?: number
  /** The bytes are on disk as they are to be read, but for these lines at the beginning: the engine may read them itself. */
  onDisk?: { path: string; skipLines: number; refuseChanged: () => Promise<void> }
  /** The line of the body's first row; in formats without lines, its row. */
  firstLine: number
  decimalComma: boolean
  /** Whether the body may be cut after any line break outside quotes and its pieces read apart. */
  lines: boolean
  /**
   * The bytes for `input()`: decompressed, decoded to UTF-8, after the header. `onBytes` hears of bytes read from
   * disk. Ends with a RefusedError where the file turns out not to be readable.
   */
  body: (onBytes?: (bytes: number) => void) => Readable
}

/** A file whose columns are the contract's. */
export interface OpenedFile {
  path: string
  format: Format
  /** Its size on disk. */
  bytes: number
  /** SHA-256 of its bytes as they are on disk. */
  hash: string
  /** Ways to read it, to be tried in order: the next where a row is not of the shape the one before expects. */
  attempts: readonly Input[]
}
