import express, { Router, type Request, type RequestHandler, type Response } from 'express'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { recordAudit } from '../audit/audit.ts'
import { accountOf, proofOf } from '../http/account-of.ts'
import { cookieFlags, displayCookie, formCookie, readSecretCookie, sessionCookie } from '../http/cookies.ts'
import { route, sendError } from '../http/errors.ts'
import { securityHeaders } from '../http/headers.ts'
import { nextPath } from '../http/next-path.ts'
import { requestOrigin } from '../http/origin.ts'
import type { Provider } from '../oidc/provider.ts'
import { findAccountById, normaliseName } from './accounts.ts'
import { loginStyleHash, renderLoginPage } from './login-page.ts'
import { loginWords, type Language, type Notice } from './login-words.ts'
import { deriveSecret, randomSecret, sameSecret } from './secrets.ts'
import { endSession, idTokenOf } from './sessions.ts'
import type { SignIn } from './sign-in.ts'
import { tokenFromHeader, useToken } from './tokens.ts'

interface Parts {
  db: DatabaseSync
  signIn: SignIn
  clock: () => Date
  version: string
  /** Whether the data is simulated, where that is known soon enough to say it on the page. */
  simulated: () => Promise<boolean | null>
  /** Where people may sign in besides. */
  provider: Provider | null
}

/** Shows the sign-in page, or what it has to say as JSON to a program that wants that. */
export type ShowLogin = (
  req: Request,
  res: Response,
  page: { next: string; name: string; notice: Notice | null },
) => Promise<void>

const field = z.string().catch('')
const form = z
  .object({ name: field, password: field, next: field, form: field })
  .catch({ name: '', password: '', next: '', form: '' })

const statusOf = {
  credentials: 401,
  locked: 429,
  busy: 503,
  form_expired: 403,
  cross_origin: 403,
  signed_out: 200,
  provider_unreachable: 503,
  provider_denied: 403,
  provider_invalid: 403,
  provider_expired: 403,
  no_access: 403,
  name_missing: 403,
  name_taken: 403,
} satisfies Record<Notice['kind'], number>

const pageHeaders = securityHeaders(loginStyleHash)

/** `/login`, the one page for those who have not signed in. */
export function loginRoutes(parts: Pick<Parts, 'db' | 'signIn' | 'clock'>, showLogin: ShowLogin): Router {
  const router = Router({ caseSensitive: true, strict: true })

  router.get(
    '/login',
    route(async (req, res) => {
      const next = nextPath(req.query['next'])
      if (proofOf(req)?.kind === 'session') return res.set('cache-control', 'no-store').redirect(303, next)
      const notice = req.query['out'] === '' ? ({ kind: 'signed_out' } as const) : null
      await showLogin(req, res, { next, name: '', notice })
    }),
  )

  router.post(
    '/login',
    express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 10 }),
    route(async (req, res) => {
      const { name, password, next: asked, form: formToken } = form.parse(req.body)
      const next = nextPath(asked)
      const problem = formProblem(req, formToken)
      if (problem !== null) return showLogin(req, res, { next, name, notice: problem })

      if (signInDisplay(req, res, parts, name, password)) {
        return res.set('cache-control', 'no-store').redirect(303, next)
      }
      const result = await parts.signIn({
        name,
        password,
        address: req.ip ?? '',
        agent: req.get('user-agent') ?? null,
      })
      if (!result.ok) {
        const notice: Notice =
          result.reason === 'locked'
            ? { kind: 'locked', waitSeconds: result.waitSeconds }
            : { kind: result.reason }
        return showLogin(req, res, { next, name, notice })
      }
      const before = readSecretCookie(req, sessionCookie)
      if (before !== null) endSession(parts.db, before)
      res.cookie(sessionCookie, result.session, cookieFlags(req, 'lax'))
      res.clearCookie(formCookie, cookieFlags(req, 'strict'))
      res.set('cache-control', 'no-store').redirect(303, next)
    }),
  )
  return router
}

/**
 * Signs a screen in that nobody attends: an account's name with one of its tokens instead of the password. The browser then
 * keeps the token, which ends when it expires or is revoked, and with it reads figures only. Anything else is a wrong
 * password.
 */
