/**
 * Windows-1258, the Vietnamese code page: Latin letters of one byte each and five tone marks that follow their vowel.
 * No byte tells it from other code pages, so a text is taken for it only where every byte fits Vietnamese.
 */

const set = (bytes: number[]) => bytes.map((byte) => String.fromCharCode(byte)).join('')

const MARKS = set([0xcc, 0xd2, 0xde, 0xec, 0xf2])
const UPPER = set([0xc0, 0xc1, 0xc2, 0xc3, 0xc8, 0xc9, 0xca, 0xcd, 0xd0, 0xd3, 0xd4, 0xd5, 0xd9, 0xda, 0xdd])
const LOWER = set([0xe0, 0xe1, 0xe2, 0xe3, 0xe8, 0xe9, 0xea, 0xed, 0xf0, 0xf3, 0xf4, 0xf5, 0xf9, 0xfa, 0xfd])
/** Vowels that may take a tone mark. */
const VOWELS = `aeiouyAEIOUY${set([0xc2, 0xc3, 0xca, 0xd4, 0xd5, 0xdd, 0xe2, 0xe3, 0xea, 0xf4, 0xf5, 0xfd])}`
/** May stand right after a letter: space, … ’ ” – — · » and the đồng sign. */
const AFTER = set([0xa0, 0x85, 0x92, 0x94, 0x96, 0x97, 0xb7, 0xbb, 0xfe])
/** May stand right before a letter: space, ‘ “ – — · «. */
const BEFORE = set([0xa0, 0x91, 0x93, 0x96, 0x97, 0xb7, 0xab])
/** May stand alone: € § © ® ° ± ² ³ ½ × besides. */
const ALONE = set([0x80, 0xa7, 0xa9, 0xae, 0xb0, 0xb1, 0xb2, 0xb3, 0xbd, 0xd7])

const LETTERS = `A-Za-z${UPPER}${LOWER}${MARKS}`
const SIGNS = `${AFTER}${BEFORE}${ALONE}`
const MISFIT = new RegExp(
  [
    // Neither a letter of Vietnamese nor a sign seen in its texts.
    `[^\\x00-\\x7f${UPPER}${LOWER}${MARKS}${SIGNS}]`,
    // A tone mark without its vowel.
    `(?<![${VOWELS}])[${MARKS}]`,
    // A capital letter within a word that began small.
    `(?<=[a-z${LOWER}])[${UPPER}]`,
    // A sign that is stuck to a letter, or between two.
    `(?<=[${LETTERS}])(?![${AFTER}])[${SIGNS}]`,
    `(?![${BEFORE}])[${SIGNS}](?=[${LETTERS}])`,
    `(?<=[${LETTERS}])[\\x91-\\x94](?=[${LETTERS}])`,
    // ă never ends a syllable.
    `[\\xc3\\xe3][${MARKS}]?(?![${LETTERS}])`,
  ].join('|'),
  'g',
)
const MARKED = new RegExp(`[${VOWELS}][${MARKS}]`)

/** Bytes kept back, so that what is judged has its neighbours beside it. */
const CONTEXT = 2

/**
 * Judges whether a text can be Vietnamese in Windows-1258, chunk by chunk.
 *
 * @returns a function that takes the next chunk, or nothing at the end, and answers the offset of the first byte that
 * does not fit; at the end that of the text's start where no tone mark was seen at all.
 */
export function windows1258Check(): (chunk?: Buffer) => number | undefined {
  let position = 0
  let seen = ''
  let judged = 0
  let marked = false
  const judge = (text: string, until: number): number | undefined => {
    // Whatever lies before `judged` only serves as context.
    MISFIT.lastIndex = judged
    const found = MISFIT.exec(text)
    return found !== null && found.index < until ? position + found.index : undefined
  }
  return (chunk) => {
    const text = seen + (chunk?.toString('latin1') ?? '')
    const until = chunk === undefined ? text.length : Math.max(text.length - CONTEXT, judged)
    const misfit = judge(text, until)
    if (misfit !== undefined) return misfit
    marked ||= MARKED.test(text)
    if (chunk === undefined) return marked ? undefined : 0
    const kept = Math.max(until - CONTEXT, 0)
    position += kept
    seen = text.slice(kept)
    judged = until - kept
    return undefined
  }
}
