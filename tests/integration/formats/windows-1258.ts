/** The letters of Windows-1258 by the character they stand for, from the bytes that a decoder knows. */
const BYTES = new Map(
  Array.from({ length: 128 }, (_, index) => index + 128).map((byte) => [
    new TextDecoder('windows-1258').decode(Buffer.from([byte])),
    byte,
  ]),
)

/** Writes Vietnamese as Windows does: letters that have no byte as vowel and tone mark. */
export function windows1258(text: string): Buffer {
  const bytes: number[] = []
  for (const character of text.normalize('NFC')) {
    for (const part of BYTES.has(character) ? [character] : toned(character)) {
      const byte = part.charCodeAt(0) < 128 ? part.charCodeAt(0) : BYTES.get(part)
      if (byte === undefined) throw new Error(`${character} is not in Windows-1258`)
      bytes.push(byte)
    }
  }
  return Buffer.from(bytes)
}

/** `ế` → `ê` and the acute: the tone mark apart, the vowel's own mark not. */
function toned(character: string): string[] {
  const tone = /[\u0300\u0301\u0303\u0309\u0323]/.exec(character.normalize('NFD'))?.[0] ?? ''
  return [...character.normalize('NFD').replace(tone, '').normalize('NFC'), tone].filter(
    (part) => part !== '',
  )
}
