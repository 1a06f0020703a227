import { Readable, type Writable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'
import { writeOn } from '../write-on.ts'

interface Entry {
  name: Buffer
  crc: number
  packed: number
  plain: number
  offset: number
}

export interface Zip {
  /** Adds a file, as its content comes. */
  add: (name: string, content: AsyncIterable<Buffer> | Iterable<Buffer>) => Promise<void>
  /** Writes the directory; `out` is not ended. */
  finish: () => Promise<void>
}

/** Sizes of a plain ZIP have 32 bits. */
const LIMIT = 0xffff_ffff
const STREAMED_UTF8 = 0x0808
const DEFLATE = 8

/**
 * A ZIP written as it goes: sizes follow each file, so nothing is kept and `out` is never read back.
 * Files and the whole are under 4 GiB; what is larger ends with an error, not with a file nobody can open.
 */
export function createZip(out: Writable): Zip {
  const entries: Entry[] = []
  let offset = 0

  const put = async (bytes: Buffer): Promise<void> => {
    offset += bytes.length
    if (offset > LIMIT) throw new Error('the file would be larger than 4 GiB')
    await writeOn(out, bytes)
  }

  return {
    async add(name, content) {
      const entry: Entry = { name: Buffer.from(name), crc: 0, packed: 0, plain: 0, offset }
      entries.push(entry)
      await put(localHeader(entry))
      const counted = async function* () {
        for await (const chunk of content) {
          entry.crc = crc32(chunk, entry.crc)
          entry.plain += chunk.length
          yield chunk
        }
      }
      const deflate = createDeflateRaw({ level: 4 })
      const source = Readable.from(counted())
      source.on('error', (error) => deflate.destroy(error))
      source.pipe(deflate)
      for await (const chunk of deflate) {
        entry.packed += (chunk as Buffer).length
        await put(chunk as Buffer)
      }
      if (entry.plain > LIMIT) throw new Error('a sheet would be larger than 4 GiB')
      await put(descriptor(entry))
    },
    async finish() {
      const start = offset
      for (const entry of entries) await put(directoryEntry(entry))
      const end = Buffer.alloc(22)
      end.writeUInt32LE(0x06054b50, 0)
      end.writeUInt16LE(entries.length, 8)
      end.writeUInt16LE(entries.length, 10)
      end.writeUInt32LE(offset - start, 12)
      end.writeUInt32LE(start, 16)
      await put(end)
    },
  }
}

function localHeader({ name }: Entry): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(STREAMED_UTF8, 6)
  header.writeUInt16LE(DEFLATE, 8)
  header.writeUInt16LE(FIRST_DAY, 12)
  header.writeUInt16LE(name.length, 26)
  return Buffer.concat([header, name])
}

function descriptor({ crc, packed, plain }: Entry): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.writeUInt32LE(0x08074b50, 0)
  bytes.writeUInt32LE(crc, 4)
  bytes.writeUInt32LE(packed, 8)
  bytes.writeUInt32LE(plain, 12)
  return bytes
}

function directoryEntry({ name, crc, packed, plain, offset }: Entry): Buffer {
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(20, 6)
  header.writeUInt16LE(STREAMED_UTF8, 8)
  header.writeUInt16LE(DEFLATE, 10)
  header.writeUInt16LE(FIRST_DAY, 14)
  header.writeUInt32LE(crc, 16)
  header.writeUInt32LE(packed, 20)
  header.writeUInt32LE(plain, 24)
  header.writeUInt16LE(name.length, 28)
  header.writeUInt32LE(offset, 42)
  return Buffer.concat([header, name])
}

/** 1980-01-01 as ZIP writes dates: the time of an export is said inside. */
const FIRST_DAY = 0x21
