import { Router, type RequestHandler } from 'express'
import type { DatabaseSync } from 'node:sqlite'
import { accountOf } from '../http/account-of.ts'
import { sendError } from '../http/errors.ts'
import { AccountError } from '../sign-in/accounts.ts'
import type { SessionLimits } from '../sign-in/sessions.ts'
import { adminAuditRoutes } from './admin-audit.ts'
import { adminSessionRoutes } from './admin-sessions.ts'
import { adminTokenRoutes } from './admin-tokens.ts'
import { adminUserRoutes } from './admin-users.ts'

export interface AdminParts {
  db: DatabaseSync
  limits: SessionLimits
  clock: () => Date
}

const administratorsOnly: RequestHandler = (req, res, next) => {
  if (accountOf(req)?.role === 'administrator') return next()
  sendError(res, 403, 'administrators_only', 'This is for administrators.')
}

/** `/api/admin`: accounts, sessions, tokens and the audit log. */
export function adminRoutes(parts: AdminParts): Router {
  const router = Router({ caseSensitive: true, strict: true })
  router.use(administratorsOnly)
  router.use(
    adminUserRoutes(parts),
    adminSessionRoutes(parts),
    adminTokenRoutes(parts),
    adminAuditRoutes(parts),
  )
  return router
}

/** What the accounts' own functions refuse, as an answer. */
export const accountErrors = (
  error: unknown,
  _req: Parameters<RequestHandler>[0],
  res: Parameters<RequestHandler>[1],
  next: Parameters<RequestHandler>[2],
): void => {
  if (!(error instanceof AccountError)) return next(error)
  if (error.code === 'not_found') return sendError(res, 404, 'not_found', error.message)
  sendError(res, 409, 'not_possible', error.message)
}
