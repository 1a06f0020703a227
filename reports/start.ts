import type { RequestHandler } from 'express'
import type { DatabaseSync } from 'node:sqlite'
import { problemText } from '../etl/definitions/yaml.ts'
import { startAlerts } from './alerts/start.ts'
import { definitionRoutes } from './api/definition-routes.ts'
import { reportLinks, reportRoutes } from './api/routes.ts'
import { subscriptionRoutes } from './api/subscription-routes.ts'
import type { ReportParts } from './compose/compose.ts'
import type { DeliverySettings } from './deliver/settings.ts'
import { createPreview } from './make.ts'
import { startScheduler } from './schedule/scheduler.ts'
import { createSending } from './sending.ts'

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
  settings: DeliverySettings,
  log: (message: string) => void,
): StartedReports {
  const { definitions, makeSubscribed, runParts } = createSending(db, parts, settings)
  for (const problem of definitions.current().problems) log(problemText(problem))
  const { provinces, folder, mailer, links, clock } = runParts
  const preview = createPreview(parts)
  const scheduler = startScheduler(runParts, { log })
  const alerts = startAlerts(db, parts, settings, mailer, log)
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
