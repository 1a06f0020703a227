import { Router, type Request, type Response } from 'express'
import type { DatabaseSync } from 'node:sqlite'
import { actorOf, asked, jsonBody } from '../../server/api/asked.ts'
import { recordAudit } from '../../server/audit/audit.ts'
import { HttpError, route } from '../../server/http/errors.ts'
import { askedPreview, askedRun, askedSlots } from '../../server/openapi/report-operations.ts'
import type { Account } from '../../server/sign-in/roles.ts'
import type { ReportPeriod } from '../definitions/period.ts'
import type { ReportDefinition, ReportFormat } from '../definitions/schema.ts'
import type { Links } from '../deliver/link.ts'
import { readStored } from '../deliver/store.ts'
import { addRun, sendAgain } from '../schedule/by-hand.ts'
import { filesOf, type MadeFile } from '../schedule/files.ts'
import { slotById, type Slot } from '../schedule/slots.ts'
import { lateOf, listedReport, listedSlots, slotAnswer, visible, type ReportsAnswer } from './answers.ts'
import { granted, mayRun, periodOf, placeOf, runnersOnly, signedIn } from './rights.ts'
import { sendDocument } from './send-document.ts'

/** Makes one file with an account's own rights. */
export type Preview = (asked: {
  definition: ReportDefinition
  period: ReportPeriod
  place: string
  format: ReportFormat
  account: Account
  now: Date
}) => Promise<MadeFile>

export interface ReportRouteParts {
  db: DatabaseSync
  /** `stopped` ones have only their past. */
  definitions: () => {
    reports: readonly ReportDefinition[]
    stopped: readonly ReportDefinition[]
    problems: readonly string[]
  }
  provinces: readonly string[]
  folder: string
  mail: boolean
  preview: Preview
  links: Links
  /** Has the scheduler look at once. */
  look: () => void
  clock: () => Date
}

/** `/api/reports`: definitions, slots and their files. What an account is told of follows from its grants alone. */
export function reportRoutes(parts: ReportRouteParts): Router {
  const { db, provinces, clock } = parts
  const router = Router({ caseSensitive: true, strict: true })
  const answering = (req: Request) => ({ db, account: signedIn(req), provinces, now: clock() })
  const seen = (req: Request) => visible(parts.definitions().reports, answering(req))
  const reportOf = (req: Request, id: string): ReportDefinition => {
    const found = seen(req).find((definition) => definition.id === id)
    if (found === undefined) throw new HttpError(404, 'not_found', `There is no report "${id}" for you.`)
    return found
  }
  const past = (req: Request) =>
    visible([...parts.definitions().reports, ...parts.definitions().stopped], answering(req))
  const slotOf = (req: Request): { slot: Slot; definition: ReportDefinition } => {
    const slot = slotById(db, Number(req.params['id']))
    if (slot === null) throw new HttpError(404, 'not_found', 'There is no such slot.')
    const definition = past(req).find(({ id }) => id === slot.report)
    if (definition === undefined) throw new HttpError(404, 'not_found', 'There is no such slot for you.')
    return { slot, definition }
  }

  router.get('/', (req, res) => {
    const { problems } = parts.definitions()
    const definitions = seen(req)
    const told = answering(req)
    res.json({
      reports: definitions.map((definition) => listedReport(definition, told)),
      problems: told.account.role === 'administrator' ? [...problems] : [],
      late: lateOf(definitions, told),
      mail: parts.mail,
      may_run: mayRun(req),
    } satisfies ReportsAnswer)
  })

  router.get('/slots', (req, res) => {
    res.json({ slots: listedSlots(past(req), asked(askedSlots, req.query), answering(req)) })
  })

  router.get('/slots/:id', (req, res) => {
    const { slot, definition } = slotOf(req)
    res.json(slotAnswer(slot, definition, answering(req)))
  })

  router.get(
    '/slots/:id/files/:place/:format',
    route(async (req, res) => {
      const { slot, definition } = slotOf(req)
      const { place = '', format = '' } = req.params
      granted(definition, signedIn(req), provinces, place)
      const file = filesOf(db, slot.id).find((one) => one.place === place && one.format === format)
      if (file === undefined) throw new HttpError(404, 'not_found', 'There is no such file.')
      const content = await readStored(parts.folder, file.path).catch(() => {
        throw new HttpError(410, 'gone', 'The file has been removed from the reports folder.')
      })
      const name = file.path.split('/').at(-1) ?? file.path
      recordAudit(db, clock(), actorOf(req), 'report_downloaded', name)
      sendDocument(res, { name, format, content }, 'attachment')
    }),
  )

  router.post('/slots/:id/send', jsonBody, (req, res) => {
    runnersOnly(req)
    const { slot } = slotOf(req)
    if (!sendAgain(db, slot.id))
      throw new HttpError(409, 'running', 'This slot is being sent, or waits for its next attempt.')
    recordAudit(db, clock(), actorOf(req), 'report_resent', slot.report, { planned_at: slot.planned_at })
    accepted(res, slot.id)
  })

  router.get(
    '/:id/preview',
    route(async (req, res) => {
      const definition = reportOf(req, req.params['id'] ?? '')
      const { format, province, period } = asked(askedPreview, req.query)
      const account = signedIn(req)
      const place = placeOf(definition, account, provinces, province)
      const now = clock()
      const range = periodOf(definition, period, now)
      const file = await parts.preview({ definition, period: range, place, format, account, now })
      sendDocument(res, file, format === 'pdf' || format === 'html' ? 'inline' : 'attachment')
    }),
  )

  router.post('/:id/run', jsonBody, (req, res) => {
    runnersOnly(req)
    const definition = reportOf(req, req.params['id'] ?? '')
    const now = clock()
    const period = periodOf(definition, asked(askedRun, req.body).period, now)
    const slot = addRun(db, definition.id, period, now)
    recordAudit(db, now, actorOf(req), 'report_run', definition.id, { period: period.word })
    accepted(res, slot)
  })

  const accepted = (res: Response, slot: number): void => {
    parts.look()
    res.status(202).json({ slot })
  }
  return router
}

/** `/report-file/…`, in mails: behind sign-in like every page, and leads to the file, where grants are checked. */
export function reportLinks({ links, clock }: Pick<ReportRouteParts, 'links' | 'clock'>): Router {
  const router = Router({ caseSensitive: true, strict: true })
  router.get('/:key', (req, res) => {
    const file = links.read(req.params.key, clock())
    if (file === null) throw new HttpError(404, 'not_found', 'This link was not made here.')
    if (file === 'expired')
      throw new HttpError(410, 'expired', 'This link has expired; the report is on the page /reports.')
    res.redirect(302, `/api/reports/slots/${file.slot}/files/${file.place}/${file.format}`)
  })
  return router
}
