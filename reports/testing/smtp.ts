import { onTestFinished } from 'vitest'
import { openSmtp, type Behaviour, type Guarded } from './smtp-server.ts'

export type { Behaviour, Guarded }

/** A mail server for as long as a test runs. */
export async function startSmtp(behaviour: () => Behaviour, guarded?: Guarded) {
  const smtp = await openSmtp(behaviour, guarded)
  onTestFinished(smtp.close)
  return smtp
}
