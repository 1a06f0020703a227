import { Router } from 'express'
import type { DatabaseSync } from 'node:sqlite'
import type { Logger } from 'pino'
import { dataRoutes } from '../data/routes.ts'
import { accountOf, proofOf } from '../http/account-of.ts'
import { describeFailure, route, sendError } from '../http/errors.ts'
import { noteRoutes } from '../notes/routes.ts'
import { openApiDocument } from '../openapi/document.ts'
import type { Account } from '../sign-in/roles.ts'
import { csrfToken, type SessionLimits } from '../sign-in/sessions.ts'
import { viewRoutes } from '../views/routes.ts'
import { accountErrors, adminRoutes } from './admin-routes.ts'
import { ownSessionRoutes } from './own-sessions.ts'
import { readReference } from './reference.ts'
import { datasetRow, datasetSql, statusAnswer } from './status.ts'
import { readRows, type ReadableWarehouse } from './warehouse-rows.ts'

/** `GET /api/session`; `csrf` goes into the header `x-csrf-token`, and is empty for a token, which needs none. */
export interface SessionAnswer {
  account: Account
  csrf: string
  /** The administrator who looks as this account, null where nobody does. */
  seen_by: string | null
}

interface Parts {
  db: DatabaseSync
  warehouse: ReadableWarehouse
  version: string
  limits: SessionLimits
  clock: () => Date
  log: Logger
}

/** The page API behind sign-in. */
export function apiRoutes({ db, warehouse, version, limits, clock, log }: Parts): Router {
  const router = Router({ caseSensitive: true, strict: true })
  const note = (cause: unknown): void =>
    log.error({ failure: describeFailure(cause) }, 'the warehouse did not answer')

  router.use((_req, res, next) => {
    res.set('cache-control', 'no-store')
    next()
  })

  router.get('/session', (req, res) => {
    const account = accountOf(req)
    const proof = proofOf(req)
    if (account === null) return sendError(res, 401, 'unauthorized', 'Sign in first.')
    // Never compressed: the length of an answer that holds a secret must tell nothing.
    res.set('cache-control', 'no-store, no-transform')
    res.json({
      account,
      csrf: proof === null || proof.kind === 'token' ? '' : csrfToken(proof.secret),
      seen_by: proof?.kind === 'session' ? proof.seenBy : null,
    } satisfies SessionAnswer)
  })

  router.get(
    '/status',
    route(async (_req, res) => {
      const rows = await readRows(warehouse, datasetRow, datasetSql, note)
      res.json(statusAnswer(rows, clock(), version))
    }),
  )

  router.get(
    '/reference',
    route(async (_req, res) => {
      const answer = await readReference(warehouse, note)
      res.set('cache-control', 'private, no-cache').json(answer)
    }),
  )

  router.get('/openapi.json', (_req, res) => {
    res.json(openApiDocument(version))
  })

  router.use('/data', dataRoutes({ db, warehouse, clock, note }))
  router.use('/notes', noteRoutes({ db, clock }))
  router.use('/views', viewRoutes({ db, clock }))
  router.use(ownSessionRoutes({ db, limits, clock }))
  router.use('/admin', adminRoutes({ db, limits, clock }))
  router.use(accountErrors)
  router.use((_req, res) => sendError(res, 404, 'not_found', 'There is nothing at this address.'))
  return router
}
