import { Router, type Request } from 'express'
import type { DatabaseSync } from 'node:sqlite'
import type { Words } from '../../../cube/gateway/rows.ts'
import { actorOf, asked, jsonBody } from '../../../server/api/asked.ts'
import { recordAudit } from '../../../server/audit/audit.ts'
import { accountOf, proofOf } from '../../../server/http/account-of.ts'
import { HttpError, route } from '../../../server/http/errors.ts'
import { askedHistory, saidAcknowledged } from '../../../server/openapi/alert-operations.ts'
import type { Account } from '../../../server/sign-in/roles.ts'
import { findAlert, setAcknowledged, type Alert } from '../follow/ledger.ts'
import type { AlertRule } from '../rules/schema.ts'
import { isOpen } from '../follow/state.ts'
import { mayAcknowledge, maySee } from '../tell/visible.ts'
import { alertsAnswer, historyAnswer } from './answers.ts'

export interface AlertRouteParts {
  db: DatabaseSync
  definitions: () => { rules: readonly AlertRule[]; problems: readonly string[] }
  /** The rules in words, by id. */
  words: () => Promise<ReadonlyMap<string, Words[]>>
  /** code → name of the provinces. */
  provinces: ReadonlyMap<string, string>
  mail: boolean
  clock: () => Date
}

/** `/api/alerts`: what is open, the rules, and what came of them. What an account is told follows from its grants alone. */
export function alertRoutes(parts: AlertRouteParts): Router {
  const { db, provinces, clock, mail } = parts
  const router = Router({ caseSensitive: true, strict: true })
  const answering = (req: Request) => ({
    db,
    provinces,
    mail,
    now: clock(),
    account: signedIn(req),
    acts: acts(req),
  })

  router.get(
    '/',
    route(async (req, res) => {
      const words = await parts.words()
      res.json(alertsAnswer({ ...answering(req), ...parts.definitions(), words }))
    }),
  )

  router.get('/history', (req, res) => {
    const { rules } = parts.definitions()
    res.json({ changes: historyAnswer({ ...answering(req), rules }, asked(askedHistory, req.query)) })
  })

  const inHand = (req: Request, acknowledged: { note: string | null } | null): void => {
    const account = signedIn(req)
    const { rule, alert } = alertOf(req, account)
    if (!acts(req) || !mayAcknowledge(rule, alert.subject, account))
      throw new HttpError(403, 'not_yours', 'Only who is told of this alert, signed in, takes it in hand.')
    if (!setAcknowledged(db, alert, account.name, acknowledged, clock()))
      throw new HttpError(409, 'overtaken', 'This alert is over, or someone has been here before.')
    const action = acknowledged === null ? 'alert_reopened' : 'alert_acknowledged'
    recordAudit(db, clock(), actorOf(req), action, req.params['id'] ?? null)
  }

  const alertOf = (req: Request, account: Account): { rule: AlertRule; alert: Alert } => {
    const [id = '', subject = ''] = (req.params['id'] ?? '').split('.')
    const rule = parts.definitions().rules.find((one) => one.id === id)
    const alert = findAlert(db, id, subject)
    if (rule === undefined || alert === null || !isOpen(alert.phase) || !maySee(subject, account))
      throw new HttpError(404, 'not_found', 'There is no such open alert for you.')
    return { rule, alert }
  }

  router.post('/:id/acknowledge', jsonBody, (req, res) => {
    const { note } = asked(saidAcknowledged, req.body)
    inHand(req, { note: note === undefined || note === '' ? null : note })
    res.status(204).end()
  })

  router.delete('/:id/acknowledge', (req, res) => {
    inHand(req, null)
    res.status(204).end()
  })
  return router
}

function signedIn(req: Request): Account {
  const account = accountOf(req)
  if (account === null) throw new HttpError(401, 'unauthorized', 'Sign in first.')
  return account
}

/** Programs with a token read; people who have signed in act. */
const acts = (req: Request): boolean => {
  const proof = proofOf(req)
  return proof?.kind === 'session' && proof.seenBy === null
}
