import { once } from 'node:events'
import { Router } from 'express'
import { z } from 'zod'
import { recordAudit, type AuditLine } from '../audit/audit.ts'
import { auditCsvHeader, auditCsvLine } from '../audit/csv.ts'
import { auditActions, auditSearch, countAudit, searchAudit } from '../audit/search.ts'
import { route } from '../http/errors.ts'
import type { AdminParts } from './admin-routes.ts'
import { actorOf, asked } from './asked.ts'

/** `GET /api/admin/audit`: a page of lines, newest first; `more` is the `before` of the next page. */
export interface AuditAnswer {
  lines: AuditLine[]
  total: number
  more: number | null
  /** All actions there are lines of. */
  actions: string[]
}

export const auditPage = auditSearch.extend({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
})

/** Lines read at once while exporting: memory does not grow with the log. */
const BLOCK = 1_000

export function adminAuditRoutes({ db, clock }: AdminParts): Router {
  const router = Router({ caseSensitive: true, strict: true })

  router.get('/audit', (req, res) => {
    const { before, limit, ...search } = asked(auditPage, req.query)
    const lines = searchAudit(db, search, { before, limit })
    const last = lines.length === limit ? (lines.at(-1)?.id ?? null) : null
    res.json({
      lines,
      total: countAudit(db, search),
      more: last,
      actions: auditActions(db),
    } satisfies AuditAnswer)
  })

  router.get(
    '/audit.csv',
    route(async (req, res) => {
      const search = asked(auditSearch, req.query)
      recordAudit(db, clock(), actorOf(req), 'audit_exported', null, {
        ...search,
        lines: countAudit(db, search),
      })
      res.type('text/csv; charset=utf-8').attachment('toan-canh-audit.csv')
      res.write(auditCsvHeader)
      for (let before: number | undefined; !res.destroyed;) {
        const lines = searchAudit(db, search, { before, limit: BLOCK })
        before = lines.at(-1)?.id
        if (before === undefined) break
        if (!res.write(lines.map(auditCsvLine).join('')))
          await Promise.race([once(res, 'drain'), once(res, 'close')])
      }
      res.end()
    }),
  )
  return router
}
