import { Bool, Float64, Int64, tableToIPC, Table, Utf8, vectorFromArray, DateDay } from 'apache-arrow'
import { expect, test } from 'vitest'
import { readArrow } from './arrow-rows.ts'

const tableOf = (from: number, count: number): Table => {
  const numbers = Array.from({ length: count }, (_, i) => from + i)
  return new Table({
    'd.name': vectorFromArray(
      numbers.map((i) => (i % 5 === 0 ? null : i % 2 ? 'Đà Nẵng' : 'Huế')),
      new Utf8(),
    ),
    'd.received': vectorFromArray(
      numbers.map((i) => (i % 3 === 0 ? null : BigInt(i))),
      new Int64(),
    ),
    'd.rate': vectorFromArray(
      numbers.map((i) => (i % 4 === 0 ? NaN : i / 8)),
      new Float64(),
    ),
    'd.date.day': vectorFromArray(
      numbers.map((i) => new Date(Date.UTC(2026, 0, 1 + i))),
      new DateDay(),
    ),
    'd.flag': vectorFromArray(
      numbers.map((i) => i % 2 === 0),
      new Bool(),
    ),
  })
}
const bytes = tableToIPC(tableOf(0, 7).concat(tableOf(7, 4)), 'stream')
const streamOf = (content: Uint8Array): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      controller.enqueue(content)
      controller.close()
    },
  })

test('rows of several batches are read in any order, what is missing as null', async () => {
  const told: number[] = []
  const rows = await readArrow(streamOf(bytes), (count) => told.push(count))
  expect(rows.members).toEqual(['d.name', 'd.received', 'd.rate', 'd.date.day', 'd.flag'])
  expect([rows.count, told]).toEqual([11, [7, 11]])
  const row = (at: number): unknown[] => rows.members.map((_, column) => rows.value(at, column))
  expect(row(8)).toEqual(['Huế', 8, null, '2026-01-09', 'true'])
  expect(row(1)).toEqual(['Đà Nẵng', 1, 0.125, '2026-01-02', 'false'])
  expect(row(10)).toEqual([null, 10, 1.25, '2026-01-11', 'true'])
  expect(row(0)).toEqual([null, null, null, '2026-01-01', 'true'])
})

test('a stream that is cut off is no result', async () => {
  const cut = streamOf(bytes.slice(0, bytes.length - 200))
  await expect(readArrow(cut, () => undefined)).rejects.toThrow()
})
