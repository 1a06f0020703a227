import type { RequestHandler } from 'express'
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { DatabaseSync } from 'node:sqlite'
import { problemText } from '../etl/definitions/yaml.ts'
import { startAlerts } from './alerts/start.ts'
import { definitionRoutes } from './api/definition-routes.ts'
import { reportLinks, reportRoutes } from './api/routes.ts'
import { subscriptionRoutes } from './api/subscription-routes.ts'
import type { ReportParts } from './compose/compose.ts'
import { createDefinitions } from './definitions/in-force.ts'
import { createLinks } from './deliver/link.ts'
import { createMailer } from './deliver/mail.ts'
import type { DeliverySettings } from './deliver/settings.ts'
import { putObject } from './deliver/store.ts'
import { createMake, createPreview } from './make.ts'
import { startScheduler } from './schedule/scheduler.ts'
import { definitionOf } from './subscriptions/definition.ts'
import { createMakeSubscribed } from './subscriptions/make.ts'
import { createSendSubscribed } from './subscriptions/send.ts'
import { liveSubscriptions } from './subscriptions/store.ts'

export interface StartedReports {
  alerts: RequestHandler
  routes: {
    api: ReturnType<typeof reportRoutes>
    definitions: ReturnType<typeof definitionRoutes>
    links: ReturnType<typeof reportLinks>
    subscriptions: ReturnType<typeof subscriptionRoutes>
  }
  stop: () => Promise<void>
}

/** Reports and alerts in a running product: what makes and sends them, and what the server answers about them. */
export function startReports(
  db: DatabaseSync,
  parts: ReportParts & { regions: readonly string[] },
  { folder, mail, s3, rulesFolder, publicUrl }: DeliverySettings,
  log: (message: string) => void,
): StartedReports {
  const definitions = createDefinitions(db)
  for (const problem of definitions.current().problems) log(problemText(problem))
  const mailer = mail === null ? null : createMailer(mail)
  const links = createLinks(db)
  const provinces = [...parts.provinces.keys()]
  const clock = () => new Date()
  const preview = createPreview(parts)
  const makeSubscribed = createMakeSubscribed({
    ...parts,
    // A page is sent as it is also where its report has been stopped.
    reports: () => {
      const { reports, stopped } = definitions.current()
      return [...reports, ...stopped]
    },
  })
  const scheduler = startScheduler(
    {
      ...{ db, provinces, folder, mailer, links, publicUrl, clock },
      definitions: () => [...definitions.current().reports, ...liveSubscriptions(db).map(definitionOf)],
      make: createMake(parts),
      sendSubscribed: createSendSubscribed(db, makeSubscribed),
      put: s3 === null ? null : (path, content) => putObject(s3, path, content),
      owner: `${hostname()} ${process.pid} ${randomUUID()}`,
    },
    { log },
  )
  const alerts = startAlerts(db, parts, { rulesFolder, publicUrl }, mailer, log)
  return {
    alerts: alerts.routes,
    routes: {
      api: reportRoutes({
        ...{ db, provinces, folder, links, clock },
        definitions: () => {
          const { problems, ...now } = definitions.current()
          return { ...now, problems: problems.map(problemText) }
        },
        mail: mailer !== null,
        preview,
        look: scheduler.look,
      }),
      definitions: definitionRoutes({
        ...{ db, provinces, clock, definitions, preview },
        describe: parts.cube.describe,
        look: scheduler.look,
      }),
      links: reportLinks({ links, clock }),
      subscriptions: subscriptionRoutes({ db, clock, mail: mailer !== null, make: makeSubscribed }),
    },
    async stop() {
      await alerts.stop()
      await scheduler.stop()
      mailer?.close()
    },
  }
}
