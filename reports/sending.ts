import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { DatabaseSync } from 'node:sqlite'
import { createDefinitions, type Definitions } from './definitions/in-force.ts'
import { createLinks } from './deliver/link.ts'
import { createMailer } from './deliver/mail.ts'
import type { DeliverySettings } from './deliver/settings.ts'
import { putObject } from './deliver/store.ts'
import { createMake } from './make.ts'
import type { RunParts } from './schedule/run.ts'
import { definitionOf } from './subscriptions/definition.ts'
import { createMakeSubscribed, type MakeSubscribed, type MakingParts } from './subscriptions/make.ts'
import { createSendSubscribed } from './subscriptions/send.ts'
import { liveSubscriptions } from './subscriptions/store.ts'

/** What a process that makes and sends reports has: the running product, or a command. Several may be at it on one state. */
export interface Sending {
  definitions: Definitions
  makeSubscribed: MakeSubscribed
  runParts: Omit<RunParts, 'signal'>
}

export function createSending(
  db: DatabaseSync,
  parts: Omit<MakingParts, 'reports'>,
  { folder, keepDays, mail, s3, publicUrl }: DeliverySettings,
): Sending {
  const definitions = createDefinitions(db)
  const makeSubscribed = createMakeSubscribed({
    ...parts,
    // A page is sent as it is also where its report has been stopped.
    reports: () => {
      const { reports, stopped } = definitions.current()
      return [...reports, ...stopped]
    },
  })
  return {
    definitions,
    makeSubscribed,
    runParts: {
      ...{ db, folder, keepDays, publicUrl },
      provinces: [...parts.provinces.keys()],
      definitions: () => [...definitions.current().reports, ...liveSubscriptions(db).map(definitionOf)],
      make: createMake(parts),
      sendSubscribed: createSendSubscribed(db, makeSubscribed),
      mailer: mail === null ? null : createMailer(mail),
      put: s3 === null ? null : (path, content) => putObject(s3, path, content),
      links: createLinks(db),
      clock: () => new Date(),
      owner: `${hostname()} ${process.pid} ${randomUUID()}`,
    },
  }
}
