import type { DatabaseSync } from 'node:sqlite'
import type { Request, RequestHandler, Response } from 'express'
import { findAccountById } from '../sign-in/accounts.ts'
import type { Account } from '../sign-in/roles.ts'
import { scopeFor } from '../sign-in/scopes.ts'
import { sameSecret } from '../sign-in/secrets.ts'
import { csrfToken, useSession, type SessionLimits } from '../sign-in/sessions.ts'
import { tokenFromHeader, useToken } from '../sign-in/tokens.ts'
import { accountOf, proofOf, setAccount } from './account-of.ts'
import { displayCookie, readSecretCookie, sessionCookie } from './cookies.ts'
import { sendError } from './errors.ts'
import { requestOrigin } from './origin.ts'

/**
 * The only ways in without having signed in, compared character by character with the path as it was sent. Whatever
 * is written in any other way (another case, encoded, with a slash more) is simply not one of them.
 */
const open: ReadonlyMap<string, readonly string[]> = new Map([
  ['/login', ['GET', 'HEAD', 'POST']],
  ['/login/provider', ['GET']],
  ['/login/provider/back', ['GET']],
  ['/api/health', ['GET', 'HEAD']],
])

export function isOpen(method: string, path: string): boolean {
  return open.get(path)?.includes(method) ?? false
}

/**
 * Finds out who asks and puts the account on the request (`accountOf`). An `Authorization` header decides alone: a wrong
 * token is refused even beside a good cookie.
 */
export function authenticate(db: DatabaseSync, limits: SessionLimits, clock: () => Date): RequestHandler {
  return (req, _res, next) => {
    const header = req.get('authorization')
    if (header !== undefined) {
      const token = tokenFromHeader(header)
      const used = token === null ? null : useToken(db, token, clock())
      const account = used === null ? null : enabled(db, used.accountId)
      if (used !== null && account !== null) setAccount(req, account, { kind: 'token', scopes: used.scopes })
    } else {
      const secret = readSecretCookie(req, sessionCookie)
      const session = secret === null ? null : useSession(db, secret, clock(), limits)
      const owner = session === null ? null : enabled(db, session.accountId)
      if (secret === null || session === null || owner === null) {
        showOnDisplay(req, db, clock())
        return next()
      }
      if (session.seenAs === null) setAccount(req, owner, { kind: 'session', secret, seenBy: null })
      else {
        // Asked anew each time: of both, whoever has lost the right, or is gone, ends it.
        const seen = owner.role === 'administrator' ? enabled(db, session.seenAs) : null
        if (seen !== null) setAccount(req, seen, { kind: 'session', secret, seenBy: owner.name })
      }
    }
    next()
  }
}

/**
 * Finds out who asks by a program that names its account and a token of it in a way of its own.
 * @param read what the request says; without a name the token alone decides
 */
export function authenticateToken(
  db: DatabaseSync,
  clock: () => Date,
  read: (req: Request) => { name: string | null; token: string } | null,
): RequestHandler {
  return (req, _res, next) => {
    const said = read(req)
    const token = said === null ? null : tokenFromHeader(said.token)
    const used = token === null ? null : useToken(db, token, clock())
    const account = used === null ? null : enabled(db, used.accountId)
    if (used !== null && account !== null && (said?.name ?? account.name) === account.name) {
      setAccount(req, account, { kind: 'token', scopes: used.scopes })
    }
    next()
  }
}

/** A screen that nobody attends goes by the token it was signed in with, as long as that lives. */
function showOnDisplay(req: Request, db: DatabaseSync, now: Date): void {
  const secret = readSecretCookie(req, displayCookie)
  const used = secret === null ? null : useToken(db, secret, now)
  const account = used === null ? null : enabled(db, used.accountId)
  if (secret !== null && account !== null && used?.scopes.includes('read') === true) {
    setAccount(req, account, { kind: 'display', secret })
  }
}

/** Nobody passes without an account: people are sent to the sign-in page, programs are told. */
export const requireAccount: RequestHandler = (req, res, next) => {
  if (accountOf(req) !== null) return next()
  refuse(req, res)
}

/** What changes something by cookie must come from our own page and carry the session's token. */
export const requireCsrf: RequestHandler = (req, res, next) => {
  const proof = proofOf(req)
  if (proof === null || proof.kind === 'token' || req.method === 'GET' || req.method === 'HEAD') return next()
  if (requestOrigin(req) === 'cross') {
    return sendError(res, 403, 'cross_origin', 'This request came from another site.')
  }
  if (!sameSecret(req.get('x-csrf-token') ?? '', csrfToken(proof.secret))) {
    return sendError(
      res,
      403,
      'csrf',
      'The header x-csrf-token is missing or not that of this session (GET /api/session).',
    )
  }
  next()
}

/** A token opens only what its scopes name, a display's only figures. */
export const requireScope: RequestHandler = (req, res, next) => {
  const proof = proofOf(req)
  const needed = scopeFor(req.path)
  const scopes =
    proof?.kind === 'display' ? (['read'] as const) : proof?.kind === 'token' ? proof.scopes : null
  if (scopes === null || scopes.some((scope) => scope === needed)) return next()
  sendError(
    res,
    403,
    'scope',
    `This token lacks the scope ${needed}; it has: ${scopes.join(', ') || 'none'}. Ask for one that has it.`,
  )
}

/** What somebody who looks as another, or a display, may send besides GET: questions, which change nothing, and the way back. */
const askedByPost =
  /^\/(cubejs-api\/(v1\/(load|sql|dry-run)|graphql)|api\/export\/?|api\/see-as\/end|logout)$/

/** Who looks as another reads, and changes nothing; so does a display. */
export const readOnlyWhenSeeing: RequestHandler = (req, res, next) => {
  const proof = proofOf(req)
  const display = proof?.kind === 'display'
  if (!display && (proof?.kind !== 'session' || proof.seenBy === null)) return next()
  if (req.method === 'GET' || req.method === 'HEAD') return next()
  if (req.method === 'POST' && (askedByPost.test(req.path) || (display && req.path === '/login')))
    return next()
  if (display)
    return sendError(res, 403, 'display', 'This screen is signed in to read figures. Sign in at /login.')
  sendError(
    res,
    403,
    'seeing_as',
    'You are looking as another account, which changes nothing. Go back to your own first (POST /api/see-as/end).',
  )
}

function enabled(db: DatabaseSync, id: number): Account | null {
  const account = findAccountById(db, id)
  if (account === null || account.disabled_at !== null) return null
  return { name: account.name, role: account.role, provinces: account.provinces }
}

function refuse(req: Request, res: Response): void {
  res.set('cache-control', 'no-store')
  if (isNavigation(req)) {
    const next =
      req.originalUrl.startsWith('/') && req.originalUrl !== '/'
        ? `?next=${encodeURIComponent(req.originalUrl)}`
        : ''
    res.redirect(302, `/login${next}`)
    return
  }
  res.set('www-authenticate', 'Bearer realm="toan-canh"')
  sendError(res, 401, 'unauthorized', 'Sign in at /login, or send an API token in the Authorization header.')
}

/** A person's browser opening a page, and not a program, nor a page's own script, style or data. */
export function isNavigation(req: Request): boolean {
  if (req.method !== 'GET' && req.method !== 'HEAD') return false
  if (/^\/+(api|cubejs-api)(\/|$)/i.test(req.path) || req.get('authorization') !== undefined) return false
  const mode = req.get('sec-fetch-mode')
  if (mode !== undefined && mode !== 'navigate') return false
  return /\btext\/html\b/.test(req.get('accept') ?? '')
}
