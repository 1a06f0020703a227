import { Transform } from 'node:stream'

/** Of a file's end what is held back while it comes: a footer is far smaller (about 100 kB for 5 million rows). */
const HELD_BYTES = 4 * 1024 * 1024

/** Types of Thrift's compact protocol. */
const T = { byte: 3, double: 7, binary: 8, list: 9, set: 10, map: 11, struct: 12, uuid: 13 }

/**
 * Adds a text to the metadata of a Parquet file as it passes, under `key`: the engine's own writer has no way to. Only the file's
 * last bytes are held back.
 *
 * @param about gives the text, from the file's number of rows.
 */
export function withParquetAbout(key: string, about: (rows: number) => string): Transform {
  const held: Buffer[] = []
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      held.push(chunk)
      bytes += chunk.length
      for (let first = held[0]; first !== undefined && bytes - first.length >= HELD_BYTES; first = held[0]) {
        this.push(first)
        held.shift()
        bytes -= first.length
      }
      done()
    },
    flush(done) {
      try {
        done(null, rewritten(Buffer.concat(held), key, about))
      } catch (error) {
        done(error as Error)
      }
    },
  })
}

function rewritten(tail: Buffer, key: string, about: (rows: number) => string): Buffer {
  const length = tail.length >= 8 ? tail.readUInt32LE(tail.length - 8) : 0
  const start = tail.length - 8 - length
  if (tail.toString('latin1', tail.length - 4) !== 'PAR1' || length === 0 || start < 0) {
    throw new Error('the engine did not end the Parquet file with a footer that can be read')
  }
  const footer = withKeyValue(tail.subarray(start, tail.length - 8), key, about)
  const end = Buffer.alloc(8)
  end.writeUInt32LE(footer.length, 0)
  end.write('PAR1', 4, 'latin1')
  return Buffer.concat([tail.subarray(0, start), footer, end])
}

/** FileMetaData with its field 5 (key_value_metadata) put in; num_rows is field 3. */
function withKeyValue(footer: Buffer, key: string, about: (rows: number) => string): Buffer {
  const reader = { bytes: footer, at: 0 }
  let field = 0
  let rows = 0
  for (;;) {
    const headerAt = reader.at
    const { id, type } = fieldHeader(reader, field)
    if (type === 0 || id > 5) {
      const pair = Buffer.concat([text(1, key), text(1, about(rows)), Buffer.from([0])])
      const list = Buffer.concat([Buffer.from([((5 - field) << 4) | T.list, (1 << 4) | T.struct]), pair])
      const next = type === 0 ? Buffer.from([0]) : Buffer.from([((id - 5) << 4) | type])
      return Buffer.concat([footer.subarray(0, headerAt), list, next, footer.subarray(reader.at)])
    }
    if (id === 5) throw new Error('the Parquet file has metadata of its own already')
    if (id === 3) rows = Number(zigzag(varint(reader)))
    else skip(reader, type)
    field = id
  }
}

interface Reader {
  bytes: Buffer
  at: number
}

function fieldHeader(reader: Reader, last: number): { id: number; type: number } {
  const byte = reader.bytes.readUInt8(reader.at++)
  const type = byte & 15
  if (byte === 0) return { id: 0, type: 0 }
  const delta = byte >> 4
  return { id: delta === 0 ? Number(zigzag(varint(reader))) : last + delta, type }
}

function varint(reader: Reader): bigint {
  let value = 0n
  for (let shift = 0n; ; shift += 7n) {
    const byte = reader.bytes.readUInt8(reader.at++)
    value |= BigInt(byte & 127) << shift
    if (byte < 128) return value
  }
}

const zigzag = (value: bigint) => (value >> 1n) ^ -(value & 1n)

function skip(reader: Reader, type: number): void {
  if (type === T.byte) reader.at += 1
  else if (type === T.double) reader.at += 8
  else if (type === T.uuid) reader.at += 16
  else if (type > T.byte && type < T.double) varint(reader)
  else if (type === T.binary) {
    const length = Number(varint(reader))
    reader.at += length
  } else if (type === T.struct) {
    for (let field = 0; ;) {
      const header = fieldHeader(reader, field)
      if (header.type === 0) return
      skip(reader, header.type)
      field = header.id
    }
  } else if (type === T.list || type === T.set) {
    const { size, of } = listHeader(reader)
    // Booleans take a byte in a list, and none as a field.
    for (let index = 0; index < size; index += 1) skip(reader, of <= 2 ? T.byte : of)
  } else if (type === T.map) throw new Error('a map in a Parquet footer')
}

function listHeader(reader: Reader): { size: number; of: number } {
  const byte = reader.bytes.readUInt8(reader.at++)
  return { size: byte >> 4 === 15 ? Number(varint(reader)) : byte >> 4, of: byte & 15 }
}

/** A string field `delta` after the one before it. */
function text(delta: number, value: string): Buffer {
  const bytes = Buffer.from(value)
  const head = [(delta << 4) | T.binary]
  let length = bytes.length
  for (; length > 127; length = Math.floor(length / 128)) head.push((length & 127) | 128)
  return Buffer.concat([Buffer.from([...head, length]), bytes])
}
