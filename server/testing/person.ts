import { createAccount, findAccount } from '../sign-in/accounts.ts'
import type { Provinces, Role } from '../sign-in/roles.ts'
import { csrfToken, defaultSessionLimits, startSession } from '../sign-in/sessions.ts'
import { actor, type RunningApp } from './start-app.ts'

/** What was answered; `body` is the JSON of it, {} where there is none. */
export interface Told<Body> {
  status: number
  body: Partial<Body> & { error?: { code: string; message: string } }
}
export type Asks<Body> = (method: string, path: string, body?: object) => Promise<Told<Body>>

/** Someone who has signed in and asks as a page does. */
export function person<Body>(
  app: Pick<RunningApp, 'state' | 'clock' | 'ask'>,
  name: string,
  role: Role,
  provinces: Provinces = 'all',
): Asks<Body> {
  const { db } = app.state
  createAccount(db, { name, role, provinces, passwordHash: '' }, app.clock.now, actor)
  const origin = { address: null, agent: null }
  const id = findAccount(db, name)?.id ?? 0
  const secret = startSession(db, id, origin, app.clock.now, defaultSessionLimits)
  const headers = {
    ...{ cookie: `toancanh_session=${secret}`, 'content-type': 'application/json' },
    'x-csrf-token': csrfToken(secret),
  }
  return async (method, path, body) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await app.ask(path, { method, headers, ...sent })
    return {
      status: answer.status,
      body: (answer.body === '' ? {} : JSON.parse(answer.body)) as Told<Body>['body'],
    }
  }
}
