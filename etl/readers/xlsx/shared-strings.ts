import { readXml } from './xml.ts'
import type { Zip } from './zip.ts'

/** Shared texts are held while a sheet is read: at most this many characters. */
const MOST_CHARACTERS = 128 << 20
/** What a text takes besides its characters. */
const TEXT_OVERHEAD = 24

/** `_x000D_` stands for a character that XML cannot hold. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(/_x(000[9AD]|[0-9A-Fa-f]{2}[2-9A-Fa-f][0-9A-Fa-f])_/g, (_, code: string) =>
        String.fromCharCode(parseInt(code, 16)),
      )
    : text

/**
 * The texts that cells refer to by number. Of rich text the characters, of phonetic readings nothing.
 *
 * @throws Error where they are more than may be held.
 */
export async function readSharedStrings(zip: Zip, part: string): Promise<string[]> {
  const strings: string[] = []
  let held = 0
  let text = ''
  let taking = false
  let phonetic = false
  const xml = readXml(zip.read(part), {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') phonetic = true
      else if (name === 't') taking = !phonetic
    },
    text(piece) {
      if (taking) text += piece
    },
    close(name) {
      if (name === 't') taking = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'si') {
        held += text.length + TEXT_OVERHEAD
        if (held > MOST_CHARACTERS)
          throw new Error(`its shared texts take more than ${MOST_CHARACTERS >> 20} MiB`)
        strings.push(unescaped(text))
      }
    },
  })
  for await (const _ of xml);
  return strings
}
