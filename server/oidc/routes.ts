import { Router } from 'express'
import type { DatabaseSync } from 'node:sqlite'
import type { Logger } from 'pino'
import { recordAudit } from '../audit/audit.ts'
import { proofOf } from '../http/account-of.ts'
import { cookieFlags, flowCookie, formCookie, readSecretCookie, sessionCookie } from '../http/cookies.ts'
import { route } from '../http/errors.ts'
import { nextPath } from '../http/next-path.ts'
import type { Notice } from '../sign-in/login-words.ts'
import type { ShowLogin } from '../sign-in/login-routes.ts'
import { sameSecret } from '../sign-in/secrets.ts'
import { endSession, type SessionLimits } from '../sign-in/sessions.ts'
import { signInIdentity } from './account.ts'
import { beginFlow, flowSecrets, takeFlow } from './flows.ts'
import { backPath, ProviderError, type Provider } from './provider.ts'

interface Parts {
  db: DatabaseSync
  provider: Provider
  limits: SessionLimits
  clock: () => Date
  log: Logger
  showLogin: ShowLogin
}

/** `/login/provider`, which leads to the provider, and where it leads back to. */
export function providerRoutes({ db, provider, limits, clock, log, showLogin }: Parts): Router {
  const router = Router({ caseSensitive: true, strict: true })
  const { publicUrl, groups, issuer } = provider.settings

  router.get(
    '/login/provider',
    route(async (req, res) => {
      const next = nextPath(req.query['next'])
      res.set('cache-control', 'no-store')
      if (proofOf(req)?.kind === 'session') return res.redirect(303, next)
      const secret = beginFlow(db, next, clock())
      try {
        const url = await provider.signInUrl(flowSecrets(secret))
        // Lax: the provider's page is another site, and the browser comes back from it.
        res.cookie(flowCookie, secret, cookieFlags(req, 'lax'))
        res.redirect(303, url.href)
      } catch (error) {
        takeFlow(db, secret, clock())
        await showLogin(req, res, { next, name: '', notice: noticeOf(error) })
      }
    }),
  )

  router.get(
    backPath,
    route(async (req, res) => {
      const secret = readSecretCookie(req, flowCookie)
      const secrets = secret === null ? null : flowSecrets(secret)
      const state = req.query['state']
      // A state that is not this browser's leaves its sign-in as it is: another site's link must not end it.
      const own = secrets !== null && typeof state === 'string' && sameSecret(state, secrets.state)
      const next = own && secret !== null ? takeFlow(db, secret, clock()) : null
      if (secrets === null || next === null) {
        fail(req.ip, 'unknown state, or an answer that was used before')
        return showLogin(req, res, { next: '/', name: '', notice: { kind: 'provider_expired' } })
      }
      res.clearCookie(flowCookie, cookieFlags(req, 'lax'))
      try {
        const identity = await provider.identify(new URL(req.originalUrl, publicUrl), secrets)
        const origin = { address: req.ip ?? null, agent: req.get('user-agent') ?? null }
        const result = signInIdentity(db, identity, groups, origin, clock(), limits)
        if (!result.ok) return await showLogin(req, res, { next, name: '', notice: { kind: result.reason } })
        const before = readSecretCookie(req, sessionCookie)
        if (before !== null) endSession(db, before)
        res.cookie(sessionCookie, result.session, cookieFlags(req, 'lax'))
        res.clearCookie(formCookie, cookieFlags(req, 'strict'))
        res.set('cache-control', 'no-store').redirect(303, next)
      } catch (error) {
        const notice = noticeOf(error)
        fail(req.ip, (error as Error).message)
        await showLogin(req, res, { next, name: '', notice })
      }
    }),
  )

  function fail(address: string | undefined, reason: string): void {
    log.warn({ reason, issuer: issuer.href }, 'sign-in through the provider failed')
    recordAudit(
      db,
      clock(),
      { name: null, origin: 'web', address: address ?? null },
      'sign_in_failed',
      null,
      {
        by: issuer.href,
        reason,
      },
    )
  }

  function noticeOf(error: unknown): Notice {
    if (!(error instanceof ProviderError)) throw error
    if (error.kind === 'provider_unreachable')
      log.warn({ reason: error.message, issuer: issuer.href }, 'the provider cannot be reached')
    return { kind: error.kind }
  }
  return router
}
