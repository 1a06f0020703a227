import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { fromFdPromise, type Entry, type ZipFile } from 'yauzl'
import { RefusedError } from '../../load/errors.ts'
import { bombText, isBomb } from '../gunzip.ts'

/** The parts of a zip file by name, read one after another. */
export interface Zip {
  has: (name: string) => boolean
  /**
   * One part's bytes, decompressed.
   *
   * @throws RefusedError where the part is missing, damaged or a bomb.
   */
  read: (name: string, onBytes?: (bytes: number) => void) => AsyncGenerator<Buffer>
  close: () => Promise<void>
}

/** An XLSX file has a dozen parts, and some a sheet. */
const MOST_PARTS = 10_000

/** @throws RefusedError where the file is no zip file, or not a whole one. */
export async function openZip(path: string): Promise<Zip> {
  const file = await open(path)
  const damaged = (why: string) => new RefusedError(`${path}: is a damaged or cut XLSX file (${why})`)
  try {
    const zip = await fromFdPromise(file.fd, { autoClose: false, lazyEntries: true, strictFileNames: false })
    if (zip.entryCount > MOST_PARTS) throw new Error(`${zip.entryCount} parts`)
    const parts = new Map<string, Entry>()
    for await (const entry of zip.eachEntry()) parts.set(entry.fileName, entry)
    return {
      has: (name) => parts.has(name),
      read: (name, onBytes) => partOf(zip, parts.get(name), name, { path, damaged, onBytes }),
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error instanceof RefusedError ? error : damaged((error as Error).message)
  }
}

interface Reading {
  path: string
  damaged: (why: string) => RefusedError
  onBytes: ((bytes: number) => void) | undefined
}

async function* partOf(
  zip: ZipFile,
  entry: Entry | undefined,
  name: string,
  reading: Reading,
): AsyncGenerator<Buffer> {
  const { path, damaged, onBytes } = reading
  if (entry === undefined) throw damaged(`it has no ${name}`)
  const { compressedSize, uncompressedSize } = entry
  if (isBomb(uncompressedSize, compressedSize)) {
    throw new RefusedError(`${path}: its part ${name} ${bombText(uncompressedSize, compressedSize)}`)
  }
  let sum = 0
  let told = 0
  let done = 0
  try {
    // The sizes are the zip file's own word; the library holds it to them.
    for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
      sum = crc32(chunk, sum)
      done += chunk.length
      const packed = Math.round((compressedSize * done) / Math.max(uncompressedSize, 1))
      onBytes?.(packed - told)
      told = packed
      yield chunk
    }
  } catch (error) {
    throw error instanceof RefusedError ? error : damaged(`part ${name}: ${(error as Error).message}`)
  }
  if (sum !== entry.crc32) throw damaged(`part ${name} is not what its checksum says`)
}
