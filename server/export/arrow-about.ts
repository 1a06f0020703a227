import { Transform } from 'node:stream'
import { Schema, Table, tableFromIPC, tableToIPC } from 'apache-arrow'

/** Bytes of a schema at most: it is kept until it is whole. */
const SCHEMA_BYTES = 4 * 1024 * 1024

/** Adds a text to the metadata of an Arrow stream's schema, its first message, as it passes. */
export function withArrowAbout(key: string, about: string): Transform {
  let head: Buffer | null = Buffer.alloc(0)
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (head === null) return done(null, chunk)
      head = Buffer.concat([head, chunk])
      const end = head.length >= 8 ? 8 + head.readInt32LE(4) : Infinity
      if (head.length < end) {
        return done(
          head.length > SCHEMA_BYTES ? new Error('the Arrow stream has no schema that can be read') : null,
        )
      }
      try {
        const rest = head.subarray(end)
        this.push(schemaMessage(head.subarray(0, end), key, about))
        head = null
        done(null, rest)
      } catch (error) {
        done(error as Error)
      }
    },
  })
}

const END_OF_STREAM = Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0])

function schemaMessage(message: Buffer, key: string, about: string): Buffer {
  const { schema } = tableFromIPC(Buffer.concat([message, END_OF_STREAM]))
  const described = new Schema(schema.fields, new Map([...schema.metadata, [key, about]]))
  const written = Buffer.from(tableToIPC(new Table(described), 'stream'))
  return written.subarray(0, 8 + written.readInt32LE(4))
}
