import type { CookieOptions, Request } from 'express'

export const sessionCookie = 'toancanh_session'
/** Holds the token a screen was signed in with. */
export const displayCookie = 'toancanh_display'
export const formCookie = 'toancanh_form'
export const flowCookie = 'toancanh_provider'

/** A cookie of ours if it has the form of one of our secrets, or of a token, else null. */
export function readSecretCookie(req: Request, name: string): string | null {
  const form = name === displayCookie ? /^tc_[A-Za-z0-9_-]{43}$/ : /^[A-Za-z0-9_-]{43}$/
  for (const part of (req.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name && value !== undefined && form.test(value)) return value
  }
  return null
}

/** No `maxAge`: the browser forgets the session when it is closed, the server when it expires. */
export function cookieFlags(req: Request, sameSite: 'lax' | 'strict'): CookieOptions {
  return { httpOnly: true, sameSite, secure: req.secure, path: '/' }
}
