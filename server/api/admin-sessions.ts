import { Router } from 'express'
import { proofOf } from '../http/account-of.ts'
import { listSessions, revokeSession, sessionId } from '../sign-in/sessions.ts'
import type { AdminParts } from './admin-routes.ts'
import { actorOf } from './asked.ts'
import type { SessionsAnswer } from './own-sessions.ts'

export function adminSessionRoutes({ db, limits, clock }: AdminParts): Router {
  const router = Router({ caseSensitive: true, strict: true })

  router.get('/sessions', (req, res) => {
    const proof = proofOf(req)
    const current = proof?.kind === 'session' ? sessionId(db, proof.secret) : null
    res.json({ current, sessions: listSessions(db, null, clock(), limits) } satisfies SessionsAnswer)
  })

  router.delete('/sessions/:id', (req, res) => {
    revokeSession(db, req.params['id'] ?? '', null, clock(), actorOf(req))
    res.status(204).end()
  })
  return router
}
