/** The pages whose address holds all they show, so that it can be saved: those of the web's router. */
export const SAVED_PAGES = [
  '/',
  '/on-time',
  '/identity',
  '/rollout',
  '/scores',
  '/province',
  '/explore',
  '/sql',
  '/data',
] as const

/** Characters of an address that is saved. */
export const LONGEST_ADDRESS = 8000

const ANYWHERE = 'http://local.invalid'

/**
 * The address of one of the product's own pages as it is kept: path and query, without the language, which is the
 * reader's own. null: not one of them. Browsers read `//host`, `/\host` and paths with tabs as other sites; none of these
 * pass.
 */
export function savedAddress(given: string): string | null {
  if (given.length > LONGEST_ADDRESS || !/^\/(?![/\\])[^\\\u0000-\u0020\u007f]*$/.test(given)) return null
  if (!URL.canParse(given, ANYWHERE)) return null
  const url = new URL(given, ANYWHERE)
  if (url.origin !== ANYWHERE || !(SAVED_PAGES as readonly string[]).includes(url.pathname)) return null
  url.searchParams.delete('lang')
  const address = url.pathname + url.search
  return address.length > LONGEST_ADDRESS ? null : address
}
