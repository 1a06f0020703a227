/** Vietnamese names: how they are searched and sorted. */

/** Lower case without accents, đ as d: what a hurried search types. */
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .toLowerCase()
    .normalize('NFC')

/** A name as it stands in an address: `Đông Nam Bộ` is `dong-nam-bo`. */
export const slugOf = (name: string): string =>
  plain(name)
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '')

/** A place's name without the word for its kind, so that Hà Nội sorts under H. */
export const bareName = (name: string): string =>
  name.normalize('NFC').replace(/^(tỉnh|thành phố|tp\.?|thủ đô)\s+/iu, '')

const collator = new Intl.Collator('vi')

/** Order of the Vietnamese alphabet (d before đ), by the bare name. */
export const byName = (a: string, b: string): number => collator.compare(bareName(a), bareName(b))

/** True where every word of the search occurs in the text, accents aside. */
export const matches = (text: string, search: string): boolean => {
  const hay = plain(text)
  return plain(search)
    .split(/\s+/)
    .every((word) => hay.includes(word))
}
