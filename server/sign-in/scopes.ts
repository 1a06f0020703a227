/**
 * What a token may be used for. `read`: figures and their exports, the page API and Cube; `sql`: SQL questions;
 * `admin`: accounts, sessions, tokens and the audit log, for administrators. None gives more than its account may see.
 */
export const scopes = ['read', 'sql', 'admin'] as const

export type Scope = (typeof scopes)[number]

/** What a token has where none are named: all that changes nothing. */
export const defaultScopes: readonly Scope[] = ['read', 'sql']

const names: readonly string[] = scopes

export function isScope(text: string): text is Scope {
  return names.includes(text)
}

export function scopesFromText(text: string): Scope[] {
  return text.split(' ').filter(isScope)
}

/**
 * The scope a path needs. By the path's beginning and whatever its case, so that no spelling of an address needs less
 * than the address itself.
 */
export function scopeFor(path: string): Scope {
  if (/^\/+api\/+admin(\/|$)/i.test(path)) return 'admin'
  return /^\/+api\/+sql(\/|$)/i.test(path) ? 'sql' : 'read'
}
