import { Router } from 'express'
import type { DatabaseSync } from 'node:sqlite'
import { accountOf, proofOf } from '../http/account-of.ts'
import { sendError } from '../http/errors.ts'
import { stopSeeingAs } from '../sign-in/see-as.ts'
import {
  listSessions,
  revokeSession,
  sessionId,
  type ListedSession,
  type SessionLimits,
} from '../sign-in/sessions.ts'
import { actorOf, sessionOf } from './asked.ts'

/** `GET /api/sessions` and `GET /api/admin/sessions`: sessions that live, the latest used first. */
export interface SessionsAnswer {
  /** The one that asks, null for a token. */
  current: string | null
  sessions: ListedSession[]
}

/** One's own sessions, and the way back from looking as another. */
export function ownSessionRoutes({
  db,
  limits,
  clock,
}: {
  db: DatabaseSync
  limits: SessionLimits
  clock: () => Date
}): Router {
  const router = Router({ caseSensitive: true, strict: true })

  router.get('/sessions', (req, res) => {
    const secret = sessionOf(req)
    const sessions = listSessions(db, actorOf(req).name, clock(), limits)
    res.json({ current: sessionId(db, secret), sessions } satisfies SessionsAnswer)
  })

  router.delete('/sessions/:id', (req, res) => {
    sessionOf(req)
    const actor = actorOf(req)
    revokeSession(db, req.params['id'] ?? '', actor.name ?? '', clock(), actor)
    res.status(204).end()
  })

  router.post('/see-as/end', (req, res) => {
    const secret = sessionOf(req)
    const proof = proofOf(req)
    if (proof?.kind !== 'session' || proof.seenBy === null)
      return sendError(res, 400, 'not_seeing_as', 'You are not looking as another account.')
    stopSeeingAs(db, secret, accountOf(req)?.name ?? '', clock(), actorOf(req))
    res.status(204).end()
  })
  return router
}
