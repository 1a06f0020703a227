/** Reads a result of any length as it arrives. Apart, so that its library is fetched only for such results. */
import { DataType, RecordBatchReader } from 'apache-arrow'
import type { RecordBatch } from 'apache-arrow'
import type { Cell } from '../../format/table.ts'

export interface ArrowRows {
  /** Names of the columns as in the query: `dossiers.received`, `dossiers.date.month`. */
  members: string[]
  count: number
  value: (row: number, column: number) => Cell
}

const readerOf = (batch: RecordBatch, column: number): ((row: number) => Cell) => {
  const vector = batch.getChildAt(column)
  if (!vector) return () => null
  if (DataType.isDate(vector.type)) {
    return (row) => {
      const time = vector.get(row) as number | null
      return time === null ? null : new Date(time).toISOString().slice(0, 10)
    }
  }
  return (row) => {
    const value: unknown = vector.get(row)
    if (value === null || value === undefined) return null
    if (typeof value === 'bigint') return Number(value)
    if (typeof value === 'number') return Number.isFinite(value) ? value : null
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
}

/**
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
  const starts: number[] = []
  const batches: ((row: number) => Cell)[][] = []
  let count = 0
  for await (const batch of reader) {
    if (batch.numRows === 0) continue
    starts.push(count)
    batches.push(members.map((_, column) => readerOf(batch, column)))
    count += batch.numRows
    told(count)
  }
  // Rows are mostly asked for one after another: the batch of the last one is tried first.
  let at = 0
  const batchOf = (row: number): number => {
    if (row >= (starts[at] ?? 0) && row < (starts[at + 1] ?? count)) return at
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= row) low = middle
      else high = middle - 1
    }
    at = low
    return at
  }
  return {
    members,
    count,
    value: (row, column) => {
      const batch = batchOf(row)
      return batches[batch]?.[column]?.(row - (starts[batch] ?? 0)) ?? null
    },
  }
}
