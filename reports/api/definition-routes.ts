import { json, Router, type Request, type Response } from 'express'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { problemText } from '../../etl/definitions/yaml.ts'
import { actorOf, asked, jsonBody } from '../../server/api/asked.ts'
import { HttpError, route } from '../../server/http/errors.ts'
import { askedBase, askedCheck, askedDraft, askedSave } from '../../server/openapi/definition-operations.ts'
import { UnsoundFormError } from '../compose/form.ts'
import { checkReport, type Checked, type Describe } from '../definitions/check.ts'
import type { Definitions } from '../definitions/in-force.ts'

import { ChangedError, keepVersion, type KeptContent } from '../definitions/kept.ts'
import { problemInVietnamese } from '../definitions/problems-vi.ts'
import type { ReportDefinition } from '../definitions/schema.ts'
import {
  definitionAnswer,
  listedDefinitions,
  versionText,
  type CheckAnswer,
  type DefinitionAnswer,
} from './definition-answers.ts'
import { periodOf, placeOf, runnersOnly, signedIn } from './rights.ts'
import type { ReportRouteParts } from './routes.ts'
import { sendDocument } from './send-document.ts'

export interface DefinitionRouteParts extends Pick<
  ReportRouteParts,
  'provinces' | 'preview' | 'look' | 'clock'
> {
  db: DatabaseSync
  definitions: Definitions
  describe: Describe
}

/** A definition's text is longer than other bodies. */
const body = json({ limit: '512kb' })

/** `/api/reports/definitions`: definitions as administrators see and change them. Every change is a version that stays. */
export function definitionRoutes(parts: DefinitionRouteParts): Router {
  const { db, definitions, clock } = parts
  const router = Router({ caseSensitive: true, strict: true })
  router.use((req, _res, next) => {
    runnersOnly(req)
    next()
  })
  const answerOf = (id: string): DefinitionAnswer => {
    const answer = definitionAnswer(db, definitions, id)
    if (answer === null) throw new HttpError(404, 'not_found', `There is no report "${id}".`)
    return answer
  }
  const check = (req: Request, text: string, id: string | null): Promise<Checked> =>
    checkReport(text, id, parts.describe, signedIn(req))
  const sound = async (req: Request, text: string, id: string | null): Promise<ReportDefinition> => {
    const { report, problems } = await check(req, text, id)
    if (report === undefined) throw new HttpError(422, 'faulty', problems.map(problemText).join('\n'))
    return report
  }
  const keep = (req: Request, res: Response, id: string, base: number, content: KeptContent): void => {
    // What is due by the definition as it was is entered first; the scheduler then goes by the new one.
    parts.look()
    try {
      keepVersion(db, { report: id, base, content }, clock(), actorOf(req))
    } catch (error) {
      if (error instanceof ChangedError) throw new HttpError(409, 'changed', error.message)
      throw error
    }
    parts.look()
    res.json(answerOf(id))
  }

  router.get('/', (_req, res) => {
    res.json({ definitions: listedDefinitions(db, definitions) })
  })

  router.post(
    '/check',
    body,
    route(async (req, res) => {
      const { text, id } = asked(askedCheck, req.body)
      const { report, problems } = await check(req, text, id ?? null)
      res.json({
        ...{ id: report?.id ?? null, title: report?.title ?? null, scope: report?.scope ?? null },
        problems: problems.map(({ file: _, ...told }) => ({
          ...told,
          message_vi: problemInVietnamese(told.message),
        })),
      } satisfies CheckAnswer)
    }),
  )

  router.post(
    '/preview',
    body,
    route(async (req, res) => {
      const { text, format, province, period } = asked(askedDraft, req.body)
      const definition = await sound(req, text, null)
      const account = signedIn(req)
      const place = placeOf(definition, account, parts.provinces, province)
      const now = clock()
      const range = periodOf(definition, period, now)
      const asking = { definition, period: range, place, format, account, now }
      sendDocument(res, await parts.preview(asking).catch(notMade), 'inline')
    }),
  )

  router.get('/:id', (req, res) => {
    res.json(answerOf(req.params.id))
  })

  router.get('/:id/versions/:version', (req, res) => {
    const text = versionText(db, definitions, req.params.id, Number(req.params.version))
    if (text === null) throw new HttpError(404, 'not_found', 'There is no text of this version.')
    res.json({ text })
  })

  router.put(
    '/:id',
    body,
    route(async (req, res) => {
      const id = req.params['id'] ?? ''
      const { text, base } = asked(askedSave, req.body)
      const there = definitionAnswer(db, definitions, id)
      if (base === null && there !== null)
        throw new HttpError(409, 'exists', `There is a report "${id}" already; give this one another id.`)
      if (base !== null && there === null)
        throw new HttpError(404, 'not_found', `There is no report "${id}".`)
      await sound(req, text, id)
      keep(req, res, id, base ?? 0, { kind: 'text', text })
    }),
  )

  router.post('/:id/stop', jsonBody, (req, res) => {
    const { base } = asked(askedBase, req.body)
    const { id, state } = answerOf(req.params['id'] ?? '')
    if (state === 'stopped') throw new HttpError(409, 'changed', 'This report has been stopped already.')
    keep(req, res, id, base, { kind: 'stopped', text: null })
  })

  router.post('/:id/file', jsonBody, (req, res) => {
    const { base } = asked(askedBase, req.body)
    const { id, shipped } = answerOf(req.params['id'] ?? '')
    if (!shipped) throw new HttpError(404, 'not_found', 'The product has no file of this report.')
    keep(req, res, id, base, { kind: 'file', text: null })
  })
  return router
}

/** What Cube says of a question that it does not take. */
const refusedByCube = z.object({ type: z.literal('UserError'), message: z.string() })

/** A text may be sound and what it asks for still not go together: whoever wrote it is told. */
function notMade(error: unknown): never {
  if (error instanceof UnsoundFormError) throw new HttpError(422, 'not_made', error.message)
  const refused = refusedByCube.safeParse(error)
  if (refused.success) throw new HttpError(422, 'not_made', refused.data.message)
  throw error
}
