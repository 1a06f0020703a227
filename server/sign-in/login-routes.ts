import express, { Router, type Request, type RequestHandler, type Response } from 'express'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { recordAudit } from '../audit/audit.ts'
import { accountOf, proofOf } from '../http/account-of.ts'
import { cookieFlags, formCookie, readSecretCookie, sessionCookie } from '../http/cookies.ts'
import { route, sendError } from '../http/errors.ts'
import { securityHeaders } from '../http/headers.ts'
import { nextPath } from '../http/next-path.ts'
import { requestOrigin } from '../http/origin.ts'
import { loginStyleHash, renderLoginPage } from './login-page.ts'
import { loginWords, type Language, type Notice } from './login-words.ts'
import { deriveSecret, randomSecret, sameSecret } from './secrets.ts'
import { endSession } from './sessions.ts'
import type { SignIn } from './sign-in.ts'

interface Parts {
  db: DatabaseSync
  signIn: SignIn
  clock: () => Date
  version: string
  /** Whether the data is simulated, where that is known soon enough to say it on the page. */
  simulated: () => Promise<boolean | null>
}

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
} satisfies Record<Notice['kind'], number>

/** `/login`, the one page for those who have not signed in. */
export function loginRoutes(parts: Parts): Router {
  const router = Router({ caseSensitive: true, strict: true })
  const pageHeaders = securityHeaders(loginStyleHash)

  router.get(
    '/login',
    pageHeaders,
    route(async (req, res) => {
      const next = nextPath(req.query['next'])
      if (proofOf(req)?.kind === 'session') return res.set('cache-control', 'no-store').redirect(303, next)
      const notice = req.query['out'] === '' ? ({ kind: 'signed_out' } as const) : null
      await showPage(parts, req, res, { next, name: '', notice })
    }),
  )

  router.post(
    '/login',
    pageHeaders,
    express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 10 }),
    route(async (req, res) => {
      const { name, password, next: asked, form: formToken } = form.parse(req.body)
      const next = nextPath(asked)
      const problem = formProblem(req, formToken)
      if (problem !== null) return showPage(parts, req, res, { next, name, notice: problem })

      const result = await parts.signIn({ name, password, address: req.ip ?? '' })
      if (!result.ok) {
        const notice: Notice =
          result.reason === 'locked'
            ? { kind: 'locked', waitSeconds: result.waitSeconds }
            : { kind: result.reason }
        return showPage(parts, req, res, { next, name, notice })
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

/** Ends the session the request was made with. A page's own form goes to the sign-in page, a script gets 204. */
export function signOut({ db, clock }: Pick<Parts, 'db' | 'clock'>): RequestHandler {
  return (req, res) => {
    const proof = proofOf(req)
    const account = accountOf(req)
    if (proof?.kind !== 'session' || account === null) {
      return sendError(
        res,
        400,
        'no_session',
        'There is no session to end; a token is revoked by an administrator.',
      )
    }
    endSession(db, proof.secret)
    recordAudit(
      db,
      clock(),
      { name: account.name, origin: 'web', address: req.ip ?? null },
      'sign_out',
      account.name,
    )
    res.clearCookie(sessionCookie, cookieFlags(req, 'lax'))
    res.set('cache-control', 'no-store').status(204).end()
  }
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

async function showPage(
  parts: Parts,
  req: Request,
  res: Response,
  page: { next: string; name: string; notice: Notice | null },
): Promise<void> {
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
  res.type('html').send(renderLoginPage({ ...page, language, formToken, simulated, version: parts.version }))
}
