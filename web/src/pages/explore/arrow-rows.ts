/** Reads a result of any length as it arrives. Apart, so that its library is fetched only for such results. */
import { DataType, RecordBatchReader } from 'apache-arrow'
import type { Data, RecordBatch, Utf8 } from 'apache-arrow'
import type { Cell } from '../../format/table.ts'

export interface ArrowRows {
  /** Names of the columns as in the query: `dossiers.received`, `dossiers.date.month`. */
  members: string[]
  count: number
  value: (row: number, column: number) => Cell
}

const decoder = new TextDecoder()

/**
 * The different texts of a column, each decoded once: columns of names and codes repeat the same few over all rows, and decoding is
 * most of the work.
 */
const createTexts = (): ((bytes: Uint8Array, from: number, to: number) => string) => {
  const known = new Map<number, { bytes: Uint8Array; text: string }[]>()
  return (bytes, from, to) => {
    let hash = to - from
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 16777619)
    const same = known.get(hash)
    const found = same?.find(
      (one) => one.bytes.length === to - from && one.bytes.every((byte, i) => byte === bytes[from + i]),
    )
    if (found) return found.text
    const own = { bytes: bytes.subarray(from, to), text: decoder.decode(bytes.subarray(from, to)) }
    known.set(hash, [...(same ?? []), own])
    return own.text
  }
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)
const plainValue = (value: unknown): Cell => {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Values of a column in one batch; every other type goes the library's own, slower way. */
const cellsOf = (
  batch: RecordBatch,
  column: number,
  textIn: ReturnType<typeof createTexts>,
  days: Map<number, string>,
): Cell[] => {
  const data = batch.data.children[column]
  const vector = batch.getChildAt(column)
  if (!data || !vector) return []
  const cells = new Array<Cell>(batch.numRows).fill(null)
  const valid = (row: number): boolean => data.nullCount === 0 || data.getValid(row)
  if (DataType.isUtf8(data.type)) {
    const { values, valueOffsets } = data as Data<Utf8>
    for (let row = 0; row < cells.length; row++)
      if (valid(row)) cells[row] = textIn(values, valueOffsets[row] ?? 0, valueOffsets[row + 1] ?? 0)
    return cells
  }
  if (DataType.isDate(data.type)) {
    for (let row = 0; row < cells.length; row++) {
      const time = vector.get(row) as number | null
      if (time === null) continue
      const day = days.get(time) ?? dayOf(time)
      days.set(time, day)
      cells[row] = day
    }
    return cells
  }
  for (let row = 0; row < cells.length; row++) cells[row] = plainValue(vector.get(row))
  return cells
}

/**
 * Rows arrive in batches; a batch's column is decoded when the first of its cells is asked for, so that a table can be shown before
 * all of it has been looked at.
 *
 * @param told of the number of rows that have come so far.
 * @throws where the stream ends before its end.
 */
export const readArrow = async (
  body: ReadableStream<Uint8Array>,
  told: (rows: number) => void,
): Promise<ArrowRows> => {
  const reader = await RecordBatchReader.from(body)
  await reader.open()
  const members = reader.schema.fields.map((field) => field.name)
  const texts = members.map(createTexts)
  const days = new Map<number, string>()
  const batches: { start: number; batch: RecordBatch; columns: (Cell[] | undefined)[] }[] = []
  let count = 0
  for await (const batch of reader) {
    if (batch.numRows === 0) continue
    batches.push({ start: count, batch, columns: [] })
    count += batch.numRows
    told(count)
  }
  // Rows are mostly asked for one after another: the batch of the last one is tried first.
  let at = 0
  const find = (row: number): number => {
    let low = 0
    let high = batches.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((batches[middle]?.start ?? 0) <= row) low = middle
      else high = middle - 1
    }
    return low
  }
  return {
    members,
    count,
    value: (row, column) => {
      const last = batches[at]
      if (!last || row < last.start || row >= last.start + last.batch.numRows) at = find(row)
      const here = batches[at]
      if (!here) return null
      const cells = (here.columns[column] ??= cellsOf(
        here.batch,
        column,
        texts[column] ?? createTexts(),
        days,
      ))
      return cells[row - here.start] ?? null
    },
  }
}