function signInDisplay(
  req: Request,
  res: Response,
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  name: string,
  password: string,
): boolean {
  const token = tokenFromHeader(password)
  const used = token === null ? null : useToken(db, token, clock())
  const account = used === null ? null : findAccountById(db, used.accountId)
  if (token === null || used === null || account === null) return false
  if (account.disabled_at !== null || account.name !== normaliseName(name) || !used.scopes.includes('read'))
    return false
  res.cookie(displayCookie, token, { ...cookieFlags(req, 'lax'), expires: used.expiresAt })
  res.clearCookie(formCookie, cookieFlags(req, 'strict'))
  const actor = { name: account.name, origin: 'web', address: req.ip ?? null } as const
  recordAudit(db, clock(), actor, 'sign_in', account.name, { token: used.id })
  return true
}

/**
 * Ends the session the request was made with. A page's script gets 204, or 200 with `next` where the provider is to be
 * told too: an address the browser is to go to.
 */
export function signOut({ db, clock, provider }: Pick<Parts, 'db' | 'clock' | 'provider'>): RequestHandler {
  return route(async (req, res) => {
    const proof = proofOf(req)
    const account = accountOf(req)
    if (proof?.kind === 'display') {
      res
        .clearCookie(displayCookie, cookieFlags(req, 'lax'))
        .set('cache-control', 'no-store')
        .status(204)
        .end()
      return
    }
    if (proof?.kind !== 'session' || account === null) {
      return sendError(
        res,
        400,
        'no_session',
        'There is no session to end; a token is revoked by an administrator.',
      )
    }
    const idToken = idTokenOf(db, proof.secret)
    endSession(db, proof.secret)
    const name = proof.seenBy ?? account.name
    recordAudit(db, clock(), { name, origin: 'web', address: req.ip ?? null }, 'sign_out', name)
    res.clearCookie(sessionCookie, cookieFlags(req, 'lax')).set('cache-control', 'no-store')
    const next = idToken === null ? null : ((await provider?.signOutUrl(idToken)) ?? null)
    if (next === null) res.status(204).end()
    else res.json({ next: next.href })
  })
}

/**
 * A form sent by a browser must be ours: from this origin, with the token that belongs to the cookie the form came with
 * (else another site could sign somebody in under the attacker's name). Browsers always say where a form comes from;
 * what says nothing and has no cookie is a program, which no site can misuse.
 */
function formProblem(req: Request, formToken: string): Notice | null {
  const origin = requestOrigin(req)
  if (origin === 'cross') return { kind: 'cross_origin' }
  const secret = readSecretCookie(req, formCookie)
  if (origin === 'unsaid' && secret === null && formToken === '' && req.get('referer') === undefined)
    return null
  return secret !== null && sameSecret(formToken, deriveSecret(secret, 'form'))
    ? null
    : { kind: 'form_expired' }
}

export function createShowLogin(parts: Pick<Parts, 'version' | 'simulated' | 'provider'>): ShowLogin {
  const provider = parts.provider === null ? null : { label: parts.provider.settings.label }
  return async (req, res, page) => {
    const language: Language = req.query['lang'] === 'en' ? 'en' : 'vi'
    const { notice } = page
    const status = notice === null ? 200 : statusOf[notice.kind]
    res.status(status).set('cache-control', 'no-store')
    if (notice?.kind === 'locked') res.set('retry-after', String(notice.waitSeconds))
    if (notice !== null && status >= 400 && req.accepts(['html', 'json']) === 'json') {
      return sendError(res, status, notice.kind, loginWords.en.notice(notice))
    }
    const secret = readSecretCookie(req, formCookie) ?? randomSecret()
    res.cookie(formCookie, secret, cookieFlags(req, 'strict'))
    const formToken = deriveSecret(secret, 'form')
    const simulated = await parts.simulated()
    pageHeaders(req, res, () => undefined)
    res
      .type('html')
      .send(renderLoginPage({ ...page, language, formToken, simulated, provider, version: parts.version }))
  }
}
