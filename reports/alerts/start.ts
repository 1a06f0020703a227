import type { DatabaseSync } from 'node:sqlite'
import { hostname } from 'node:os'
import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { problemText } from '../../etl/definitions/yaml.ts'
import type { ReportParts } from '../compose/compose.ts'
import type { Mailer } from '../deliver/mail.ts'
import { alertRoutes } from './api/routes.ts'
import { describeRules } from './rules/describe.ts'
import { readRules, RULES_FOLDER } from './rules/read.ts'
import { createJudge } from './follow/round.ts'
import type { Hours } from './tell/hours.ts'
import { startWatcher } from './watcher.ts'

export interface AlertSettings {
  /** Rules of this installation, beside the product's. */
  rulesFolder: string
  hours: Hours
  publicUrl: string | null
}

/** Alerts in a running product: the watcher, and what the server answers about it. */
export function startAlerts(
  db: DatabaseSync,
  parts: ReportParts,
  { rulesFolder, hours, publicUrl }: AlertSettings,
  mailer: Mailer | null,
  log: (message: string) => void,
): { routes: RequestHandler; stop: () => Promise<void> } {
  const { rules, problems } = readRules([RULES_FOLDER, rulesFolder])
  const texts = problems.map(problemText)
  for (const text of texts) log(text)
  const { provinces } = parts
  const clock = () => new Date()
  const watcher = startWatcher({
    ...{ db, provinces, mailer, publicUrl, clock, hours, log },
    rules: () => rules,
    judging: createJudge(parts),
    owner: `${hostname()} ${process.pid} ${randomUUID()}`,
  })
  return {
    routes: alertRoutes({
      ...{ db, provinces, clock },
      definitions: () => ({ rules, problems: texts }),
      words: describeRules(parts, rules),
      mail: mailer !== null,
    }),
    stop: () => watcher.stop(),
  }
}
