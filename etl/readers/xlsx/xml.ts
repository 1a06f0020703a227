import { StringDecoder } from 'node:string_decoder'
import { SaxesParser } from 'saxes'

/** Names are without their prefix: `x:row` and `row` are the same. */
export interface XmlHandlers {
  open?: (name: string, attributes: Readonly<Record<string, string>>) => void
  close?: (name: string) => void
  text?: (text: string) => void
}

/** Text and tags are never longer: a cell holds 32,767 characters. */
const PIECE_BYTES = 1 << 20
const PIECE = 16 << 10
const LT = '<'.charCodeAt(0)

/**
 * Reads XML piece by piece.
 *
 * @returns a generator that yields after each piece, for the caller to take what the handlers gathered.
 * @throws Error where the XML is not well-formed, declares a document type, or holds endless text.
 */
export async function* readXml(
  chunks: AsyncIterable<Buffer>,
  handlers: XmlHandlers,
): AsyncGenerator<undefined> {
  const parser = new SaxesParser({ position: false })
  const local = (name: string) => name.slice(name.indexOf(':') + 1)
  parser.on('error', (error) => {
    throw error
  })
  parser.on('doctype', () => {
    throw new Error('it declares a document type')
  })
  const { open, close, text } = handlers
  if (open !== undefined) {
    parser.on('opentag', (tag) => open(local(tag.name), tag.attributes as Record<string, string>))
  }
  if (close !== undefined) parser.on('closetag', (tag) => close(local(tag.name)))
  if (text !== undefined) {
    parser.on('text', text)
    parser.on('cdata', text)
  }
  const decoder = new StringDecoder('utf8')
  let since = 0
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE) {
      const piece = chunk.subarray(at, at + PIECE)
      const last = piece.lastIndexOf(LT)
      since = last === -1 ? since + piece.length : piece.length - last
      if (since > PIECE_BYTES) throw new Error('it holds a text longer than 1 MiB')
      parser.write(decoder.write(piece))
      yield undefined
    }
  }
  parser.write(decoder.end())
  parser.close()
}
