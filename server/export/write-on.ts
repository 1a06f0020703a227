import type { Writable } from 'node:stream'

/** Whoever reads an answer has closed the connection. */
class ReaderLeft extends Error {
  override name = 'ReaderLeft'
}

/**
 * Writes, and waits while whoever reads is slower.
 * @throws ReaderLeft
 */
export async function writeOn(out: Writable, bytes: Buffer | string): Promise<void> {
  if (out.destroyed) throw new ReaderLeft('the reader has left')
  if (out.write(bytes)) return
  await new Promise<void>((resolve, reject) => {
    const end = () => {
      out.off('drain', end)
      out.off('close', end)
      if (out.destroyed) reject(new ReaderLeft('the reader has left'))
      else resolve()
    }
    out.on('drain', end)
    out.on('close', end)
  })
}
