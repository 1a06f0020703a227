import { Router } from 'express'
import { z } from 'zod'
import { scopes } from '../sign-in/scopes.ts'
import { createToken, listTokens, revokeTokens, tokenState, type ListedToken } from '../sign-in/tokens.ts'
import type { AdminParts } from './admin-routes.ts'
import { actorOf, asked, jsonBody } from './asked.ts'

/** A token in `GET /api/admin/tokens`. */
export type TokenAnswer = ListedToken & { state: ReturnType<typeof tokenState> }

export const madeToken = z.strictObject({
  user: z.string(),
  scopes: z.array(z.enum(scopes)).min(1),
  days: z.number().int().min(1).max(366),
})

export function adminTokenRoutes({ db, clock }: AdminParts): Router {
  const router = Router({ caseSensitive: true, strict: true })

  router.get('/tokens', (_req, res) => {
    const tokens = listTokens(db).map((token): TokenAnswer => ({
      ...token,
      state: tokenState(token, clock()),
    }))
    res.json({ tokens })
  })

  router.post('/tokens', jsonBody, (req, res) => {
    const { user, days, ...given } = asked(madeToken, req.body)
    const now = clock()
    const end = new Date(now.getTime() + days * 86_400_000)
    const chosen = scopes.filter((scope) => given.scopes.includes(scope))
    // Never compressed: the length of an answer that holds a secret must tell nothing.
    res.set('cache-control', 'no-store, no-transform')
    res
      .status(201)
      .json({ ...createToken(db, user, chosen, end, now, actorOf(req)), expires_at: end.toISOString() })
  })

  router.delete('/tokens/:id', (req, res) => {
    revokeTokens(db, { id: req.params['id'] ?? '' }, clock(), actorOf(req))
    res.status(204).end()
  })
  return router
}
