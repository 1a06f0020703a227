import type { Request } from 'express'
import { accountOf, proofOf } from '../../server/http/account-of.ts'
import { HttpError } from '../../server/http/errors.ts'
import type { Account } from '../../server/sign-in/roles.ts'
import { dayAt, lastComplete, PeriodError, readPeriod, type ReportPeriod } from '../definitions/period.ts'
import type { ReportDefinition } from '../definitions/schema.ts'
import { COUNTRY, placesOf } from '../schedule/recipients.ts'

/** @throws HttpError 401 */
export function signedIn(req: Request): Account {
  const account = accountOf(req)
  if (account === null) throw new HttpError(401, 'unauthorized', 'Sign in first.')
  return account
}

/** @throws HttpError 403 unless the account may see that place of the report. */
export function granted(
  definition: ReportDefinition,
  account: Account,
  provinces: readonly string[],
  place: string,
): void {
  if (!placesOf(definition, account, provinces).includes(place))
    throw new HttpError(403, 'not_granted', `Your account may not see ${place} of this report.`)
}

/** The place a preview is of: the one asked for, else the first there is. @throws HttpError 403 */
export function placeOf(
  definition: ReportDefinition,
  account: Account,
  provinces: readonly string[],
  province: string | undefined,
): string {
  const [first = ''] = placesOf(definition, account, provinces)
  const place = definition.scope === 'national' ? COUNTRY : (province ?? first)
  granted(definition, account, provinces, place)
  return place
}

/** Who may change reports, have them made and sent: administrators; of their tokens those that may administer. */
export function mayRun(req: Request): boolean {
  const proof = proofOf(req)
  return (
    accountOf(req)?.role === 'administrator' && (proof?.kind !== 'token' || proof.scopes.includes('admin'))
  )
}

/** @throws HttpError 403 unless `mayRun`. */
export function runnersOnly(req: Request): void {
  if (!mayRun(req))
    throw new HttpError(403, 'administrators_only', 'Only administrators change, run and send reports.')
}

/** The period asked for, else the last whole one. @throws HttpError 400 */
export function periodOf({ period }: ReportDefinition, word: string | undefined, now: Date): ReportPeriod {
  if (word === undefined) return lastComplete(dayAt(now), period)
  try {
    return readPeriod(word, period)
  } catch (error) {
    if (error instanceof PeriodError) throw new HttpError(400, 'bad_period', error.message)
    throw error
  }
}
