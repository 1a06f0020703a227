import type { Request } from 'express'

/**
 * Where a request comes from, by what browsers say of it themselves and pages cannot change:
 * `same` (our own page), `cross` (any other), `unsaid` (not a browser: every one sends `Origin` with what is not GET).
 */
export function requestOrigin(req: Request): 'same' | 'cross' | 'unsaid' {
  const site = req.get('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'cross'
  const origin = req.get('origin')
  if (origin === undefined) return site === undefined ? 'unsaid' : 'same'
  if (!URL.canParse(origin)) return 'cross'
  const { host, protocol } = new URL(origin)
  if (host !== hostOf(req) || !/^https?:$/.test(protocol)) return 'cross'
  // Over TLS a page that was itself loaded in the clear is not ours.
  return req.secure && protocol !== 'https:' ? 'cross' : 'same'
}

/** The host the browser asked for; a proxy's word for it counts only where the proxy is trusted, as for `req.hostname`. */
function hostOf(req: Request): string | undefined {
  const raw = req.get('host')
  const forwarded = req.get('x-forwarded-host')?.split(',')[0]?.trim()
  if (forwarded === undefined || forwarded.replace(/:\d+$/, '') !== req.hostname) return raw
  return forwarded
}
